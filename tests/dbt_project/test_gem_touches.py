"""Touches of Gem's export: with a sequence or without, of a prospect the API shows or of one it does not."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.dbt_project.staging_project import StagingProject, complete, observe, open_log, rows

SEEN = datetime(2026, 6, 30, 6, tzinfo=UTC)
TOUCHES = "select touch_id, record_id, user_id, enrollment_id, touch_type from staging.stg_gem__touches order by all"
ENROLLMENTS = "select enrollment_id, record_id, sequence_id, sourcer_id from staging.stg_gem__enrollments order by all"


def event(number: int, person: str, **more: Any) -> dict[str, Any]:
    """One event of the export, by Ro, on a day of its own."""
    return {
        "event_id": f"e{number}",
        "timestamp": datetime(2026, 6, number, 9, tzinfo=UTC),
        "user_email": "ro@example.test",
        "candidate_id": person,
        "event_type": "First Outreach",
        "event_subtype": "Email",
        **more,
    }


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three prospects of the API, one the export alone knows, and an older export without the sequences' columns."""
    folder = tmp_path_factory.mktemp("gem")
    path = folder / "warehouse.duckdb"
    with open_log(path) as connection:
        complete(connection, "gem", "l1", SEEN)
        observe(connection, "gem", "users", "l1", SEEN, {"id": "u1", "email": "ro@example.test"})
        profile = '[{"network": "linkedin", "url": "https://www.linkedin.com/in/bo-hale/", "username": "bo-hale"}]'
        observe(
            connection,
            "gem",
            "candidates",
            "l1",
            SEEN,
            {"id": "a", "created_at": 1, "emails": '[{"email_address": "ann@example.test"}]', "profiles": "[]"},
            {"id": "b", "created_at": 1, "emails": "[]", "profiles": profile},
            {"id": "c", "created_at": 1, "emails": "[]", "profiles": "[]", "candidate_greenhouse_id": "77"},
        )
        observe(
            connection,
            "gem",
            "candidate_info",
            "l1",
            SEEN,
            {"candidate_id": "2", "all_candidate_emails": "[]", "linkedin_url": "linkedin.com/in/Bo-Hale"},
        )
        observe(
            connection,
            "gem",
            "event_log",
            "l1",
            SEEN,
            event(1, "1", candidate_email="ann@example.test", sequence_id="s1"),
            event(2, "1", candidate_email="ann@example.test", event_subtype="Phone Call"),
            event(3, "2", sequence_id="s1"),
            event(4, "3", candidate_greenhouse_id="77", event_type="Reply", sequence_id=""),
            event(5, "4", candidate_email="nobody@example.test", sequence_id="s1"),
            event(6, "2", event_subtype="li_connect_request"),
            event(7, "2", event_subtype="Carrier Pigeon"),
        )
    wanted = ("+stg_gem__touches", "+stg_gem__enrollments", "+base_gem__unmatched_events")
    StagingProject(folder / "dbt").run(path, "build", "--select", *wanted)
    return path


def test_a_touch_without_a_sequence_is_a_touch_in_no_enrolment(warehouse: Path) -> None:
    found = {row[0]: row[1:] for row in rows(warehouse, TOUCHES)}
    assert found["e1"] == ("a", "u1", "a:s1", "message")
    assert found["e2"] == ("a", "u1", None, "call")
    assert found["e4"] == ("c", "u1", None, "reply")


def test_an_invitation_to_connect_is_a_message_and_a_word_nobody_knows_is_told(warehouse: Path) -> None:
    found = {row[0]: row[4] for row in rows(warehouse, TOUCHES)}
    assert (found["e6"], found["e7"]) == ("message", "carrier pigeon")


def test_an_address_among_the_profiles_joins_the_export(warehouse: Path) -> None:
    assert ("e3", "b", "u1", "b:s1", "message") in rows(warehouse, TOUCHES)


def test_a_touch_of_somebody_no_key_leads_to_is_there_under_the_exports_number(warehouse: Path) -> None:
    assert ("e5", "export:4", "u1", "export:4:s1", "message") in rows(warehouse, TOUCHES)
    assert rows(warehouse, "select kind, place, noted_rows from staging.base_gem__unmatched_events") == [
        ("unmatched", "export:4", 1)
    ]


def test_enrolments_are_of_sequences_alone(warehouse: Path) -> None:
    assert rows(warehouse, ENROLLMENTS) == [
        ("a:s1", "a", "s1", "u1"),
        ("b:s1", "b", "s1", "u1"),
        ("export:4:s1", "export:4", "s1", "u1"),
    ]
