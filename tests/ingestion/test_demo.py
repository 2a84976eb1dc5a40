"""The recorded payloads in each connector's ``demo/`` fit its declarations and load without network or account."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import orjson
import pytest

from hirehouse.ingestion import registry
from hirehouse.ingestion.pages import PageBuilder
from hirehouse.ingestion.tables import COMMON_TABLES
from tests.ingestion.conftest import NOON
from tests.ingestion.reading import latest, load
from tests.ingestion.vendor import FakeVendor

SOURCES = registry.SOURCES


def _pages(system: str) -> list[Path]:
    return sorted((SOURCES / system / "demo").glob("*.json"))


@pytest.mark.parametrize(
    "path", [*_pages("greenhouse"), *_pages("gem")], ids=lambda path: f"{path.parts[-3]}-{path.stem}"
)
def test_recorded_pages_fit_the_declared_columns(path: Path) -> None:
    spec = registry.connector(path.parts[-3]).tables[path.stem]
    recorded = orjson.loads(path.read_bytes())
    builder = PageBuilder(path.parts[-3], spec)
    table = builder.build(recorded)
    assert table.num_rows == len(recorded) > 0 and builder.new_columns == {}
    assert table.select(list(spec.key)).to_pylist() == [{name: row[name] for name in spec.key} for row in recorded]


def test_every_collection_has_a_recorded_page() -> None:
    for system, made_elsewhere in (("greenhouse", set()), ("gem", {"event_log", "candidate_info"})):
        declared = set(registry.connector(system).tables) - COMMON_TABLES.keys() - made_elsewhere
        assert {path.stem for path in _pages(system)} == declared


def test_recorded_vendors_load(vendor: FakeVendor, home: Path) -> None:
    for path in _pages("gem"):
        vendor.gem[path.stem] = orjson.loads(path.read_bytes())
    for path in (SOURCES / "gem" / "demo").glob("*.csv"):
        with path.open(newline="") as lines:
            vendor.export[path.stem] = list(csv.DictReader(lines))
    members = vendor.gem["project_candidate_membership_log"]
    vendor.gem["projects"][0]["id"] = members[0]["project_id"]
    instant = NOON.replace(year=2027)
    load(home, "gem", instant)
    assert len(latest(home, "gem", "candidates")) == len(vendor.gem["candidates"])
    assert len(latest(home, "gem", "event_log")) == len(vendor.export["event_log"])
    assert len(latest(home, "gem", "project_candidate_membership_log")) == len(members)


def test_recorded_files_load(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCES__FILEDROP__PATH", str(SOURCES / "filedrop" / "demo"))
    load(home, "filedrop", NOON)
    assert [row["plan_seats"] for row in latest(home, "filedrop", "hiring_plan")] == [2, 4]
    spend = latest(home, "filedrop", "source_spend")
    assert [(row["month_start_date"], row["spend_amount"], row["currency"]) for row in spend] == [
        (date(2026, 1, 1), 1250.5, "EUR"),
        (date(2026, 2, 1), 900.0, "EUR"),
    ]
