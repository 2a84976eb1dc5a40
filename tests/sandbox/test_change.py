"""What an incremental reader relies on: whatever changes moves `updated_at`, but for what the vendor itself hides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import requests

from hirehouse.sandbox.company import build_company
from hirehouse.sandbox.listen import running
from hirehouse.sandbox.server import build_app
from hirehouse.sandbox.vendors.greenhouse.endpoints import ENDPOINTS
from hirehouse.sandbox.world import DEMO_NOW
from tests.sandbox.conftest import Client, wire

Rows = dict[str, dict[int, dict[str, Any]]]
ALL = {"users": {"show_service_accounts": "true"}, "rejection_reasons": {"include_defaults": "true"}}


@pytest.fixture(scope="module")
def company() -> Iterator[Client]:
    """A generated company of 1 500 applications, with dirt."""
    app = build_app(build_company(seed=3, scale=1500), systems=["greenhouse"], now=DEMO_NOW)
    with running(app) as base, requests.Session() as session:
        yield Client(base, session)


def everything(client: Client) -> Rows:
    return {
        name: {row["id"]: row for row in client.crawl(name, per_page=500, **ALL.get(name, {}))}
        for name, endpoint in ENDPOINTS.items()
        if "where false" not in endpoint.sql and name != "job_posts"
    }


@pytest.mark.parametrize("days", [1, 7, 30])
def test_changed_rows_carry_a_new_date_except_where_a_merge_moved_them(company: Client, days: int) -> None:
    company.move(DEMO_NOW)
    before = everything(company)
    company.move(DEMO_NOW + timedelta(days=days))
    after = everything(company)
    changed = 0
    for name, rows in after.items():
        for row_id, row in rows.items():
            old = before[name].get(row_id)
            if old is None or old == row:
                continue
            changed += 1
            moved = {column for column in row if row[column] != old[column]}
            assert row["updated_at"] > wire(DEMO_NOW) or moved == {"candidate_id"}, (name, old, row)
            assert row["updated_at"] >= old["updated_at"]
    assert changed


def test_children_never_outlive_or_precede_their_application(company: Client) -> None:
    company.move(DEMO_NOW + timedelta(days=30))
    rows = everything(company)
    for name in ("application_stages", "rejection_details", "interviews", "scorecards", "offers"):
        assert rows[name] and {row["application_id"] for row in rows[name].values()} <= set(rows["applications"]), name
    assert {row["candidate_id"] for row in rows["applications"].values()} <= set(rows["candidates"])
    assert {row["interview_id"] for row in rows["interviewers"].values()} <= set(rows["interviews"])
    cards = {row["scorecard_id"] for row in rows["interviewers"].values()} - {None}
    assert cards <= set(rows["scorecards"])
    assert {row["stage_id"] for row in rows["applications"].values()} - {None} <= set(rows["job_interview_stages"])
