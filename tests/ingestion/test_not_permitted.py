"""A list or a parent that the source will not show is skipped and named, all at once; the rest is loaded."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from hirehouse.ingestion.errors import SourceError
from hirehouse.ingestion.report import LoadReport
from tests.ingestion.conftest import NOON
from tests.ingestion.reading import application, at, candidate, latest, load
from tests.ingestion.vendor import FakeVendor, Fault

EARLY = int(NOON.timestamp()) - 90_000


def _refusing(**statuses: int) -> Fault:
    """A fault function that answers a status for every list whose address ends in one of the names."""

    def fault(request: Request, _: int) -> Response | None:
        status = statuses.get(request.url.path.rsplit("/", 1)[-1])
        return JSONResponse({"errors": ["hush-hush"]}, status) if status else None

    return fault


def _refused(report: LoadReport) -> dict[str, str]:
    return {note.place: note.detail for note in report.notes if note.kind == "not_permitted"}


def test_every_list_that_is_refused_is_named_and_keeps_its_rows_and_its_bookmark(
    vendor: FakeVendor, home: Path
) -> None:
    vendor.greenhouse["candidates"] = [candidate(1)]
    vendor.greenhouse["applications"] = [application(1)]
    vendor.greenhouse["jobs"] = [candidate(1), candidate(2)]
    load(home, "greenhouse", NOON)
    vendor.greenhouse["candidates"].append(candidate(2, at(11)))
    vendor.greenhouse["applications"].append(application(2, at(11)))
    vendor.fault = _refusing(applications=403, jobs=404)
    report = load(home, "greenhouse", NOON + timedelta(days=1), full_scan=False)

    refused = _refused(report)
    assert sorted(refused) == ["applications", "jobs"]
    assert "status 403" in refused["applications"] and "harvest:applications:list" in refused["applications"]
    assert "status 404" in refused["jobs"] and "hush-hush" not in str(refused)
    assert report.tombstones == {} and "applications" not in {row.entity for row in report.reconciliation}
    assert [row["id"] for row in latest(home, "greenhouse", "candidates")] == [1, 2]
    assert [row["id"] for row in latest(home, "greenhouse", "jobs")] == [1, 2]
    assert [row["id"] for row in latest(home, "greenhouse", "applications")] == [1]

    vendor.fault = None
    report = load(home, "greenhouse", NOON + timedelta(days=9), full_scan=False)
    assert [row["id"] for row in latest(home, "greenhouse", "applications")] == [1, 2] and report.notes == []


def test_a_first_load_without_some_scopes_loads_the_others(vendor: FakeVendor, home: Path) -> None:
    vendor.greenhouse["candidates"] = [candidate(number) for number in range(30)]
    vendor.greenhouse["offers"] = [candidate(1)]
    vendor.fault = _refusing(offers=403, openings=403, users=403)
    report = load(home, "greenhouse", NOON)
    assert sorted(_refused(report)) == ["offers", "openings", "users"]
    assert report.rows["candidates"] == 30 and latest(home, "greenhouse", "offers") == []
    vendor.fault = None
    assert load(home, "greenhouse", NOON + timedelta(days=1), full_scan=False).rows["offers"] == 1


def test_a_refusal_in_the_middle_of_a_list_leaves_nothing_half(vendor: FakeVendor, home: Path) -> None:
    vendor.greenhouse["candidates"] = [candidate(number) for number in range(1, 1203)]
    vendor.greenhouse["jobs"] = [candidate(1)]

    def fault(request: Request, _: int) -> Response | None:
        is_second = "/candidates" in request.url.path and "cursor" in request.query_params
        return JSONResponse({}, 403) if is_second else None

    vendor.fault = fault
    report = load(home, "greenhouse", NOON)
    assert list(_refused(report)) == ["candidates"] and latest(home, "greenhouse", "candidates") == []
    assert len(latest(home, "greenhouse", "jobs")) == 1


@pytest.mark.parametrize(("status", "words"), [(403, "harvest:"), (404, "base_url")])
def test_a_credential_that_may_read_nothing_stops_the_load(
    vendor: FakeVendor, home: Path, status: int, words: str
) -> None:
    vendor.fault = lambda request, _: JSONResponse({}, status)
    with pytest.raises(SourceError, match="no list could be read") as stopped:
        load(home, "greenhouse", NOON)
    assert "applications" in stopped.value.where and "offers" in stopped.value.where
    assert words in stopped.value.remedy and f"status {status}" in stopped.value.what


def test_a_project_kept_private_or_gone_costs_only_its_own_entries(vendor: FakeVendor, home: Path) -> None:
    vendor.gem["projects"] = [{"id": f"p{number}", "created_at": EARLY, "name": "x"} for number in range(4)]
    vendor.gem["project_candidate_membership_log"] = [
        {"candidate_id": f"c{number}", "project_id": f"p{number % 4}", "action": "added", "timestamp": EARLY}
        for number in range(40)
    ]
    load(home, "gem", NOON)

    def fault(request: Request, _: int) -> Response | None:
        answers = {"p1": 403, "p2": 404}
        status = answers.get(request.query_params.get("project_id", ""))
        return JSONResponse({}, status) if status else None

    vendor.fault = fault
    late = {"candidate_id": "c99", "project_id": "p0", "action": "added", "timestamp": int(NOON.timestamp()) + 60}
    hidden = {"candidate_id": "c98", "project_id": "p1", "action": "added", "timestamp": int(NOON.timestamp()) + 60}
    vendor.gem["project_candidate_membership_log"] = [
        row for row in vendor.gem["project_candidate_membership_log"] if row["candidate_id"] != "c0"
    ] + [late, hidden]
    report = load(home, "gem", NOON + timedelta(days=1))
    assert sorted(_refused(report)) == ["project_id=p1", "project_id=p2"]
    assert [note.rows for note in report.notes if note.kind == "not_permitted"] == [1, 1]
    entries = latest(home, "gem", "project_candidate_membership_log")
    assert len(entries) == 41 and "c99" in {row["candidate_id"] for row in entries}

    vendor.fault = None
    load(home, "gem", NOON + timedelta(days=2), full_scan=False)
    entries = latest(home, "gem", "project_candidate_membership_log")
    assert {"c98", "c99"} < {row["candidate_id"] for row in entries}
    assert load(home, "gem", NOON + timedelta(days=3)).tombstones == {"project_candidate_membership_log": 1}


def test_a_key_that_may_not_see_users_or_exports_still_loads_the_rest(vendor: FakeVendor, home: Path) -> None:
    vendor.gem["candidates"] = [{"id": "c1", "created_at": EARLY, "emails": []}]
    vendor.fault = _refusing(users=403, data_export=404)
    report = load(home, "gem", NOON)
    assert sorted(_refused(report)) == ["candidate_info", "event_log", "users"]
    assert [row["id"] for row in latest(home, "gem", "candidates")] == ["c1"]
