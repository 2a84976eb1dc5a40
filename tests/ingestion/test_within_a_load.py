"""Rows of one key within one load, rows younger than the run, and pages with records that cannot be read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from starlette.responses import Response

from hirehouse.ingestion.context import LoadContext
from hirehouse.ingestion.errors import SourceError
from hirehouse.ingestion.load import load_connector
from hirehouse.ingestion.observe import Feed, observed_source
from hirehouse.ingestion.registry import Connector
from hirehouse.ingestion.report import LoadReport
from hirehouse.ingestion.tables import COMMON_TABLES, TableSpec
from tests.ingestion.conftest import NOON
from tests.ingestion.reading import application, at, candidate, latest, load, rows
from tests.ingestion.vendor import FakeVendor

Pages = list[list[dict[str, Any]]]


def _load(home: Path, spec: TableSpec, pages: Pages, days: int = 0, **feed: Any) -> LoadReport:
    """One load of a system with one list."""

    def build(context: LoadContext) -> Any:
        return observed_source(context, [Feed(spec, lambda: iter(pages), **feed)])

    toy = Connector("journal", "", {spec.name: spec, **COMMON_TABLES}, build)
    folders = {"raw_path": home / "raw", "state_path": home / "state"}
    return load_connector(toy, observed_at=NOON + timedelta(days=days), **folders)


def _notes(report: LoadReport, kind: str) -> dict[str, int]:
    return {note.entity: note.rows for note in report.notes if note.kind == kind}


def test_a_listing_that_gives_one_id_twice_is_believed_the_second_time_from_the_first_load_on(
    vendor: FakeVendor, home: Path
) -> None:
    vendor.repeated["applications"] = [application(3, status="hired"), application(1, status="rejected")]
    vendor.greenhouse["applications"] = [application(number) for number in range(1, 900)]
    for day in range(2):
        report = load(home, "greenhouse", NOON + timedelta(days=day))
        assert _notes(report, "overruled") == {"applications": 2}
        found = {row["id"]: row["status"] for row in latest(home, "greenhouse", "applications")}
        assert (found[3], found[1], found[2], len(found)) == ("hired", "rejected", "in_process", 899)
        assert len(rows(home, "greenhouse", "applications")) == 899
        (checked,) = [row for row in report.reconciliation if row.entity == "applications"]
        assert (checked.source_rows, checked.log_rows) == (899, 899)


def test_a_row_asked_for_twice_by_us_is_not_overruled(vendor: FakeVendor, home: Path) -> None:
    vendor.greenhouse["candidates"] = [candidate(1, at(10, 9)), candidate(2)]  # 1 is listed, and recent as well
    assert load(home, "greenhouse", NOON).notes == load(home, "greenhouse", NOON + timedelta(hours=1)).notes == []


def test_a_list_that_begins_while_it_is_read_has_each_row_once(home: Path) -> None:
    """The listing was empty; the second look at what is recent meets rows, one of them twice."""
    spec = TableSpec("moves", {"id": "id", "stage": "string"}, ("id",), "One row per move.")
    begun = [{"id": "a", "stage": "screen"}, {"id": "b", "stage": "screen"}, {"id": "a", "stage": "onsite"}]
    report = _load(home, spec, [], recent=lambda since, until: iter([begun]))
    logged = pq.read_table(home / "raw" / "raw_journal" / "moves").to_pylist()
    assert {row["id"]: row["stage"] for row in logged} == {"a": "onsite", "b": "screen"}
    assert len(logged) == report.rows["moves"] == 2 and report.notes == []
    assert (report.reconciliation[0].source_rows, report.reconciliation[0].log_rows) == (2, 2)


def test_rows_made_after_the_instant_are_told_and_are_in_the_log_by_the_next_run(
    vendor: FakeVendor, home: Path
) -> None:
    ahead = "2031-01-01T00:00:00.000Z"
    vendor.greenhouse["candidates"] = [
        candidate(1),
        candidate(2, at(12), created_at=at(12)),
        candidate(3, at(2), created_at=ahead),
        candidate(4),
    ]
    report = load(home, "greenhouse", NOON)
    assert _notes(report, "later") == {"candidates": 2}
    assert [row["id"] for row in latest(home, "greenhouse", "candidates")] == [1, 4]
    # The window must not begin behind the change of a row that waits, however long ago that was.
    report = load(home, "greenhouse", NOON + timedelta(days=3), full_scan=False)
    assert [row["id"] for row in latest(home, "greenhouse", "candidates")] == [1, 2, 3, 4] and report.notes == []
    for day in (4, 5):
        report = load(home, "greenhouse", NOON + timedelta(days=day))
        assert report.notes == [] and report.tombstones == {}


def test_a_unit_taken_for_another_stops_instead_of_dropping_every_row(home: Path) -> None:
    spec = TableSpec("moves", {"id": "id", "moved_on": "bigint"}, ("id",), "One row per move.")
    milliseconds = int(NOON.timestamp() * 1000) - 5_000
    pages = [[{"id": str(number), "moved_on": milliseconds - number} for number in range(3)]]
    with pytest.raises(SourceError, match=r"3 of 3 rows were made after.*table moves, column moved_on \(bigint\)"):
        _load(home, spec, pages, created_at="moved_on")
    declared = TableSpec("moves", {"id": "id", "moved_on": "milliseconds"}, ("id",), "One row per move.")
    report = _load(home, declared, pages, created_at="moved_on", changed_at=("moved_on",))
    assert report.rows["moves"] == 3 and report.notes == []
    assert report.reconciliation[0].source_newest_at == NOON - timedelta(seconds=5)
    wrong = TableSpec("moves", {"id": "id", "moved_on": "seconds"}, ("id",), "One row per move.")
    with pytest.raises(SourceError, match="expected seconds since 1970, got whole number"):
        _load(home, wrong, pages, 1, created_at="moved_on")


def test_an_instant_long_before_the_source_stops_and_a_few_later_rows_do_not(home: Path) -> None:
    spec = TableSpec("moves", {"id": "id", "made_at": "timestamp"}, ("id",), "One row per move.")
    late = (NOON + timedelta(days=30)).isoformat()
    report = _load(home, spec, [[{"id": "a", "made_at": late}]], created_at="made_at")
    assert _notes(report, "later") == {"moves": 1} and report.rows.get("moves", 0) == 0
    with pytest.raises(SourceError, match="12 of 20 rows were made after the run's instant"):
        pages = [[{"id": str(number), "made_at": late if number < 12 else at(1)} for number in range(20)]]
        _load(home / "other", spec, pages, created_at="made_at")


def test_a_record_whose_key_is_partly_empty_is_known_again(home: Path) -> None:
    spec = TableSpec("days_off", {"office": "string", "day": "day"}, ("office", "day"), "One row per office and day.")
    pages: Pages = [[{"office": None, "day": "2026-12-25"}, {"office": "Graz", "day": "2026-12-25"}]]
    assert _load(home, spec, pages).rows["days_off"] == 2
    report = _load(home, spec, pages, 1)
    assert report.rows["days_off"] == 0 and report.notes == []


BODY = b"""[{"id": 5, "first_name": "Ines", "created_at": "2026-03-01T09:00:00Z", "updated_at": "2026-03-01T09:00:00Z"},
 {"id": 4, "first_name": "half \\ud83d", "created_at": "2026-03-01T09:00:00Z"},
 {"id": 3, "custom_fields": {"pay": NaN}, "created_at": "2026-03-01T09:00:00Z"},
 {"id": 2, "first_name": "\xff", "created_at": "2026-03-01T09:00:00Z"},
 {"id": null, "first_name": "Nobody", "created_at": "2026-03-01T09:00:00Z"},
 {"id": 1, "first_name": "Ro", "can_email": "maybe", "created_at": "2026-03-01T09:00:00Z"},
 {"id": 6, "can_email": true, "created_at": "2026-03-01T09:00:00Z"},
 {"id": 7, "can_email": true, "created_at": "2026-03-01T09:00:00Z"}]"""


def test_records_that_cannot_be_read_are_set_aside_and_the_page_is_loaded(vendor: FakeVendor, home: Path) -> None:
    def answer(request: Any, _: int) -> Response | None:
        return Response(BODY, media_type="application/json") if "/candidates" in request.url.path else None

    vendor.fault = answer
    vendor.greenhouse["jobs"] = [candidate(1)]
    report = load(home, "greenhouse", NOON)
    assert [row["id"] for row in latest(home, "greenhouse", "candidates")] == [5, 6, 7]
    assert len(latest(home, "greenhouse", "jobs")) == 1
    told = {note.place: note.detail for note in report.notes if note.kind == "set_aside"}
    assert sorted(told) == ["id=1", "id=2", "id=3", "id=4", "records without id"]
    assert "can_email" in told["id=1"] and "custom_fields" in told["id=3"] and "maybe" not in str(told)
    assert vendor.statuses[200] < 60  # such a page is read once, not asked for again


@pytest.mark.parametrize("value", [2.5, "7", True, 1e300])
def test_whole_numbers_come_from_whole_numbers_only(vendor: FakeVendor, home: Path, value: Any) -> None:
    vendor.greenhouse["job_interview_stages"] = [{**candidate(number), "sort_order": value} for number in range(3)]
    with pytest.raises(SourceError, match="field sort_order changed its type: expected bigint"):
        load(home, "greenhouse", NOON)
    vendor.greenhouse["job_interview_stages"] = [{**candidate(1), "sort_order": 7.0, "job_id": 12.0}]
    load(home, "greenhouse", NOON)
    assert [(row["sort_order"], row["job_id"]) for row in latest(home, "greenhouse", "job_interview_stages")] == [
        (7, 12)
    ]


def test_ids_reach_the_log_in_one_form(vendor: FakeVendor, home: Path) -> None:
    made = int(datetime(2026, 1, 5, tzinfo=UTC).timestamp())
    ids = [" c1", "c2\u00a0", "0071", 12, 13.0, "14.0", "\u200bc3"]
    wrong = ["6.00012E+11", "#N/A", "nan", 1.5]
    vendor.gem["candidates"] = [{"id": each, "created_at": made, "emails": []} for each in [*ids, *wrong]]
    report = load(home, "gem", NOON)
    assert [row["id"] for row in latest(home, "gem", "candidates")] == ["0071", "12", "13", "14", "c1", "c2", "c3"]
    assert sorted(note.place for note in report.notes) == sorted(f"id={each}" for each in wrong)
