"""Lists of a made-up source, drawn with the dirt that replies have, beside what the log has to say of them."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hirehouse.ingestion.tables import TableSpec

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
SPEC = TableSpec(
    "placements",
    {
        "placement_id": "id",
        "seats": "bigint",
        "share": "double",
        "label": "string",
        "extras": "json",
        "is_open": "boolean",
        "signed_on": "day",
        "closed_at": "timestamp",
        "made_at": "seconds",
        "touched_at": "milliseconds",
    },
    ("placement_id",),
    "One row per placement.",
)
WRONG: dict[str, tuple[Any, ...]] = {
    "seats": (2.5, "many", True, 2**70),
    "share": ("half", False),
    "label": (7, ["x"]),
    "is_open": ("yes", 1),
    "signed_on": ("soon", 20),
    "closed_at": ("2026-05-01", 1_700_000_000),
    "touched_at": (1_700_000_000, "now"),
}
BROKEN = ({"label": "half \ud83d"}, {"share": float("nan")}, {"extras": {"pay": float("inf")}}, {"mood": "\udfff"})
NO_IDS = ("6.00012E+11", "#N/A", "nan", 1.5)


@dataclass
class Drawn:
    """``pages`` are bodies; ``truth`` is what the log must hold by id; the counts are of rows on the pages.

    ``changed`` are the columns whose type has changed: half of a page's values or more misfit, and they are more than
    one or two records of a page on which hardly any has a value there (ADR 0017).
    """

    pages: list[bytes] = field(default_factory=list)
    truth: dict[str, dict[str, Any]] = field(default_factory=dict)
    later: dict[str, dict[str, Any]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    changed: set[str] = field(default_factory=set)

    @property
    def rows(self) -> int:
        """How many rows the pages have."""
        return sum(self.counts.values())


def drawn(seed: int, ids: range, dirt: float) -> Drawn:
    """A listing with the records ``ids``, ``dirt`` of them not as they should be."""
    draw = random.Random(seed)
    numbers = [number for number in ids for _ in range(1 + (draw.random() < dirt / 3))]
    draw.shuffle(numbers)
    found, at = Drawn(), 0
    while at < len(numbers):
        size = draw.randint(1, 30)
        _add_page(draw, found, numbers[at : at + size], dirt)
        at += size
    return found


def _add_page(draw: random.Random, found: Drawn, numbers: list[int], dirt: float) -> None:
    page: list[Any] = []
    values: Counter[str] = Counter()
    misfits: Counter[str] = Counter()
    for number in numbers:
        row, truth = _record(draw, number)
        kind = draw.choice(("misfit", "broken", "no_id", "strange")) if draw.random() < dirt else "clean"
        if kind == "misfit":
            column = draw.choice(list(WRONG))
            row[column] = draw.choice(WRONG[column])
            misfits[column] += 1
        elif kind == "broken":
            row |= draw.choice(BROKEN)
        elif kind == "no_id":
            row["placement_id"] = draw.choice((None, "", *NO_IDS))
            misfits["placement_id"] += row["placement_id"] in NO_IDS
        page.append(draw.choice((None, "text", [1])) if kind == "strange" else row)
        if kind != "strange":
            values.update(column for column in SPEC.columns if row.get(column) is not None)
        _count(found, kind, truth)
    objects = sum(isinstance(row, dict) for row in page)
    found.changed |= {
        column
        for column, count in misfits.items()
        if count >= 0.5 * values[column] and (count > 2 or count >= 0.5 * objects)
    }
    found.pages.append(json.dumps(page).encode())


def _count(found: Drawn, kind: str, truth: dict[str, Any]) -> None:
    number = truth["placement_id"]
    if kind != "clean":
        found.counts["set_aside"] += 1
    elif datetime.fromtimestamp(truth["made_at"], UTC) > NOW:
        found.counts["later"] += 1
        found.later[number] = truth
    else:
        found.counts["overruled" if number in found.truth else "logged"] += 1
        found.truth[number] = truth


def _record(draw: random.Random, number: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """A record as the source writes it, and as the log has to hold it. Whether it is later hangs on its number."""
    made_at = NOW + timedelta(days=3 if number % 41 == 40 else -draw.randint(1, 900))
    closed_at = NOW - timedelta(minutes=draw.randint(0, 10**6))
    signed_on = date(2025, 1, 1) + timedelta(days=draw.randint(0, 400))
    truth: dict[str, Any] = {
        "placement_id": str(number),
        "seats": draw.choice((0, 3, 2**60, -1, None)),
        "share": draw.choice((0.5, 3.0, None)),
        "label": draw.choice(("Zoë", "a\nb", "", None)),
        "extras": draw.choice(({}, [1, "x"], None)),
        "is_open": draw.choice((True, False, None)),
        "signed_on": signed_on,
        "closed_at": closed_at,
        "made_at": int(made_at.timestamp()),
        "touched_at": int(closed_at.timestamp() * 1000),
        "mood": draw.choice((None, None, 5, "5+", True, ["x"], "calm")),
    }
    written: dict[str, Any] = truth | {
        "placement_id": draw.choice((number, float(number), str(number), f" {number}\u00a0", f"{number}.0")),
        "signed_on": f"{signed_on}{draw.choice(('', 'T12:00:00Z', 'T23:59:59-11:00'))}",
        "closed_at": closed_at.isoformat(),
        "seats": draw.choice((truth["seats"], float(truth["seats"])))
        if truth["seats"] in (0, 3, -1)
        else truth["seats"],
    }
    return {name: value for name, value in written.items() if value is not None or draw.random() < 0.5}, truth
