"""Gem: numbered pages, membership logs, and what its exports said over time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import JSONResponse, Response

from hirehouse.ingestion.errors import SourceError
from tests.ingestion.conftest import NOON
from tests.ingestion.reading import latest, load, rows
from tests.ingestion.vendor import FakeVendor

EARLY = int(datetime(2026, 1, 5, tzinfo=UTC).timestamp())


def _person(number: int, changed: int | None = None, **more: Any) -> dict[str, Any]:
    return {"id": f"c{number:04d}", "created_at": EARLY + number, "last_updated_at": changed, "emails": [], **more}


def _event(time: str, who: str, kind: str, **more: Any) -> dict[str, Any]:
    row = {"timestamp": time, "user_email": "ro@example.test", "candidate_id": who, "event_type": kind}
    return {**row, "event_subtype": "Email", "event_metadata": "", **more}


@pytest.fixture
def team(vendor: FakeVendor) -> FakeVendor:
    """A team with 250 prospects in two projects, and one export."""
    vendor.gem["users"] = [{"id": "u1", "name": "Ro", "email": "ro@example.test"}]
    vendor.gem["candidates"] = [_person(number) for number in range(250)]
    vendor.gem["projects"] = [
        {"id": f"p{number}", "created_at": EARLY, "user_id": "u1", "name": "x"} for number in (1, 2)
    ]
    vendor.gem["project_candidate_membership_log"] = [
        {
            "candidate_id": f"c{number:04d}",
            "project_id": f"p{1 + number % 2}",
            "action": "added",
            "timestamp": EARLY + 5,
        }
        for number in range(230)
    ]
    vendor.export["event_log"] = [
        _event("2026-01-14 09:30:00", "884213", "First Outreach"),
        _event("2026-01-14 09:30:00", "884213", "First Outreach"),
        _event("2026-01-18T16:02:11Z", "884213", "Reply", event_metadata="Interested"),
    ]
    vendor.export["candidate_info"] = [
        {
            "candidate_id": "884213",
            "all_candidate_emails": '["ines@example.test"]',
            "phone": "1",
            "candidate_ats_id": "6001",
        }
    ]
    return vendor


def test_a_first_load_lands_lists_logs_and_exports(team: FakeVendor, home: Path) -> None:
    report = load(home, "gem", NOON)
    assert [row["id"] for row in latest(home, "gem", "candidates")] == [f"c{number:04d}" for number in range(250)]
    assert len(latest(home, "gem", "project_candidate_membership_log")) == 230
    events = rows(home, "gem", "event_log", "from raw order by timestamp, event_id")
    assert [row["timestamp"] for row in events] == [
        datetime(2026, 1, 14, 9, 30, tzinfo=UTC),
        datetime(2026, 1, 14, 9, 30, tzinfo=UTC),
        datetime(2026, 1, 18, 16, 2, 11, tzinfo=UTC),
    ]
    assert len({row["event_id"] for row in events}) == 3 and events[0]["event_metadata"] is None
    (bridge,) = latest(home, "gem", "candidate_info")
    assert (bridge["candidate_id"], bridge["candidate_ats_id"], "phone" in bridge) == ("884213", "6001", False)
    counted = {row.entity: (row.source_rows, row.log_rows) for row in report.reconciliation}
    assert counted["candidates"] == (250, 250) and counted["project_candidate_membership_log"] == (230, 230)
    candidates = [
        call for call in team.calls if "/candidates?" in call and "page=1&" not in call and "page_size=100" in call
    ]
    assert candidates and all("sort=asc" in call for call in candidates[:2])


def test_what_is_made_after_the_instant_is_counted_told_and_in_the_log_by_the_next_run(
    team: FakeVendor, home: Path
) -> None:
    later = int(NOON.timestamp()) + 90
    team.gem["candidates"].append(_person(250) | {"created_at": later})
    team.gem["projects"].append({"id": "p3", "created_at": later, "user_id": "u1", "name": "x"})
    entry = {"candidate_id": "c0001", "project_id": "p3", "action": "added", "timestamp": later}
    team.gem["project_candidate_membership_log"].append(entry)
    report = load(home, "gem", NOON)
    assert {note.entity: (note.kind, note.rows) for note in report.notes} == dict.fromkeys(
        ("candidates", "projects", "project_candidate_membership_log"), ("later", 1)
    )
    assert len(latest(home, "gem", "candidates")) == 250
    assert all(row.source_rows == row.log_rows for row in report.reconciliation)
    report = load(home, "gem", NOON + timedelta(hours=1), full_scan=False)
    assert len(latest(home, "gem", "candidates")) == 251 and len(latest(home, "gem", "projects")) == 3
    assert len(latest(home, "gem", "project_candidate_membership_log")) == 231 and report.notes == []


@pytest.mark.parametrize("written", ["884213.0", " 884213 ", "884213\u200b", "884213,00"])
def test_an_event_is_the_same_however_the_export_writes_its_ids_and_its_time(
    team: FakeVendor, home: Path, written: str
) -> None:
    load(home, "gem", NOON)
    before = {row["event_id"] for row in rows(home, "gem", "event_log")}
    for row in team.export["event_log"]:
        row |= {"candidate_id": written, "user_email": "Ro@example.test\u200b"}
    team.export["event_log"][2]["timestamp"] = "2026-01-18T18:02:11+02:00"
    report = load(home, "gem", NOON + timedelta(days=1))
    assert {row["event_id"] for row in latest(home, "gem", "event_log")} == before
    assert {row["candidate_id"] for row in latest(home, "gem", "event_log")} == {"884213"} and report.notes == []


def test_a_bridge_without_an_id_of_its_own_is_the_same_however_the_other_is_written(
    team: FakeVendor, home: Path
) -> None:
    (info,) = team.export["candidate_info"]
    info["candidate_id"] = ""
    load(home, "gem", NOON)
    info["candidate_ats_id"] = "6001.0"
    load(home, "gem", NOON + timedelta(days=1))
    (bridge,) = latest(home, "gem", "candidate_info")
    assert bridge["candidate_ats_id"] == "6001"


def test_exports_add_up_and_keep_their_ids_when_columns_are_added(team: FakeVendor, home: Path) -> None:
    load(home, "gem", NOON)
    before = {row["event_id"] for row in rows(home, "gem", "event_log")}
    team.export["event_log"] = [
        _event("2026-01-14 09:30:00", "884213", "First Outreach", sequence_id="s1", Team_Tag="blue"),
        _event("2026-02-01 10:00:00", "7", "Follow-up", sequence_id="s1", Team_Tag="red"),
    ]
    report = load(home, "gem", NOON + timedelta(days=1))
    after = latest(home, "gem", "event_log")
    assert len(after) == 4 and before < {row["event_id"] for row in after}
    assert sorted(row["sequence_id"] or "" for row in after) == ["", "", "s1", "s1"]
    assert report.tombstones == {} and report.new_columns == ["event_log.team_tag (string)"]


def test_what_a_newer_export_leaves_out_counts_as_there(team: FakeVendor, home: Path) -> None:
    """Of an export that shows the last months only the log keeps the rest, and that is no difference (REC-01)."""
    team.export["event_log"] += [_event(f"2026-01-19 10:{minute}:00", "7", "Reply") for minute in range(10, 50)]
    load(home, "gem", NOON)
    team.export["event_log"] = [
        *team.export["event_log"][40:],
        _event("2026-03-01 10:00:00", "7", "First Outreach"),
        _event("2026-03-02 10:00:00", "n/a", "Reply"),
    ]
    report = load(home, "gem", NOON + timedelta(days=1))
    (checked,) = [row for row in report.reconciliation if row.entity == "event_log"]
    assert (checked.source_rows, checked.log_rows) == (44, 44) == (len(latest(home, "gem", "event_log")),) * 2


def test_windows_ask_for_changed_and_for_new_prospects(team: FakeVendor, home: Path) -> None:
    load(home, "gem", NOON)
    now = int(NOON.timestamp())
    team.gem["candidates"][3] = _person(3, now + 60, title="Lead")
    team.gem["candidates"].append({**_person(300), "created_at": now + 90})
    report = load(home, "gem", NOON + timedelta(hours=1), full_scan=False)
    assert report.rows["candidates"] == 2
    found = {row["id"]: row for row in latest(home, "gem", "candidates")}
    assert found["c0003"]["title"] == "Lead" and "c0300" in found


def test_prospects_gone_without_trace_become_tombstones(team: FakeVendor, home: Path) -> None:
    load(home, "gem", NOON)
    del team.gem["candidates"][10]
    report = load(home, "gem", NOON + timedelta(hours=1))
    assert report.tombstones == {"candidates": 1}
    assert "c0010" not in {row["id"] for row in latest(home, "gem", "candidates")}


def test_a_row_missed_by_shifting_pages_is_not_taken_for_deleted(team: FakeVendor, home: Path) -> None:
    load(home, "gem", NOON)
    hidden = [True]

    def fault(request: Any, _: int) -> Any:
        query = request.query_params
        if "/candidates" in request.url.path and query.get("page") == "2" and hidden:
            hidden.clear()
            people = team.gem["candidates"][101:200]  # a row before them vanished between the pages
            return JSONResponse(people, headers={"X-Pagination": '{"last_page": 3}'})
        return None

    team.fault = fault
    report = load(home, "gem", NOON + timedelta(hours=1))
    assert report.tombstones == {} and len(latest(home, "gem", "candidates")) == 250 and not hidden


def test_an_export_without_its_columns_is_explained(team: FakeVendor, home: Path) -> None:
    team.export["event_log"] = [{"time": "2026-01-14", "event_type": "Reply"}]
    with pytest.raises(SourceError, match="no column timestamp, candidate_id; it has time, event_type"):
        load(home, "gem", NOON)
    team.export["event_log"] = [_event("yesterday", "1", "Reply")]
    with pytest.raises(SourceError, match=r"column timestamp is no time.*file event_log, line 2"):
        load(home, "gem", NOON)


def test_a_bad_pagination_header_is_explained(team: FakeVendor, home: Path) -> None:
    team.fault = lambda request, _: JSONResponse([], headers={"X-Pagination": "page 1"})
    with pytest.raises(SourceError, match="X-Pagination"):
        load(home, "gem", NOON)


_EXPORT_HEADER = "timestamp,event_type,candidate_id,user_email,event_subtype,event_metadata"


@pytest.mark.parametrize(
    ("broken", "count"),
    [
        ('"Thanks', 1),  # never closed
        ('"Thanks and', 9_000),  # never closed, in a file larger than one cell may be
        ('"Thanks" so much', 1),
        ('say "hi"","', 1),
    ],
)
def test_an_open_quote_in_an_export_costs_its_line_only(team: FakeVendor, home: Path, broken: str, count: int) -> None:
    lines = [f"2026-01-{1 + number % 28:02d} 10:00:00,Reply,{number},ro@example.test,Email," for number in range(count)]
    lines += ["2026-02-01 10:00:00,Reply,x,ro@example.test,Email," + broken]
    lines += [f'2026-02-02 10:00:{number:02d},Reply,y,ro@example.test,Email,"a, b\nc"' for number in range(7)]
    text = "\n".join([_EXPORT_HEADER, *lines]) + "\n"
    team.fault = lambda request, _: (
        Response(text, media_type="text/csv") if request.url.path.endswith("event_log.csv") else None
    )
    report = load(home, "gem", NOON)
    found = latest(home, "gem", "event_log")
    assert len(found) == count + 7 and "x" not in {row["candidate_id"] for row in found}
    assert {row["event_metadata"] for row in found if row["candidate_id"] == "y"} == {"a, b\nc"}
    (note,) = report.notes
    assert (note.entity, note.kind, note.place, note.rows) == ("event_log", "set_aside", f"line {count + 2}", 1)


def test_a_page_in_the_place_of_an_export_is_not_repeated(team: FakeVendor, home: Path) -> None:
    page = "<html><body>Signed in as ro@example.test</body></html>"
    team.fault = lambda request, _: (
        Response(page, media_type="text/html") if request.url.path.endswith("event_log.csv") else None
    )
    with pytest.raises(SourceError, match="no column timestamp, event_type, candidate_id; it is no such file") as told:
        load(home, "gem", NOON)
    assert "ro@example.test" not in str(told.value)


@pytest.mark.parametrize("answer", ["ready", [1], {"files": "none"}, {"files": [{"name": "event_log.csv"}]}])
def test_an_export_of_another_shape_is_told(team: FakeVendor, home: Path, answer: Any) -> None:
    team.fault = lambda request, _: JSONResponse(answer) if request.url.path.endswith("data_export") else None
    with pytest.raises(SourceError, match="each with name and download_url") as told:
        load(home, "gem", NOON)
    assert told.value.where.endswith("/data_export")


def test_members_of_projects_with_numbers_for_ids_are_asked_for(team: FakeVendor, home: Path) -> None:
    team.gem["projects"].append({"id": 31, "created_at": EARLY, "user_id": "u1", "name": "y"})
    entry = {"candidate_id": "c0001", "project_id": "31", "action": "added", "timestamp": EARLY + 9}
    team.gem["project_candidate_membership_log"].append(entry)
    load(home, "gem", NOON)
    found = [row["project_id"] for row in latest(home, "gem", "project_candidate_membership_log")]
    assert len(found) == 231 and found.count("31") == 1


def test_entries_of_a_project_that_cannot_be_read_are_not_taken_for_deleted(team: FakeVendor, home: Path) -> None:
    team.gem["projects"].append({"id": "p3", "created_at": EARLY, "user_id": "u1", "name": "y"})
    entry = {"candidate_id": "c0001", "project_id": "p3", "action": "added", "timestamp": EARLY + 9}
    team.gem["project_candidate_membership_log"].append(entry)
    load(home, "gem", NOON)
    team.gem["projects"][-1]["id"] = {"value": "p3"}
    report = load(home, "gem", NOON + timedelta(days=1))
    assert "project_candidate_membership_log" not in report.tombstones
    assert len(latest(home, "gem", "project_candidate_membership_log")) == 231
    team.gem["projects"][-1]["id"] = "p3"
    del team.gem["project_candidate_membership_log"][-1]
    assert load(home, "gem", NOON + timedelta(days=2)).tombstones == {"project_candidate_membership_log": 1}
