"""The reading rules of Greenhouse: what its rows mean in the contract, each rule by a hand-made case.

Long because the rules share one staging project, which is dear to build.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.dbt_project.staging_project import StagingProject, complete, observe, open_log, rows

FIRST, SECOND = "2026-03-01 06:00:00+00", "2026-03-10 06:00:00+00"
ENTITIES = (
    "applications",
    "application_gaps",
    "application_versions",
    "stage_stays",
    "offers",
    "interviews",
    "scorecards",
    "openings",
    "opening_intervals",
    "requisitions",
    "requisition_versions",
    "person_records",
    "person_identifiers",
)


def _at(day: int, hour: int = 12) -> str:
    return f"2026-02-{day:02} {hour:02}:00:00+00"


def _application(key: int, **values: Any) -> dict[str, Any]:
    common = {"candidate_id": 900 + key, "job_id": 1, "stage_id": 11, "status": "in_process", "created_at": _at(1)}
    return {"id": key, "updated_at": _at(2), **common, **values}


def _offer(key: int, application: int, status: str, **values: Any) -> dict[str, Any]:
    common = {"version": 1, "job_id": 1, "created_at": _at(5), "updated_at": _at(6), "resolved_at": _at(7)}
    return {"id": key, "application_id": application, "status": status, **common, **values}


def _visits(application: int, *stages: int) -> list[dict[str, Any]]:
    """Stays of two days each, one after the other from the first of the month on; the last goes on."""
    common = {"application_id": application, "created_at": _at(1)}
    return [
        {"id": application * 10 + n, "job_interview_stage_id": stage, "entered_at": _at(1 + 2 * n), **common}
        | ({"current": True} if n == len(stages) - 1 else {"exited_at": _at(3 + 2 * n), "current": False})
        for n, stage in enumerate(stages)
    ]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One small Greenhouse seen twice, nine days apart, and the contract entities made of it."""
    folder = tmp_path_factory.mktemp("greenhouse")
    path = folder / "warehouse.duckdb"
    with open_log(path) as log:

        def first(table: str, *records: dict[str, Any]) -> None:
            observe(log, "greenhouse", table, "1.0", FIRST, *records)

        def second(table: str, *records: dict[str, Any], is_deleted: bool = False) -> None:
            observe(log, "greenhouse", table, "2.0", SECOND, *records, is_deleted=is_deleted)

        complete(log, "greenhouse", "1.0", FIRST)
        complete(log, "greenhouse", "2.0", SECOND)
        first(
            "job_interview_stages",
            *({"id": key, "job_id": key // 10, "name": "Screen", "sort_order": 1} for key in (11, 12, 21, 31)),
        )
        first(
            "rejection_reasons",
            {"id": 1, "name": "Lacking skills", "type": json.dumps({"id": 1, "key": "WE_REJECTED_THEM"})},
            {"id": 2, "name": "Took another job", "type": json.dumps({"id": 2, "key": "THEY_REJECTED_US"})},
            {"id": 3, "name": "Position closed", "type": json.dumps({"id": 1, "key": "WE_REJECTED_THEM"})},
            {"id": 4, "name": "Something", "type": json.dumps({"id": 3, "key": "NONE_SPECIFIED"})},
        )
        first(
            "applications",
            _application(1, job_id=2, stage_id=21),  # moved from job 1 to job 2
            *(_application(9 + n, status="rejected", rejected_at=_at(9), rejection_reason_id=n) for n in (1, 2, 3, 4)),
            _application(20, status="hired"),
            _application(21, status="hired"),
            _application(22),  # accepted, never marked hired
            _application(30, prospect=True, job_id=None),
            _application(31, job_id=None),
            _application(40, status="rejected", rejected_at=_at(9)),  # un-rejected before the second look
            _application(41),
            _application(50, job_id=3, stage_id=31),
            _application(51, job_id=1, stage_id=12),
            _application(52, job_id=2, stage_id=21),
            _application(53, job_id=1, stage_id=12),  # back again, and the new stay is not there yet
            _application(60, job_id=2, stage_id=None, status="hired"),
            _application(61, job_id=2, stage_id=None, status="hired"),
        )
        visits = {
            50: (11, 21, 12, 31),
            51: (11, 21, 12),
            52: (11, 21, 12, 21),
            53: (11, 21),
            60: (11, 21),
            61: (11, 21),
        }
        first("application_stages", *(stay for key, on in visits.items() for stay in _visits(key, *on)))
        second("applications", _application(40, updated_at="2026-03-08 12:00:00+00"))
        second("applications", {"id": 41}, is_deleted=True)
        first(
            "application_stages",
            {"id": 1, "application_id": 1, "job_interview_stage_id": 11, "entered_at": _at(1), "exited_at": _at(4)},
            {"id": 2, "application_id": 1, "job_interview_stage_id": 21, "entered_at": _at(4), "current": True},
            {"id": 3, "application_id": 10, "job_interview_stage_id": 11, "entered_at": _at(1), "current": True},
            {"id": 4, "application_id": 20, "job_interview_stage_id": 11, "entered_at": _at(1), "current": True},
            {"id": 5, "application_id": 22, "job_interview_stage_id": 11, "entered_at": None, "current": False},
            {"id": 6, "application_id": 41, "job_interview_stage_id": 11, "entered_at": _at(1), "current": True},
        )
        pay = {"base_salary": {"value": {"amount": "82000.50", "unit": "gbp"}}, "expires_on": {"value": "2026-02-20"}}
        first(
            "offers",
            _offer(1, 20, "Deprecated"),
            _offer(2, 20, "Accepted", version=2, sent_on="2026-02-06", custom_fields=json.dumps(pay)),
            _offer(3, 10, "Rejected"),
            _offer(4, 11, "Rejected"),
            _offer(5, 22, "Accepted", sent_on="2026-02-05", created_at=_at(5, 18), resolved_at=_at(5, 20)),
            _offer(6, 1, "Created", resolved_at=None, job_id=2),
            _offer(7, 60, "Accepted", resolved_at=_at(2, 17)),
            _offer(8, 61, "Accepted", resolved_at=_at(2, 17)),
            _offer(9, 61, "Accepted", resolved_at=_at(6, 17), job_id=2),
        )
        first("approval_flows", {"id": 1, "offer_id": 2, "approval_status": "approved"})
        first("approver_groups", {"id": 1, "approval_flow_id": 1, "resolved_at": _at(6, 15)})
        first(
            "interviews",
            *(
                {"id": n, "application_id": 1, "job_id": 1, "status": status, "starts_at": start, "ends_at": start}
                for n, status, start in (
                    (1, "complete", _at(2)),
                    (2, "skipped", _at(2)),
                    (3, "scheduled", _at(2)),
                    (4, "to_be_scheduled", None),
                )
            ),
            {"id": 5, "application_id": 1, "job_id": 2, "status": "complete", "all_day_start_on": "2026-02-05",
             "all_day_end_on": "2026-02-06"},
            {"id": 6, "application_id": 10, "status": "complete", "all_day_start_on": "2026-02-01"},
            {"id": 7, "application_id": 10, "status": "complete", "starts_at": _at(9, 0), "ends_at": _at(9, 1)},
        )  # fmt: skip
        first("interviewers", {"id": 1, "interview_id": 1, "user_id": 5, "scorecard_id": 1})
        first(
            "scorecards",
            {"id": 1, "application_id": 1, "interviewer_id": 5, "status": "complete", "candidate_rating": "strong_no",
             "submitted_at": _at(3)},
            {"id": 2, "application_id": 1, "interviewer_id": 5, "status": "draft", "candidate_rating": "no_decision",
             "submitted_at": _at(3)},
        )  # fmt: skip
        names = {1: "Hire - New", 2: "On Hold", 3: "Budget"}
        first("close_reasons", *({"id": key, "name": name} for key, name in names.items()))
        seat = {"job_id": 1, "opened_at": _at(1), "target_start_on": "2026-05-01"}
        first(
            "openings",
            {"id": 1, **seat, "open": False, "closed_at": _at(8), "close_reason_id": 1, "application_id": 21},
            {"id": 2, **seat, "open": False, "closed_at": _at(8), "close_reason_id": 2},
            {"id": 3, **seat, "open": False, "closed_at": _at(8), "close_reason_id": 3},
            {"id": 4, **seat, "open": True, "custom_fields": json.dumps({"target_fill_date": {"value": "2026-04-01"}})},
        )
        second("openings", {"id": 2, **seat, "open": True, "updated_at": "2026-03-05 09:00:00+00"})
        first(
            "jobs",
            {"id": 1, "name": "Engineer", "status": "open", "office_ids": "[7, 8]", "department_id": 5,
             "custom_fields": json.dumps({"evergreen": {"value": True}})},
            {"id": 3, "name": "Template", "is_template": True, "status": "draft"},
        )  # fmt: skip
        first("offices", {"id": 7, "name": "Leeds"}, {"id": 8, "name": "Paris"})
        first("departments", {"id": 5, "name": "Engineering"})
        first("job_owners", {"id": 1, "job_id": 1, "user_id": 51, "type": "recruiter", "responsible": True})
        second("job_owners", {"id": 1, "job_id": 1, "user_id": 52, "type": "recruiter", "responsible": True})
        first("users", {"id": 51, "employee_id": "E1"})
        first(
            "candidates",
            {"id": 901, "first_name": "", "last_name": "", "email_addresses": "[]", "linked_user_ids": "[]"},
            {"id": 930, "first_name": "Ada", "last_name": "Abara", "can_email": False, "linked_user_ids": "[51]",
             "email_addresses": json.dumps([{"value": " Ada@Example.TEST "}]),
             "phone_numbers": json.dumps([{"value": "0044 (20) 7946-0018"}]),
             "social_media_addresses": json.dumps([{"value": "https://www.Example.test/in/Ada/?trk=1"}])},
        )  # fmt: skip
    project = StagingProject(folder)
    project.run(path, "run", "--select", *(f"+int_{entity}__unioned" for entity in ENTITIES))
    yield path


def _read(warehouse: Path, entity: str, columns: str, where: str = "true") -> list[tuple[Any, ...]]:
    schema = "pii" if entity == "person_identifiers" else "intermediate"
    found = rows(warehouse, f"select {columns} from {schema}.int_{entity}__unioned where {where} order by all")
    return [tuple(f"{cell:%m-%d %H}" if hasattr(cell, "hour") else cell for cell in row) for row in found]


def test_a_transfer_is_two_considerations(warehouse: Path) -> None:
    columns = "job_id, status, transferred_from_job_id, applied_at, ended_at"
    assert _read(warehouse, "applications", columns, "application_id = '1'") == [
        ("1", "transferred", None, "02-01 12", "02-04 12"),
        ("2", "active", "1", "02-04 12", None),
    ]
    stays = _read(warehouse, "stage_stays", "job_id, entered_at, exited_at, is_current", "application_id = '1'")
    assert stays == [("1", "02-01 12", "02-04 12", False), ("2", "02-04 12", None, True)]


@pytest.mark.parametrize(
    ("key", "considerations"),
    [
        ("50", [("1", "transferred", None, "02-01 12", "02-07 12"), ("2", "transferred", "1", "02-03 12", "02-05 12"),
                ("3", "active", "1", "02-07 12", None)]),
        ("51", [("1", "active", None, "02-01 12", None), ("2", "transferred", "1", "02-03 12", "02-05 12")]),
        ("52", [("1", "transferred", None, "02-01 12", "02-07 12"), ("2", "active", "1", "02-03 12", None)]),
        ("53", [("1", "active", None, "02-01 12", None), ("2", "transferred", "1", "02-03 12", None)]),
    ],
)  # fmt: skip
def test_who_comes_back_to_a_job_goes_on_with_it(
    warehouse: Path, key: str, considerations: list[tuple[Any, ...]]
) -> None:
    """Each job begins with its first visit and ends with its last, and none ends before it began."""
    columns = "job_id, status, transferred_from_job_id, applied_at, ended_at"
    assert _read(warehouse, "applications", columns, f"application_id = '{key}'") == considerations
    stays = _read(warehouse, "stage_stays", "count(*), count(*) filter (where is_current)", f"application_id = '{key}'")
    assert stays == [({"50": 4, "51": 3, "52": 4, "53": 2}[key], 0 if key == "53" else 1)]


def test_an_acceptance_before_the_move_is_the_hires_day(warehouse: Path) -> None:
    """Where the job of the hire made no offer of its own; else that one's answer is."""
    found = _read(
        warehouse, "applications", "application_id, job_id, status, hired_at", "application_id in ('60', '61')"
    )
    assert found == [
        ("60", "1", "transferred", None),
        ("60", "2", "hired", "02-02 17"),
        ("61", "1", "transferred", None),
        ("61", "2", "hired", "02-06 17"),
    ]


def test_the_reason_says_who_ended_it(warehouse: Path) -> None:
    found = _read(warehouse, "applications", "application_id, exit_kind", "status = 'rejected'")
    assert found == [("10", "rejected"), ("11", "withdrew"), ("12", "req_closed"), ("13", None)]


def test_an_open_stay_ends_with_rejection_or_acceptance(warehouse: Path) -> None:
    found = _read(warehouse, "stage_stays", "stay_id, exited_at", "stay_id in ('3', '4')")
    assert found == [("3", "02-09 12"), ("4", "02-07 00")], "an answer at noon is a day"


def test_a_backfilled_stay_keeps_no_time(warehouse: Path) -> None:
    assert _read(warehouse, "stage_stays", "entered_at, exited_at", "stay_id = '5'") == [(None, None)]


def test_hired_at_is_offer_then_seat_then_own_change(warehouse: Path) -> None:
    found = _read(
        warehouse, "applications", "application_id, hired_at", "hired_at is not null and application_id < '3'"
    )
    assert found == [("20", "02-07 00"), ("21", "02-08 12"), ("22", "02-05 20")]


def test_offers_by_status_and_reason(warehouse: Path) -> None:
    assert _read(warehouse, "offers", "offer_id, status, answered_at") == [
        ("1", "rescinded", "02-07 00"),
        ("2", "accepted", "02-07 00"),
        ("3", "rescinded", "02-07 00"),
        ("4", "declined", "02-07 00"),
        ("5", "accepted", "02-05 20"),
        ("6", "pending", None),
        ("7", "accepted", "02-02 17"),
        ("8", "accepted", "02-02 17"),
        ("9", "accepted", "02-06 17"),
    ]


def test_a_sent_day_becomes_an_instant_of_that_day(warehouse: Path) -> None:
    """Its start in the office, not before the version was made and approved, nor after its answer of that day."""
    assert _read(warehouse, "offers", "offer_id, sent_at, approved_at", "sent_at is not null") == [
        ("2", "02-06 15", "02-06 15"),
        ("5", "02-05 18", None),
    ]
    pay = _read(warehouse, "offers", "currency, cast(base_pay_amount as double)", "base_pay_amount is not null")
    assert pay == [("GBP", 82000.5)]


def test_prospects_are_people_and_no_applications(warehouse: Path) -> None:
    assert _read(warehouse, "applications", "1", "application_id in ('30', '31')") == []
    assert _read(warehouse, "person_records", "record_id", "record_type = 'prospect'") == [("30",), ("31",)]


def test_an_unrejection_leaves_a_gap(warehouse: Path) -> None:
    assert _read(warehouse, "application_gaps", "application_id, started_at, ended_at") == [
        ("40", "02-09 12", "03-08 12")
    ]
    versions = _read(warehouse, "application_versions", "status, valid_from, valid_to", "application_id = '40'")
    assert versions == [("active", "03-10 06", None), ("rejected", "03-01 06", "03-10 06")]


def test_a_deleted_record_leaves_with_what_hangs_on_it(warehouse: Path) -> None:
    for entity in ("applications", "application_versions", "stage_stays"):
        assert _read(warehouse, entity, "1", "application_id = '41'") == [], entity


def test_interviews_and_scorecards(warehouse: Path) -> None:
    found = _read(warehouse, "interviews", "interview_id, status")
    assert found[:3] == [("1", "completed"), ("2", "cancelled"), ("3", "scheduled")]
    cards = _read(warehouse, "scorecards", "scorecard_id, interview_id, job_id, rating, submitted_at")
    assert cards == [("1", "1", "1", -2, "02-03 12"), ("2", None, "2", None, None)]


def test_an_interview_of_a_day_is_on_that_day_and_one_at_midnight_is_at_midnight(warehouse: Path) -> None:
    """In the requisition's zone (New York, London) from the day's beginning, not before the application, to its end."""
    columns = "interview_id, day_columns, strftime(starts_at, '%d %H:%M'), strftime(ends_at, '%d %H:%M')"
    assert _read(warehouse, "interviews", columns, "interview_id > '4'") == [
        ("5", "starts_at,ends_at", "05 05:00", "07 04:59"),
        ("6", "starts_at,ends_at", "01 12:00", "01 23:59"),
        ("7", None, "09 00:00", "09 01:00"),
    ]


def test_seats(warehouse: Path) -> None:
    assert _read(warehouse, "openings", "opening_id, status, cast(target_fill_date as varchar)") == [
        ("1", "filled", "2026-05-01"),
        ("2", "open", "2026-05-01"),
        ("3", "cancelled", "2026-05-01"),
        ("4", "open", "2026-04-01"),
    ]
    assert _read(warehouse, "opening_intervals", "started_at, status, ended_at", "opening_id = '2'") == [
        ("02-01 12", "open", "02-08 12"),
        ("02-08 12", "on_hold", "03-05 09"),
        ("03-05 09", "open", None),
    ]


def test_requisitions_and_their_versions(warehouse: Path) -> None:
    found = _read(warehouse, "requisitions", "job_id, status, department, office, is_evergreen, recruiter_id")
    assert found == [("1", "open", "Engineering", "Leeds", True, "52")]
    assert _read(warehouse, "requisition_versions", "recruiter_id, valid_from, valid_to", "job_id = '1'") == [
        ("51", None, "03-10 06"),
        ("52", "03-10 06", None),
    ]


def test_contact_details_are_normalised_and_apart(warehouse: Path) -> None:
    found = _read(warehouse, "person_identifiers", "identifier_type, identifier_value", "record_id = '930'")
    assert ("email", "ada@example.test") in found
    assert ("phone", "442079460018") in found
    assert ("profile_url", "example.test/in/ada") in found
    assert ("record", "filedrop:employee:E1") in found
    columns = "record_id, is_anonymised, is_internal_user, do_not_contact"
    flags = _read(warehouse, "person_records", columns, "record_id > '9'")
    assert flags == [("901", True, False, False), ("930", False, True, True)]
