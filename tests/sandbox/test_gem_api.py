"""Gem's CRM API v0 and data export as the sandbox speaks them: each documented behaviour, over HTTP, on values."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from hirehouse.sandbox.vendors.gem.rows import number_of, number_sql
from tests.sandbox.conftest import Client
from tests.sandbox.small_company import NOW, at

CANDIDATES = 229  # 230 prospects, one deleted


def pages(sandbox: Client, path: str, **params: Any) -> list[dict[str, Any]]:
    """Every row, following X-Pagination."""
    rows: list[dict[str, Any]] = []
    page: int | None = 1
    while page:
        answer = sandbox.gem(path, page=page, page_size=100, **{"sort": "asc", **params})
        assert answer.status_code == 200, answer.text
        rows += answer.json()
        page = json.loads(answer.headers["X-Pagination"]).get("next_page")
    return rows


def export_file(sandbox: Client, name: str) -> list[dict[str, str]]:
    """Rows of one file of the newest export."""
    files = {file["name"]: file["download_url"] for file in sandbox.gem("data_export").json()["files"]}
    answer = sandbox.session.get(files[f"{name}.csv"], timeout=10)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.text)))


def unix(*moment: int) -> int:
    return int(at(*moment).timestamp())


@pytest.mark.parametrize("key", ["", "wrong"])
def test_the_key_is_needed(sandbox: Client, key: str) -> None:
    answer = sandbox.gem("users", key=key)
    assert answer.status_code == 401
    assert set(answer.json()) == {"code", "status", "message", "errors"} and answer.json()["status"] == 401


def test_totals_are_in_the_header_and_the_body_is_a_bare_array(sandbox: Client) -> None:
    first = sandbox.gem("candidates", page_size=100)
    assert isinstance(first.json(), list) and len(first.json()) == 100
    assert json.loads(first.headers["X-Pagination"]) == {
        "total": CANDIDATES, "total_pages": 3, "first_page": 1, "last_page": 3, "page": 1, "next_page": 2,
    }  # fmt: skip
    last = sandbox.gem("candidates", page_size=100, page=3)
    assert json.loads(last.headers["X-Pagination"]) == {
        "total": CANDIDATES, "total_pages": 3, "first_page": 1, "last_page": 3, "page": 3, "previous_page": 2,
    }  # fmt: skip
    assert len(last.json()) == 29
    assert sandbox.gem("candidates", page_size=100, page=4).json() == []


def test_per_page_is_ignored_and_pages_are_at_most_100(sandbox: Client) -> None:
    assert len(sandbox.gem("candidates", per_page=500).json()) == 20
    assert sandbox.gem("candidates", page_size=101).status_code == 400
    assert sandbox.gem("candidates", page=0).status_code == 400
    assert sandbox.gem("candidates", page="two").status_code == 400


def test_a_crawl_returns_every_id_once_in_the_order_asked_for(sandbox: Client) -> None:
    rows = pages(sandbox, "candidates")
    made = [row["created_at"] for row in rows]
    assert made == sorted(made) and len({row["id"] for row in rows}) == len(rows) == CANDIDATES
    assert [row["id"] for row in pages(sandbox, "candidates", sort="desc")] == [row["id"] for row in rows][::-1]


def test_windows_partition_the_rows(sandbox: Client) -> None:
    edges = [unix(1, 1), unix(2, 2), unix(2, 5, 3), unix(2, 8), unix(7, 1)]
    parts = [
        [row["id"] for row in pages(sandbox, "candidates", created_after=low - 1, created_before=high)]
        for low, high in pairwise(edges)
    ]
    together = [row_id for part in parts for row_id in part]
    assert all(parts) and len(together) == len(set(together)) == CANDIDATES


def test_filters_of_candidates(sandbox: Client) -> None:
    def ids(**params: Any) -> list[str]:
        return [row["id"] for row in pages(sandbox, "candidates", **params)]

    assert ids(updated_after=unix(6, 17)) == ["cHJvc3A65"]
    assert ids(updated_before=unix(6, 17)) == ["cHJvc3A63"]
    assert ids(candidate_ids="cHJvc3A63,cHJvc3A67") == ["cHJvc3A63", "cHJvc3A67"]
    assert ids(email="Prospect9@example.test") == ["cHJvc3A69"]
    assert ids(linked_in_handle="prospect-9") == ["cHJvc3A69"]
    assert len(ids(created_by="dXNlcjox")) == CANDIDATES and ids(created_by="nobody") == []
    assert sandbox.gem("candidates", candidate_ids=",".join("abcdefghijklmnopqrstu")).status_code == 400
    assert sandbox.gem("candidates", created_after="2026-01-01").status_code == 400
    assert sandbox.gem("candidates", sort="up").status_code == 400


def test_candidate_row(sandbox: Client) -> None:
    row = sandbox.gem("candidates/cHJvc3A63").json()
    assert row | {"custom_fields": None} == {
        "id": "cHJvc3A63", "created_at": unix(2, 1, 15), "created_by": "dXNlcjox", "last_updated_at": unix(6, 10),
        "candidate_greenhouse_id": "5", "first_name": "Ines", "last_name": "Okafor 4", "nickname": None,
        "weblink": "https://crm.example.test/c/884003",
        "emails": [{"email_address": "prospect3@example.test", "is_primary": True}], "phone_number": None,
        "location": "Leeds", "linked_in_handle": "prospect-3",
        "profiles": [{"network": "linkedin", "url": "https://www.linkedin.com/in/prospect-3",
        "username": "prospect-3"}],
        "company": "Tidewater Labs", "title": "Engineer", "school": None, "education_info": [],
        "work_info": [{"company": "Tidewater Labs", "title": "Engineer", "work_start_date": None, "work_end_date": None,
                       "is_current": True}],
        "custom_fields": None, "due_date": None, "project_ids": ["cHJvajox"], "sourced_from": None, "gem_source": None,
    }  # fmt: skip
    assert sandbox.gem("candidates/cHJvc3A67").json()["last_updated_at"] is None
    assert sandbox.gem("candidates/nobody").status_code == 404
    assert sandbox.gem("candidates/cHJvc3A63/notes").json() == []


def test_a_link_to_the_ats_follows_its_merge(sandbox: Client) -> None:
    sandbox.move(at(3, 2))
    assert sandbox.gem("candidates/cHJvc3A63").json()["candidate_greenhouse_id"] == "6"
    sandbox.move(at(2, 28))
    assert sandbox.gem("candidates/cHJvc3A63").json()["candidate_greenhouse_id"] is None


def test_a_candidate_goes_without_a_trace(sandbox: Client) -> None:
    sandbox.move(at(6, 14, 11))
    assert sandbox.gem("candidates/cHJvc3A64").status_code == 200
    sandbox.move(NOW)
    assert sandbox.gem("candidates/cHJvc3A64").status_code == 404
    assert "cHJvc3A64" not in {row["id"] for row in pages(sandbox, "candidates")}
    assert "884004" not in {row["candidate_id"] for row in export_file(sandbox, "candidate_info")}


def test_projects_sequences_users_and_fields(sandbox: Client) -> None:
    assert sandbox.gem("users").json() == [{"id": "dXNlcjox", "name": "Ro Diaz", "email": "ro@example.test"}]
    pool, leads = pages(sandbox, "projects")
    assert (pool["privacy_type"], pool["is_archived"], leads["privacy_type"]) == ("shared", False, "personal")
    assert pool["project_fields"] == [
        {"id": "cGY6MQ", "name": "Requisition ID", "value": "ENG-11", "value_type": "text", "value_option_ids": []}
    ]
    assert leads["project_fields"] is None
    assert len(pages(sandbox, "projects", is_archived="false")) == 2
    sandbox.move(at(6, 26))
    assert [row["id"] for row in pages(sandbox, "projects", is_archived="true")] == ["cHJvajox"]
    assert sandbox.gem("sequences").json() == [
        {"id": "c2VxOjE", "created_at": unix(1, 22), "name": "Data outreach", "user_id": "dXNlcjox"}
    ]
    assert [row["name"] for row in pages(sandbox, "custom_fields")] == ["Seniority", "Notice period"]


def test_membership_is_current_in_the_project_and_whole_in_the_log(sandbox: Client) -> None:
    assert sandbox.gem("projects/cHJvajox/candidates").json() == [{"candidate_id": "cHJvc3A63", "added_at": unix(3, 1)}]
    assert sandbox.gem("projects/nothing/candidates").status_code == 404
    assert sandbox.gem("project_candidate_membership_log").status_code == 400
    log = pages(sandbox, "project_candidate_membership_log", project_id="cHJvajox")
    assert [(row["candidate_id"], row["action"], row["timestamp"]) for row in log] == [
        ("cHJvc3A63", "added", unix(3, 1)),
        ("cHJvc3A65", "added", unix(3, 2)),
        ("cHJvc3A65", "removed", unix(6, 1)),
    ]
    recent = {"candidate_id": "cHJvc3A65", "changed_after": unix(3, 2), "changed_before": unix(7, 1)}
    assert [row["action"] for row in pages(sandbox, "project_candidate_membership_log", **recent)] == ["removed"]


def test_events_are_deprecated(sandbox: Client) -> None:
    for path in ("candidates/events", "candidates/cHJvc3A63/events"):
        answer = sandbox.gem(path)
        assert (answer.status_code, answer.json()["message"]) == (403, "Events are deprecated")
    assert sandbox.gem("nonsense").status_code == 404


def test_touches_are_in_the_event_log_with_internal_ids_and_appended_columns(sandbox: Client) -> None:
    rows = export_file(sandbox, "event_log")
    assert list(rows[0])[:3] == ["timestamp", "user_name", "user_email"]
    assert list(rows[0])[-3:] == ["sequence_id", "sequence_name", "project_id"]
    assert [(row["timestamp"], row["event_type"], row["event_metadata"]) for row in rows] == [
        ("2026-02-20 12:00:00", "First Outreach", ""),
        ("2026-02-22 12:00:00", "Reply", "Interested"),
    ]  # no open, and the follow-up is late
    assert {(row["candidate_id"], row["candidate_greenhouse_id"]) for row in rows} == {("884003", "5")}
    assert {row["project_id"] for row in rows} == {"cHJvajox"} and rows[0]["candidate_id"] != "cHJvc3A63"
    sandbox.move(at(6, 22))
    assert export_file(sandbox, "event_log")[-1]["event_type"] == "Follow-up"


def test_candidate_info_joins_the_export_to_the_api(sandbox: Client) -> None:
    info = {row["candidate_id"]: row for row in export_file(sandbox, "candidate_info")}
    assert len(info) == CANDIDATES
    assert json.loads(info["884003"]["all_candidate_emails"]) == ["prospect3@example.test"]
    assert info["884003"]["candidate_ats_id"] == "5" and info["884003"]["sourced_timestamp"] == "2026-02-01 15:00:00"
    assert [row["project_name"] for row in export_file(sandbox, "projects")] == ["Data pool"]


def test_columns_of_custom_fields_come_with_the_fields(sandbox: Client) -> None:
    before = list(export_file(sandbox, "custom_field_data")[0])
    assert before[-2:] == ["Seniority", "Notice period"]
    sandbox.move(at(7, 4))
    assert list(export_file(sandbox, "custom_field_data")[0]) == [*before, "Open to relocate"]


def test_only_the_newest_export_is_there(sandbox: Client) -> None:
    old = sandbox.gem("data_export").json()
    assert old["created_at"] == int(NOW.timestamp())
    sandbox.move(at(6, 22))
    assert sandbox.gem("data_export").json()["id"] != old["id"]
    assert sandbox.session.get(old["files"][0]["download_url"], timeout=10).status_code == 404


def test_a_burst_is_cut_off_without_a_word_on_waiting(start: Callable[..., Client]) -> None:
    clock = [1_000_000.0]
    client = start(rate_limit="documented", wall_clock=lambda: clock[0])
    answers = [client.gem("users").status_code for _ in range(501)]
    assert answers == [200] * 500 + [429]
    refused = client.gem("users")
    assert refused.text == "Too Many Requests" and "Retry-After" not in refused.headers
    clock[0] += 1
    assert [client.gem("users").status_code for _ in range(21)] == [200] * 20 + [429]


def test_state_is_a_function_of_the_clock_alone(sandbox: Client) -> None:
    paths = ["candidates", "projects", "sequences", "users", "custom_fields", "projects/cHJvajox/candidates"]

    def everything() -> list[object]:
        files = [
            export_file(sandbox, name) for name in ("event_log", "candidate_info", "projects", "custom_field_data")
        ]
        return [sandbox.gem(path, page_size=100).content for path in paths] + files

    here = everything()
    sandbox.move(at(7, 10))
    later = everything()
    sandbox.move(at(2, 3))
    assert everything() != here
    sandbox.move(NOW)
    assert everything() == here
    sandbox.move(at(7, 10))
    assert everything() == later != here


def test_texts_become_the_same_numbers_in_sql_and_python() -> None:
    import duckdb

    for text in ("", "cHJvc3A63", "é@example.test"):
        with duckdb.connect() as connection:
            row = connection.execute(f"select {number_sql('?::varchar')}", [text]).fetchone()
        assert row == (number_of(text),)
