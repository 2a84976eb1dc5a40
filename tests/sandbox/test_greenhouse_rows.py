"""What Greenhouse's rows say about the small company, through changes, deletions, merges and late rows, on values."""

from __future__ import annotations

from typing import Any

from tests.sandbox.conftest import Client, one, wire
from tests.sandbox.small_company import NOW, at

# --- rows ---------------------------------------------------------------------------------------------------------


def test_application_row(sandbox: Client) -> None:
    assert one(sandbox.crawl("applications", ids="101"), 101) == {
        "id": 101, "candidate_id": 1, "job_id": 11, "job_post_id": 117, "status": "in_process", "prospect": False,
        "prospective_job_ids": [], "job_interview_stage_id": 202, "stage_id": 202, "stage_name": "Onsite",
        "source_id": 112, "referrer_id": None, "recruiter_id": 801, "coordinator_id": 802, "rejected_at": None,
        "rejection_reason_id": None, "needs_decision": False, "last_activity_at": "2026-02-08T12:00:00.000Z",
        "location_address": None, "agency_note_id": None, "answers": [], "custom_fields": {},
        "created_at": "2026-02-01T12:00:00.000Z", "updated_at": "2026-02-08T12:00:00.000Z",
    }  # fmt: skip


def test_offer_versions(sandbox: Client) -> None:
    sandbox.move(at(6, 1, 13))
    (first,) = sandbox.crawl("offers")
    assert (first["status"], first["version"], first["resolved_at"]) == ("Created", 1, None)
    sandbox.move(at(6, 2, 13))
    assert [(row["version"], row["status"]) for row in sandbox.crawl("offers")] == [(2, "Created"), (1, "Deprecated")]
    sandbox.move(NOW)
    latest = one(sandbox.crawl("offers"), 2201)
    assert (latest["status"], latest["sent_on"], latest["starts_on"]) == ("Accepted", "2026-06-03", "2026-07-01")
    assert latest["resolved_at"] == "2026-06-05T12:00:00.000Z"
    assert latest["custom_fields"] == {
        "base_salary": {"name": "Base salary", "type": "currency", "value": {"amount": "82000.0", "unit": "GBP"}},
        "expires_on": {"name": "Expires on", "type": "date", "value": "2026-06-08"},
    }


def test_stage_rows_and_back_filled_ones(sandbox: Client) -> None:
    rows = sandbox.crawl("application_stages")
    assert one(rows, 1) == {
        "id": 1, "application_id": 101, "job_interview_stage_id": 201, "entered_at": "2026-02-01T12:00:00.000Z",
        "exited_at": "2026-02-08T12:00:00.000Z", "current": False, "days_in_stage": 7,
        "created_at": "2026-02-01T12:00:00.000Z", "updated_at": "2026-02-08T12:00:00.000Z",
    }  # fmt: skip
    assert one(rows, 2)["current"] is True and one(rows, 2)["exited_at"] is None
    assert (one(rows, 3)["entered_at"], one(rows, 3)["exited_at"]) == (None, None)


def test_rejection_and_its_undoing(sandbox: Client) -> None:
    sandbox.move(at(6, 18))
    rejected = one(sandbox.crawl("applications", ids="102"), 102)
    assert (rejected["status"], rejected["rejection_reason_id"]) == ("rejected", 21)
    assert rejected["rejected_at"] == "2026-03-02T12:00:00.000Z"
    assert [row["id"] for row in sandbox.crawl("rejection_details")] == [301]
    sandbox.move(NOW)
    back = one(sandbox.crawl("applications", ids="102"), 102)
    assert (back["status"], back["rejected_at"], back["rejection_reason_id"]) == ("in_process", None, None)
    assert back["updated_at"] == "2026-06-19T12:00:00.000Z"
    assert sandbox.crawl("rejection_details") == []


def test_opening_through_its_life(sandbox: Client) -> None:
    def opening() -> dict[str, Any]:
        return one(sandbox.crawl("openings"), 91)

    sandbox.move(at(2, 1))
    assert (opening()["open"], opening()["close_reason_id"], opening()["application_id"]) == (True, None, None)
    assert opening()["custom_fields"]["target_fill_date"]["value"] == "2026-05-01"
    sandbox.move(at(3, 10))
    held = opening()
    assert (held["open"], held["closed_at"], held["close_reason_id"]) == (False, "2026-03-01T12:00:00.000Z", 2)
    sandbox.move(at(4, 2))
    assert opening()["open"] is True and opening()["updated_at"] == "2026-04-01T12:00:00.000Z"
    assert opening()["custom_fields"]["target_fill_date"]["value"] == "2026-06-01"
    sandbox.move(NOW)
    filled = opening()
    assert (filled["open"], filled["close_reason_id"], filled["application_id"]) == (False, 1, 103)
    assert filled["opening_id"] == "ENG-11-1" and filled["target_start_on"] == "2026-07-01"


def test_jobs_and_the_people_on_them(sandbox: Client) -> None:
    assert {row["id"]: row["status"] for row in sandbox.crawl("jobs")} == {11: "open", 12: "draft", 13: "closed"}
    job = one(sandbox.crawl("jobs"), 12)
    assert job["opened_at"] is None and job["office_ids"] == [31]
    assert job["custom_fields"]["evergreen"] == {"name": "Evergreen", "type": "yes_no", "value": True}
    sandbox.move(at(6, 26))
    assert one(sandbox.crawl("jobs"), 12)["opened_at"] == "2026-06-25T12:00:00.000Z"
    recruiter = one(sandbox.crawl("job_owners", job_ids="11"), 111)
    assert (recruiter["type"], recruiter["user_id"]) == ("recruiter", 802)
    assert recruiter["updated_at"] == "2026-06-15T12:00:00.000Z"


def test_interview_through_its_life(sandbox: Client) -> None:
    def interview() -> tuple[Any, ...]:
        row = one(sandbox.crawl("interviews"), 330)
        return row["status"], row["starts_at"]

    expected = [
        (at(2, 8, 13), "to_be_scheduled", None),
        (at(2, 9, 13), "scheduled", "2026-02-11T12:00:00.000Z"),
        (at(2, 10, 13), "scheduled", "2026-02-13T12:00:00.000Z"),
        (at(2, 13, 13), "awaiting_feedback", "2026-02-13T12:00:00.000Z"),
        (at(2, 15), "complete", "2026-02-13T12:00:00.000Z"),
    ]
    for now, status, starts_at in expected:
        sandbox.move(now)
        assert interview() == (status, starts_at)
    sandbox.move(at(2, 13, 13))
    draft = one(sandbox.crawl("scorecards"), 515)
    assert (draft["status"], draft["candidate_rating"], draft["submitted_at"]) == ("draft", "no_decision", None)
    assert one(sandbox.crawl("interviewers"), 340)["scorecard_id"] == 515
    sandbox.move(NOW)
    card = one(sandbox.crawl("scorecards"), 515)
    assert (card["status"], card["candidate_rating"], card["submitter_id"]) == ("complete", "yes", 802)


def test_approvals(sandbox: Client) -> None:
    sandbox.move(at(6, 1, 13))
    assert one(sandbox.crawl("approval_flows"), 401)["approval_status"] == "waiting"
    assert one(sandbox.crawl("approvers"), 421)["status"] == "due"
    sandbox.move(NOW)
    assert one(sandbox.crawl("approval_flows"), 401)["approval_status"] == "approved"
    assert one(sandbox.crawl("approver_groups"), 411)["resolved_at"] == "2026-06-01T15:00:00.000Z"
    assert one(sandbox.crawl("approvers"), 421)["resolved_by_id"] == 802


# --- deletes, merges, anonymisation, late rows --------------------------------------------------------------------


def test_a_hard_delete_leaves_no_trace(sandbox: Client) -> None:
    sandbox.move(at(6, 14, 11))
    assert sandbox.crawl("candidates", ids="8") and sandbox.crawl("applications", ids="108")
    assert sandbox.crawl("application_stages", application_ids="108")
    sandbox.move(NOW)
    for name, params in (("candidates", {"ids": "8"}), ("applications", {"ids": "108"})):
        assert sandbox.crawl(name, **params) == []
    assert sandbox.crawl("application_stages", application_ids="108") == []


def test_a_merge_removes_the_loser_and_repoints_its_applications_silently(sandbox: Client) -> None:
    sandbox.move(at(6, 9))
    before = one(sandbox.crawl("applications", ids="106"), 106)
    assert before["candidate_id"] == 6
    sandbox.move(NOW)
    after = one(sandbox.crawl("applications", ids="106"), 106)
    assert after["candidate_id"] == 5 and after["updated_at"] == before["updated_at"]
    assert [row["id"] for row in sandbox.crawl("candidates", ids="5,6")] == [5]


def test_anonymising_keeps_the_row_and_empties_it(sandbox: Client) -> None:
    sandbox.move(at(6, 11))
    assert one(sandbox.crawl("candidates"), 7)["email_addresses"] == [
        {"type": "personal", "value": "ines7@example.test"}
    ]
    sandbox.move(NOW)
    row = one(sandbox.crawl("candidates"), 7)
    assert (row["first_name"], row["last_name"], row["company"], row["title"]) == ("", "", None, None)
    assert row["email_addresses"] == row["phone_numbers"] == row["social_media_addresses"] == []
    assert row["updated_at"] == "2026-06-12T12:00:00.000Z"


def test_a_late_row_shows_up_with_an_old_date(sandbox: Client) -> None:
    assert sandbox.crawl("applications", ids="109") == []
    sandbox.move(at(6, 22))
    assert one(sandbox.crawl("applications", ids="109"), 109)["updated_at"] == "2026-06-18T12:00:00.000Z"
    assert sandbox.crawl("applications", updated_at=f"gt|{wire(NOW)}") == []
