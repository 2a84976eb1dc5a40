"""Drawn lists: every row is in the log, overruled, set aside or later, and every logged value is the one that was sent.

CI draws 200; ``pytest tests/ingestion/test_drawn_pages.py --drawn-pages 5000`` as many as are asked for.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hirehouse.ingestion import observation_log
from hirehouse.ingestion.context import LoadContext
from hirehouse.ingestion.errors import SourceError
from hirehouse.ingestion.feeds import Feed
from hirehouse.ingestion.observe import observe
from hirehouse.ingestion.replies import parsed
from tests.ingestion.conftest import PAGES
from tests.ingestion.drawn_pages import NOW, SPEC, Drawn, drawn

PARTS = 8


class Log:
    """A log of one table, written as a load writes it, and the state its feed leaves."""

    def __init__(self, raw: Path) -> None:
        self.raw, self.state, self.loads = raw, dict[str, Any](), 0

    def load(self, listing: Drawn, observed_at: datetime) -> LoadContext:
        """One load of what ``listing`` shows; nothing is left of one that stops."""
        context = LoadContext("toy", self.raw, observed_at)
        context.feeds = 1
        feed = Feed(SPEC, lambda: map(parsed, listing.pages), created_at="made_at", changed_at=("touched_at",))
        tables = list(observe(feed, context, self.state))
        self.loads += 1
        load_id = f"17000000{self.loads:02d}.5"
        folder, done = self.raw / "raw_toy" / SPEC.name, self.raw / "raw_toy" / "_dlt_loads"
        folder.mkdir(parents=True, exist_ok=True)
        done.mkdir(exist_ok=True)
        for number, table in enumerate(tables):
            ids = pa.array([load_id] * table.num_rows, pa.string())
            pq.write_table(table.append_column("_dlt_load_id", ids), folder / f"{load_id}.{number}.parquet")
        (done / f"toy__{load_id}.jsonl").write_text("{}")
        return context

    def live(self) -> Iterator[dict[str, Any]]:
        """The live records."""
        with duckdb.connect() as connection:
            connection.execute("set TimeZone = 'UTC'")
            latest = observation_log.latest_sql(observation_log.raw_relation_sql(self.raw, "toy", SPEC), SPEC)
            yield from connection.sql(f"select * from ({latest}) where not _is_deleted").to_arrow_table().to_pylist()


def _check(found: Log, truth: dict[str, dict[str, Any]]) -> None:
    live = {row["placement_id"]: row for row in found.live()}
    assert live.keys() == truth.keys()
    for number, wanted in truth.items():
        for column, value in wanted.items():
            assert _is(live[number].get(column), value, column), (number, column, live[number].get(column), value)


def _is(logged: Any, value: Any, column: str) -> bool:
    if value is None or logged is None:
        return value is None and logged is None
    if column == "extras":
        return bool(json.loads(logged) == value)
    if column != "mood":
        return bool(logged == value)
    # Nobody declared it: of values of several types it is text, of nested ones JSON.
    texts = {json.dumps(value, separators=(",", ":")), value if isinstance(value, str) else ""}
    return logged in texts if isinstance(logged, str) else bool(logged == value and type(logged) is type(value))


def _noted(context: LoadContext) -> Counter[str]:
    found: Counter[str] = Counter()
    for note in context.notes.all():
        found[note.kind] += note.rows
    return found


@pytest.mark.parametrize("part", range(PARTS))
def test_no_row_and_no_value_is_lost_doubled_or_changed_in_silence(
    part: int, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    drawn_pages, stopped = pytestconfig.getoption("drawn_pages", default=PAGES), 0
    for seed in range(part, drawn_pages, PARTS):
        first = drawn(seed, range(1, 20 + seed % 90), dirt=(seed % 5) / 40)
        found = Log(tmp_path / str(seed))
        try:
            noted = _noted(found.load(first, NOW))
        except SourceError as error:
            assert "changed its type" in str(error) and any(f"field {name} " in str(error) for name in first.changed)
            stopped += 1
            continue
        assert not first.changed
        for kind in ("overruled", "set_aside", "later"):
            assert noted[kind] == first.counts[kind], (seed, kind)
        assert first.rows == len(first.truth) + noted["overruled"] + noted["set_aside"] + noted["later"]
        _check(found, first.truth)

        second = drawn(seed + 10**6, range(2, 22 + seed % 90), dirt=0)
        context = found.load(second, NOW + timedelta(days=1))
        # What waited a load is taken now, whatever its date (they all have one); one record that is gone is gone.
        known = second.truth | (second.later if first.later else {})
        assert _noted(context)["later"] == (0 if first.later else second.counts["later"]), seed
        assert _noted(context)["withheld"] == 0 and first.truth.keys() - known.keys() <= {"1"}, seed
        _check(found, known)
    assert stopped < drawn_pages / PARTS / 2
