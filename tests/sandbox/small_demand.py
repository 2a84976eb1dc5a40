"""The small company's organisation, jobs and people, row by row."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.sandbox.small_moments import START, at


def organisation() -> dict[str, list[dict[str, Any]]]:
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


def demand() -> dict[str, list[dict[str, Any]]]:
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


def people() -> dict[str, list[dict[str, Any]]]:
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
