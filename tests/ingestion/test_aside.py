"""A record that was set aside stays noted until a load reads it, however little the loads between are shown."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import JSONResponse

from hirehouse.ingestion.errors import SourceError
from hirehouse.ingestion.notes import PLACES_KEPT, newest_notes
from hirehouse.ingestion.report import LoadReport
from tests.ingestion.conftest import NOON
from tests.ingestion.reading import at, candidate, latest, load
from tests.ingestion.vendor import FakeVendor


def _aside(report: LoadReport) -> dict[str, int]:
    return {note.place: note.rows for note in report.notes if note.kind == "set_aside"}


def _window(home: Path, days: float) -> LoadReport:
    return load(home, "greenhouse", NOON + timedelta(days=days), full_scan=False)


@pytest.fixture
def loaded(vendor: FakeVendor, home: Path) -> FakeVendor:
    """Twelve people changed long ago, of whom 4 and 7 cannot be read; loaded once at noon."""
    vendor.greenhouse["candidates"] = [
        candidate(number, first_name=number if number in (4, 7) else "x") for number in range(1, 13)
    ]
    assert _aside(load(home, "greenhouse", NOON)) == {"id=4": 1, "id=7": 1}
    return vendor


def test_it_is_noted_by_every_window_until_it_is_read(loaded: FakeVendor, home: Path) -> None:
    for days in (3, 6):
        assert _aside(_window(home, days)) == {"id=4": 1, "id=7": 1}
    assert {note.place for note in newest_notes(home / "raw", "greenhouse")} == {"id=4", "id=7"}
    loaded.greenhouse["candidates"][3] = candidate(4, at(18), first_name="Ida")
    assert _aside(_window(home, 9)) == {"id=7": 1}
    assert 4 in [row["id"] for row in latest(home, "greenhouse", "candidates")]
    loaded.greenhouse["candidates"][6] = candidate(7, at(21), first_name=True)  # changed, and no better
    assert _aside(_window(home, 12)) == {"id=7": 1}
    assert _aside(_window(home, 15)) == {"id=7": 1}


def test_a_full_listing_knows_better(loaded: FakeVendor, home: Path) -> None:
    assert _aside(_window(home, 3)) == {"id=4": 1, "id=7": 1}
    del loaded.greenhouse["candidates"][3]
    assert _aside(_window(home, 4)) == {"id=4": 1, "id=7": 1}
    assert _aside(load(home, "greenhouse", NOON + timedelta(days=5))) == {"id=7": 1}
    assert _aside(_window(home, 8)) == {"id=7": 1}


def test_what_a_load_may_not_see_it_does_not_take_for_read(loaded: FakeVendor, home: Path) -> None:
    loaded.greenhouse["jobs"] = [candidate(1)]
    loaded.fault = lambda request, _: JSONResponse({}, 403) if "/candidates" in request.url.path else None
    for days in (1, 2):
        report = load(home, "greenhouse", NOON + timedelta(days=days))
        assert _aside(report) == {"id=4": 1, "id=7": 1}
    loaded.fault = None
    assert _aside(_window(home, 6)) == {"id=4": 1, "id=7": 1}


def test_records_without_a_key_are_noted_until_the_next_full_listing(vendor: FakeVendor, home: Path) -> None:
    vendor.greenhouse["candidates"] = [*(candidate(number) for number in range(1, 9)), candidate(1) | {"id": None}]
    load(home, "greenhouse", NOON)
    vendor.greenhouse["candidates"][8] = candidate(9, at(11))
    assert _aside(_window(home, 3)) == {"records without id": 1}
    assert _aside(load(home, "greenhouse", NOON + timedelta(days=4))) == {}


def test_more_than_can_be_named_are_counted_all_the_same(vendor: FakeVendor, home: Path) -> None:
    many = PLACES_KEPT + 30
    vendor.greenhouse["candidates"] = [
        candidate(number, first_name="x" if number % 3 else number) for number in range(3 * many)
    ]
    assert sum(_aside(load(home, "greenhouse", NOON)).values()) == many
    for days in (3, 6):
        assert sum(_aside(_window(home, days)).values()) == many


@pytest.mark.parametrize("value", ["seven", 7.5, {"a": 1}])
def test_the_only_record_of_a_window_is_set_aside_if_it_misfits(vendor: FakeVendor, home: Path, value: Any) -> None:
    """As in a long list: what one record says is no change of the type."""
    vendor.greenhouse["openings"] = [candidate(1, job_id=3), candidate(2, job_id=4)]
    load(home, "greenhouse", NOON)
    vendor.greenhouse["openings"][1] = candidate(2, at(13), job_id=value)
    assert _aside(_window(home, 4)) == {"id=2": 1}
    assert [row["job_id"] for row in latest(home, "greenhouse", "openings")] == [3, 4]
    vendor.greenhouse["openings"] = [candidate(number, at(18), job_id=value) for number in range(1, 4)]
    with pytest.raises(SourceError, match="field job_id changed its type"):
        _window(home, 9)
