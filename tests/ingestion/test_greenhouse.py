"""Greenhouse from its first load on: paging, windows, deletions, late rows, merges, new columns, changed types."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hirehouse.ingestion import compact, observation_log
from hirehouse.ingestion.errors import SourceError
from hirehouse.ingestion.registry import connector
from tests.ingestion.conftest import NOON
from tests.ingestion.reading import application, at, candidate, latest, load, rows
from tests.ingestion.vendor import FakeVendor


def test_a_first_load_lands_every_page_typed(vendor: FakeVendor, home: Path) -> None:
    vendor.greenhouse["candidates"] = [candidate(number) for number in range(1, 1203)]
    report = load(home, "greenhouse", NOON)

    landed = rows(home, "greenhouse", "candidates")
    assert [row["id"] for row in landed] == list(range(1, 1203))
    assert landed[0]["created_at"] == datetime(2026, 3, 1, 9, tzinfo=UTC)
    assert landed[0]["tags"] == '["a","b"]' and landed[0]["private"] is False and landed[0]["company"] is None
    assert {row["_observed_at"] for row in landed} == {NOON} and {row["_is_deleted"] for row in landed} == {False}
    assert report.rows["candidates"] == 1202 and report.tombstones == {} and report.new_columns == []
    (checked,) = [row for row in report.reconciliation if row.entity == "candidates"]
    assert (checked.source_rows, checked.log_rows) == (1202, 1202)
    assert checked.source_newest_at == datetime(2026, 3, 1, 9, tzinfo=UTC)
    (row,) = rows(home, "greenhouse", "reconciliation", "from raw where entity = 'candidates'")
    assert (row["source_rows"], row["log_rows"], row["checked_at"]) == (1202, 1202, NOON)
    loads = observation_log.completed_loads(home / "raw", "greenhouse")
    assert [(each.observed_at, each.kind) for each in loads] == [(NOON, "load"), (NOON, "reconciliation")]


def test_hidden_rows_are_asked_for_and_cursors_travel_alone(vendor: FakeVendor, home: Path) -> None:
    vendor.greenhouse["candidates"] = [candidate(number) for number in range(1, 602)]
    load(home, "greenhouse", NOON)
    assert any("/users?" in call and "show_service_accounts=true" in call for call in vendor.calls)
    assert any("/rejection_reasons?" in call and "include_defaults=true" in call for call in vendor.calls)
    assert not [call for call in vendor.calls if "cursor=" in call and "&" in call]
    assert set(vendor.statuses) == {200}


def test_an_unchanged_source_adds_no_rows(vendor: FakeVendor, home: Path) -> None:
    vendor.greenhouse["candidates"] = [candidate(number) for number in range(1, 30)]
    load(home, "greenhouse", NOON)
    again = load(home, "greenhouse", NOON)
    later = load(home, "greenhouse", NOON + timedelta(days=1))
    assert again.rows.get("candidates", 0) == later.rows.get("candidates", 0) == 0
    assert len(rows(home, "greenhouse", "candidates")) == 29


def test_the_scan_finds_deleted_late_and_merged_rows(vendor: FakeVendor, home: Path) -> None:
    vendor.greenhouse["candidates"] = [candidate(1), candidate(2)]
    vendor.greenhouse["applications"] = [application(1), application(2)]
    load(home, "greenhouse", NOON)
    vendor.greenhouse["candidates"] = [candidate(1), candidate(3)]  # 2 merged into 1, 3 is late: its date lies far back
    vendor.greenhouse["applications"] = [application(1), application(2, candidate_id=1001)]  # moved without a new date
    report = load(home, "greenhouse", NOON + timedelta(days=2))

    assert report.tombstones == {"candidates": 1}
    assert [row["id"] for row in latest(home, "greenhouse", "candidates")] == [1, 3]
    assert [row["candidate_id"] for row in latest(home, "greenhouse", "applications")] == [1001, 1001]
    (gone,) = rows(home, "greenhouse", "candidates", "from raw where _is_deleted")
    assert (gone["id"], gone["first_name"], gone["_observed_at"]) == (2, None, NOON + timedelta(days=2))
    counted = {row.entity: (row.source_rows, row.log_rows) for row in report.reconciliation}
    assert counted["candidates"] == (2, 2) and counted["applications"] == (2, 2)
    vendor.greenhouse["candidates"] = [candidate(1), candidate(2), candidate(3)]
    load(home, "greenhouse", NOON + timedelta(days=3))
    assert [row["id"] for row in latest(home, "greenhouse", "candidates")] == [1, 2, 3]


def test_windows_are_closed_and_overlap(vendor: FakeVendor, home: Path) -> None:
    vendor.greenhouse["candidates"] = [candidate(1)]
    load(home, "greenhouse", NOON)
    vendor.greenhouse["candidates"] += [candidate(2, at(11)), candidate(3, at(10, 8)), candidate(4, at(1))]
    vendor.calls.clear()
    load(home, "greenhouse", NOON + timedelta(days=1), full_scan=False)
    (call,) = [call for call in vendor.calls if "/candidates?" in call]
    assert "updated_at=gte%7C2026-03-09T12%3A00%3A00.000Z%7Clte%7C2026-03-11T12%3A00%3A00.000Z" in call
    assert [row["id"] for row in latest(home, "greenhouse", "candidates")] == [1, 2, 3]  # 4 only a scan can see
    load(home, "greenhouse", NOON + timedelta(days=1), full_scan=True)
    assert [row["id"] for row in latest(home, "greenhouse", "candidates")] == [1, 2, 3, 4]


def test_the_bookmark_stays_when_a_window_breaks_off(
    vendor: FakeVendor, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from starlette.responses import JSONResponse

    vendor.greenhouse["candidates"] = [candidate(1)]
    load(home, "greenhouse", NOON)
    vendor.greenhouse["candidates"].append(candidate(2, at(11)))
    monkeypatch.setattr("hirehouse.ingestion.http._ATTEMPTS", 2)
    vendor.fault = lambda request, _: JSONResponse({}, 500) if "/offers" in request.url.path else None
    with pytest.raises(SourceError, match="gave up after"):
        load(home, "greenhouse", NOON + timedelta(days=1), full_scan=False)
    assert [row["id"] for row in latest(home, "greenhouse", "candidates")] == [1]
    vendor.fault = None
    load(home, "greenhouse", NOON + timedelta(days=9), full_scan=False)
    assert [row["id"] for row in latest(home, "greenhouse", "candidates")] == [1, 2]


def test_a_new_column_comes_in_and_is_reported(vendor: FakeVendor, home: Path) -> None:
    vendor.greenhouse["candidates"] = [candidate(1)]
    load(home, "greenhouse", NOON)
    vendor.greenhouse["candidates"] = [candidate(1), candidate(2, at(10), talentScore=7, mood={"a": 1})]
    report = load(home, "greenhouse", NOON + timedelta(hours=1))
    assert report.new_columns == ["candidates.mood (json)", "candidates.talent_score (bigint)"]
    assert [row["talent_score"] for row in latest(home, "greenhouse", "candidates")] == [None, 7]
    assert latest(home, "greenhouse", "candidates")[1]["mood"] == '{"a":1}'
    assert load(home, "greenhouse", NOON + timedelta(hours=2)).new_columns == []


def test_a_field_nobody_declared_that_changes_its_type_arrives_as_text(vendor: FakeVendor, home: Path) -> None:
    vendor.greenhouse["jobs"] = [_job(1, seniority=4, remote=True), _job(2, seniority=2, remote=True)]
    load(home, "greenhouse", NOON)
    vendor.greenhouse["jobs"] = [_job(1, seniority="4+", remote=True), _job(2, seniority=2, remote={"days": 2})]
    vendor.greenhouse["candidates"] = [candidate(1)]
    report = load(home, "greenhouse", NOON + timedelta(days=1))
    assert [(note.entity, note.kind, note.place, note.detail) for note in report.notes] == [
        ("jobs", "changed_type", "remote", "was boolean"),
        ("jobs", "changed_type", "seniority", "was bigint"),
    ]
    assert report.rows == {"candidates": 1, "jobs": 2, **dict.fromkeys(report.rows.keys() - {"candidates", "jobs"}, 0)}
    found = [(row["seniority"], row["remote"]) for row in latest(home, "greenhouse", "jobs")]
    assert found == [("4+", "true"), ("2", '{"days":2}')]

    again = load(home, "greenhouse", NOON + timedelta(days=2))
    assert again.rows["jobs"] == 0 and again.notes == []
    vendor.greenhouse["jobs"][1] = _job(2, seniority=3.5, remote=False)
    assert load(home, "greenhouse", NOON + timedelta(days=3)).rows["jobs"] == 1
    assert [row["seniority"] for row in latest(home, "greenhouse", "jobs")] == ["4+", "3.5"]
    (done,) = compact.compact(
        home / "raw", "greenhouse", {"jobs": connector("greenhouse").tables["jobs"]}, least_files=2
    )
    assert done.files_after == 1
    assert [row["seniority"] for row in latest(home, "greenhouse", "jobs")] == ["4+", "3.5"]


def _job(number: int, **more: object) -> dict[str, object]:
    return {"id": number, "name": f"Job {number}", "created_at": at(1), "updated_at": at(1), **more}


def test_a_changed_type_stops_the_load_and_leaves_nothing_pending(vendor: FakeVendor, home: Path) -> None:
    vendor.greenhouse["applications"] = [application(1)]
    load(home, "greenhouse", NOON)
    vendor.greenhouse["applications"] = [application(1), application(2, job_id="J-5")]
    with pytest.raises(SourceError) as stopped:
        load(home, "greenhouse", NOON + timedelta(hours=1))
    text = str(stopped.value)
    for word in (
        "greenhouse",
        "table applications",
        "record id=2",
        "field job_id",
        "expected bigint",
        "got text",
        "Remedy",
    ):
        assert word in text
    assert "J-5" not in text
    vendor.greenhouse["applications"] = [application(1), application(2)]
    load(home, "greenhouse", NOON + timedelta(hours=1))
    assert [row["job_id"] for row in latest(home, "greenhouse", "applications")] == [5, 5]


def test_an_earlier_instant_is_refused(vendor: FakeVendor, home: Path) -> None:
    load(home, "greenhouse", NOON)
    with pytest.raises(SourceError, match="later than"):
        load(home, "greenhouse", NOON - timedelta(hours=1))


def test_rows_made_after_the_instant_wait_for_the_next_load(vendor: FakeVendor, home: Path) -> None:
    vendor.greenhouse["candidates"] = [candidate(1), candidate(2, at(12), created_at=at(12))]
    report = load(home, "greenhouse", NOON)
    (checked,) = [row for row in report.reconciliation if row.entity == "candidates"]
    assert (checked.source_rows, checked.log_rows) == (1, 1)
    load(home, "greenhouse", NOON + timedelta(days=2))
    assert [row["id"] for row in latest(home, "greenhouse", "candidates")] == [1, 2]


def test_state_comes_back_from_the_log_when_the_working_folder_is_lost(vendor: FakeVendor, home: Path) -> None:
    import shutil

    vendor.greenhouse["candidates"] = [candidate(1), candidate(2)]
    load(home, "greenhouse", NOON)
    shutil.rmtree(home / "state")
    vendor.calls.clear()
    load(home, "greenhouse", NOON + timedelta(days=1), full_scan=False)
    assert any("/candidates?" in call and "updated_at=gte" in call for call in vendor.calls)
    assert len(rows(home, "greenhouse", "candidates")) == 2


def test_what_is_shown_twice_within_a_load_is_told_once(vendor: FakeVendor, home: Path) -> None:
    changed = at(10, 8)  # within the last day, so that a first load asks for it once more
    vendor.greenhouse["candidates"] = [
        candidate(number, changed, first_name=7 if number in (3, 5) else "x") for number in range(1, 12)
    ]
    for day in range(2):
        report = load(home, "greenhouse", NOON + timedelta(hours=day))
        assert [(note.kind, note.place, note.rows) for note in report.notes] == [
            ("set_aside", "id=3", 1),
            ("set_aside", "id=5", 1),
        ]
