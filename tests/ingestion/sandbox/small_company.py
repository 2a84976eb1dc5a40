"""A company small enough to know by heart, so that tests can say which values an API must show.

Job 11 (one seat, filled by application 103), job 12 (draft at first), job 13 (closed). Candidates 1 to 8; candidate 6
is
merged into 5 on 10 June, candidate 7 anonymised on 12 June, candidate 8 deleted on 14 June. Everything happens in 2026.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa

from ingestion.sandbox.table_spec import ARROW_TYPES
from ingestion.sandbox.world import TABLES, World, empty_table

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 6, 20, 12, 0, tzinfo=UTC)
MANY = 1200
"""Filler applications (ids from 1001 on), one an hour, so that lists have pages."""


def at(month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    """An instant of 2026 in UTC."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def build_small_company() -> World:
    """The company described above, with its tables typed as declared."""
    rows: dict[str, list[dict[str, Any]]] = {**_organisation(), **_demand(), **_people(), **_pipeline(), **_outreach()}
    tables = {name: _table(name, rows.get(name, [])) for name in TABLES}
    return World(seed=1, scale=MANY, dirt="none", now=NOW, tables=tables)


def _table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    spec = TABLES[name]
    if not rows:
        return empty_table(name)
    for row in rows:
        assert set(row) <= set(spec.columns), (name, set(row) - set(spec.columns))
    schema = pa.schema([pa.field(column, ARROW_TYPES[kind]) for column, kind in spec.columns.items()])
    flags = {column: False for column, kind in spec.columns.items() if kind == "boolean"}
    full = [{**dict.fromkeys(spec.columns), **flags, **row} for row in rows]
    return pa.Table.from_pylist(full, schema=schema)


def _organisation() -> dict[str, list[dict[str, Any]]]:
    user = {"role": "recruiter", "department_id": 501, "office_id": 31, "created_at": START}
    return {
        "office": [
            {
                "office_id": 31,
                "name": "London",
                "country": "GB",
                "timezone": "Europe/London",
                "location": "London, United Kingdom",
                "created_at": START,
            }
        ],
        "department": [{"department_id": 501, "name": "Engineering", "function": "Engineering", "created_at": START}],
        "app_user": [
            {
                "user_id": 801,
                "gem_user_id": "dXNlcjox",
                "first_name": "Ro",
                "last_name": "Diaz",
                "email": "ro@example.test",
                "is_site_admin": True,
                **user,
            },
            {
                "user_id": 802,
                "first_name": "Kim",
                "last_name": "Ito",
                "email": "kim@example.test",
                "deactivated_at": at(5, 1),
                **user,
            },
            {
                "user_id": 803,
                "first_name": "Harvest",
                "last_name": "Sync",
                "email": "",
                "is_service_account": True,
                "role": "service",
                "created_at": START,
            },
        ],
        "close_reason": [
            {"close_reason_id": 1, "name": "Hire - New Headcount", "created_at": START},
            {"close_reason_id": 2, "name": "On Hold", "created_at": START},
        ],
        "source": [
            {"source_id": 112, "name": "LinkedIn", "type_id": 4, "type_name": "Prospecting", "created_at": START}
        ],
        "referrer": [{"referrer_id": 71, "name": "Kim Ito", "user_id": 802, "created_at": START}],
        "rejection_reason": [
            {
                "reason_id": 21,
                "name": "Lacking skills",
                "type_id": 1,
                "type_key": "WE_REJECTED_THEM",
                "type_name": "We rejected them",
                "created_at": START,
            },
            {
                "reason_id": 22,
                "name": "Position closed",
                "type_id": 3,
                "type_key": "NONE_SPECIFIED",
                "type_name": "None specified",
                "is_default": True,
                "created_at": START,
            },
        ],
    }


def _demand() -> dict[str, list[dict[str, Any]]]:
    job = {
        "department_id": 501,
        "office_id": 31,
        "hiring_manager_id": 802,
        "recruiter_id": 801,
        "created_at": at(1, 10),
    }
    return {
        "requisition": [
            {
                "job_id": 11,
                "requisition_id": "ENG-11",
                "title": "Data Engineer",
                "opened_at": at(1, 12),
                "next_recruiter_id": 802,
                "recruiter_changed_at": at(6, 15),
                **job,
            },
            {
                "job_id": 12,
                "requisition_id": "ENG-12",
                "title": "Analyst",
                "opened_at": at(6, 25),
                "is_evergreen": True,
                **job,
            },
            {
                "job_id": 13,
                "requisition_id": "ENG-13",
                "title": "Lead",
                "opened_at": at(1, 12),
                "closed_at": at(3, 1),
                **job,
            },
        ],
        "opening": [
            {
                "opening_id": 91,
                "opening_ref": "ENG-11-1",
                "job_id": 11,
                "sort_order": 1,
                "target_start_date": date(2026, 7, 1),
                "created_at": at(1, 12),
                "opened_at": at(1, 12),
            }
        ],
        "opening_life": [
            {
                "opening_id": 91,
                "life_number": 1,
                "opened_at": at(1, 12),
                "closed_at": at(6, 5),
                "close_kind": "filled",
                "close_reason_id": 1,
                "filled_application_id": 103,
            }
        ],
        "opening_hold": [{"opening_id": 91, "started_at": at(3, 1), "ended_at": at(3, 20)}],
        "opening_target": [
            {"opening_id": 91, "set_at": at(1, 12), "target_fill_date": date(2026, 5, 1)},
            {"opening_id": 91, "set_at": at(4, 1), "target_fill_date": date(2026, 6, 1)},
        ],
        "stage": [
            {"stage_id": 201 + number, "job_id": 11, "name": name, "sort_order": number, "created_at": at(1, 10)}
            for number, name in enumerate(("Application Review", "Onsite", "Offer"))
        ],
        "interview_plan": [
            {
                "job_interview_id": 77,
                "interview_kit_id": 61,
                "job_id": 11,
                "stage_id": 202,
                "name": "Systems",
                "duration_minutes": 45,
                "sort_order": 0,
                "created_at": at(1, 10),
            }
        ],
    }


def _people() -> dict[str, list[dict[str, Any]]]:
    fates: dict[int, dict[str, Any]] = {
        6: {"merged_into_id": 5, "merged_at": at(6, 10)},
        7: {"anonymised_at": at(6, 12)},
        8: {"deleted_at": at(6, 14)},
    }
    return {
        "person": [
            {
                "person_id": number,
                "first_name": "Ines",
                "last_name": f"Okafor {number}",
                "email": f"ines{number}@example.test",
                "phone": f"+4420000000{number}",
                "profile_handle": f"ines-{number}",
                "company": "Tidewater Labs",
                "title": "Engineer",
                "location": "Leeds",
            }
            for number in range(1, 9)
        ],
        "candidate": [
            {
                "candidate_id": number,
                "person_id": number,
                "email": f"ines{number}@example.test",
                "phone": f"+4420000000{number}",
                "profile_url": f"https://example.test/in/ines-{number}",
                "can_email": True,
                "created_at": at(2, number),
                "visible_at": at(2, number),
                **fates.get(number, {}),
            }
            for number in range(1, 9)
        ],
    }


def _pipeline() -> dict[str, list[dict[str, Any]]]:
    base = {"job_id": 11, "source_id": 112, "recruiter_id": 801, "coordinator_id": 802}

    def application(key: int, candidate: int, day: int, **more: Any) -> dict[str, Any]:
        made = at(2, day)
        return {
            "application_id": key,
            "candidate_id": candidate,
            "created_at": made,
            "visible_at": made,
            **base,
            **more,
        }

    named = [
        application(101, 1, 1),
        application(102, 2, 2),
        application(103, 3, 3, accepted_at=at(6, 5), hired_at=at(6, 5)),
        application(106, 6, 6),
        application(107, 7, 7),
        application(108, 8, 8, deleted_at=at(6, 14)),
        {**application(109, 1, 1), "created_at": at(6, 18), "visible_at": at(6, 21)},  # late
    ]
    filler = [
        {
            "application_id": 1001 + number,
            "candidate_id": 4,
            "created_at": at(3, 1) + timedelta(hours=number),
            "visible_at": at(3, 1) + timedelta(hours=number),
            **base,
        }
        for number in range(MANY)
    ]
    moved = [
        (101, at(2, 1), "applied"),
        (101, at(2, 8), "stage"),
        (102, at(2, 2), "applied"),
        (102, at(3, 2), "rejected"),
        (102, at(6, 19), "unrejected"),
        (103, at(2, 3), "applied"),
        (103, at(6, 5), "hired"),
        (106, at(2, 6), "applied"),
        (107, at(2, 7), "applied"),
        (108, at(2, 8), "applied"),
        (109, at(6, 18), "applied"),
    ]
    stay = {"job_id": 11, "moved_by_id": 801}
    offer = {
        "application_id": 103,
        "job_id": 11,
        "opening_id": 91,
        "start_date": date(2026, 7, 1),
        "expires_date": date(2026, 6, 8),
        "currency": "GBP",
    }
    return {
        "application": named + filler,
        "application_event": [{"application_id": key, "occurred_at": when, "kind": kind} for key, when, kind in moved],
        "stay": [
            {
                "stay_id": 1,
                "application_id": 101,
                "stage_id": 201,
                "stay_number": 1,
                "entered_at": at(2, 1),
                "exited_at": at(2, 8),
                **stay,
            },
            {"stay_id": 2, "application_id": 101, "stage_id": 202, "stay_number": 2, "entered_at": at(2, 8), **stay},
            {
                "stay_id": 3,
                "application_id": 102,
                "stage_id": 201,
                "stay_number": 1,
                "entered_at": at(2, 2),
                "exited_at": at(2, 3),
                "is_backfilled": True,
                **stay,
            },
            {"stay_id": 4, "application_id": 108, "stage_id": 201, "stay_number": 1, "entered_at": at(2, 8), **stay},
        ],
        "rejection": [
            {
                "rejection_id": 301,
                "application_id": 102,
                "job_id": 11,
                "reason_id": 21,
                "rejected_by_id": 801,
                "rejected_at": at(3, 2),
                "unrejected_at": at(6, 19),
            }
        ],
        "interview": [
            {
                "interview_id": 330,
                "application_id": 101,
                "job_id": 11,
                "stage_id": 202,
                "job_interview_id": 77,
                "organizer_id": 802,
                "created_at": at(2, 8),
                "scheduled_at": at(2, 9),
                "first_starts_at": at(2, 11),
                "starts_at": at(2, 13),
                "ends_at": at(2, 13, 12, 45),
                "rescheduled_at": at(2, 10),
                "completed_at": at(2, 14),
                "outcome": "completed",
            }
        ],
        "interviewer": [
            {
                "interviewer_id": 340,
                "interview_id": 330,
                "user_id": 802,
                "response_status": "accepted",
                "scorecard_id": 515,
                "created_at": at(2, 9),
            }
        ],
        "scorecard": [
            {
                "scorecard_id": 515,
                "application_id": 101,
                "job_id": 11,
                "interview_id": 330,
                "interview_kit_id": 61,
                "interviewer_id": 802,
                "created_at": at(2, 13, 12, 45),
                "submitted_at": at(2, 14),
                "rating": 1,
            }
        ],
        "offer": [
            {
                "offer_id": 2200,
                "version": 1,
                "created_at": at(6, 1),
                "approved_at": at(6, 1, 15),
                "resolved_at": at(6, 2),
                "resolution": "reissued",
                "api_status": "Deprecated",
                "base_pay_amount": 80000.0,
                **offer,
            },
            {
                "offer_id": 2201,
                "version": 2,
                "created_at": at(6, 2),
                "sent_at": at(6, 3),
                "resolved_at": at(6, 5),
                "resolution": "accepted",
                "api_status": "Accepted",
                "base_pay_amount": 82000.0,
                **offer,
            },
        ],
        "approval": [
            {
                "approval_flow_id": 401,
                "approver_group_id": 411,
                "approver_id": 421,
                "approval_type": "offer_candidate",
                "job_id": 11,
                "offer_id": 2200,
                "requested_by_id": 801,
                "user_id": 802,
                "requested_at": at(6, 1),
                "approved_at": at(6, 1, 15),
            },
            {
                "approval_flow_id": 402,
                "approver_group_id": 412,
                "approver_id": 422,
                "approval_type": "open_job",
                "job_id": 11,
                "requested_by_id": 801,
                "user_id": 802,
                "requested_at": at(1, 10),
                "approved_at": at(1, 11),
            },
        ],
    }


def _outreach() -> dict[str, list[dict[str, Any]]]:
    prospects = [
        {
            "prospect_id": f"cHJvc3A6{number}",
            "export_id": 884000 + number,
            "person_id": 1 + number % 5,
            "email": f"prospect{number}@example.test",
            "profile_handle": f"prospect-{number}",
            "created_by_id": "dXNlcjox",
            "created_at": at(2, 1) + timedelta(hours=number),
        }
        for number in range(230)
    ]
    prospects[3] |= {"candidate_id": 6, "linked_at": at(3, 1)}
    prospects[4] |= {"deleted_at": at(6, 14)}
    prospects[5] |= {"edited_at": at(6, 18)}
    sent = {
        "enrollment_id": 1,
        "prospect_id": "cHJvc3A6" + "3",
        "person_id": 4,
        "user_id": 801,
        "gem_user_id": "dXNlcjox",
    }
    return {
        "prospect": prospects,
        "project": [
            {
                "project_id": "cHJvajox",
                "name": "Data pool",
                "user_id": "dXNlcjox",
                "is_shared": True,
                "created_at": at(1, 20),
                "archived_at": at(6, 25),
            },
            {"project_id": "cHJvajoy", "name": "Leads", "user_id": "dXNlcjox", "created_at": at(1, 21)},
        ],
        "project_membership": [
            {"project_id": "cHJvajox", "prospect_id": "cHJvc3A63", "user_id": "dXNlcjox", "added_at": at(3, 1)},
            {
                "project_id": "cHJvajox",
                "prospect_id": "cHJvc3A65",
                "user_id": "dXNlcjox",
                "added_at": at(3, 2),
                "removed_at": at(6, 1),
            },
        ],
        "sequence": [
            {
                "sequence_id": "c2VxOjE",
                "name": "Data outreach",
                "user_id": "dXNlcjox",
                "project_id": "cHJvajox",
                "job_id": 11,
                "created_at": at(1, 22),
            }
        ],
        "enrollment": [
            {
                "enrollment_id": 1,
                "prospect_id": "cHJvc3A63",
                "sequence_id": "c2VxOjE",
                "sourcer_id": 801,
                "job_id": 11,
                "sourcer_gem_id": "dXNlcjox",
                "enrolled_at": at(2, 20),
            }
        ],
        "touch": [
            {"touch_id": 1, "touch_type": "first_outreach", "occurred_at": at(2, 20), "visible_at": at(2, 20), **sent},
            {"touch_id": 2, "touch_type": "open", "occurred_at": at(2, 21), "visible_at": at(2, 21), **sent},
            {
                "touch_id": 3,
                "touch_type": "reply",
                "reply_status": "Interested",
                "occurred_at": at(2, 22),
                "visible_at": at(2, 22),
                **sent,
            },
            {"touch_id": 4, "touch_type": "follow_up", "occurred_at": at(6, 19), "visible_at": at(6, 21), **sent},
        ],
    }
