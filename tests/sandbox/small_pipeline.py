"""The small company's applications and outreach, row by row."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.sandbox.small_moments import MANY, at


def pipeline() -> dict[str, list[dict[str, Any]]]:
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


def outreach() -> dict[str, list[dict[str, Any]]]:
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
