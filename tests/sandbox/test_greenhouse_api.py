"""Greenhouse v3 as the sandbox speaks it: each documented behaviour, over real HTTP, on values."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest

from hirehouse.sandbox.vendors.greenhouse.endpoints import ENDPOINTS
from tests.sandbox.conftest import Client, one, wire
from tests.sandbox.small_company import MANY, NOW, at

APPLICATIONS = MANY + 5  # 101, 102, 103, 106, 107; 108 is deleted, 109 not yet there


# --- tokens -------------------------------------------------------------------------------------------------------


def test_token_reply_gives_both_lives(sandbox: Client) -> None:
    reply = sandbox.mint().json()
    assert reply["token_type"] == "Bearer" and len(reply["access_token"]) == 40
    assert reply["expires_in"] == 3600 and reply["expires_at"].endswith("Z")


@pytest.mark.parametrize(
    ("client_id", "secret", "form", "status", "error"),
    [
        ("sandbox", "wrong", {}, 401, "invalid_client"),
        ("nobody", "sandbox", {}, 401, "invalid_client"),
        ("sandbox", "sandbox", {"grant_type": "password"}, 400, "unsupported_grant_type"),
        ("sandbox", "sandbox", {"sub": "ro"}, 400, "invalid_request"),
    ],
)
def test_token_refusals(
    sandbox: Client, client_id: str, secret: str, form: dict[str, str], status: int, error: str
) -> None:
    answer = sandbox.mint(client_id, secret, **form)
    assert (answer.status_code, answer.json()) == (status, {"error": error})


def test_a_new_token_ends_the_old_one(sandbox: Client) -> None:
    sandbox.mint()
    old = sandbox.token
    assert sandbox.greenhouse("sources").status_code == 200
    sandbox.mint()
    assert sandbox.greenhouse("sources", token=old).status_code == 401
    assert sandbox.greenhouse("sources").status_code == 200
    assert sandbox.greenhouse("sources", token="").status_code == 401


def test_a_token_dies_after_an_hour(start: Callable[..., Client]) -> None:
    clock = [1_000_000.0]
    client = start(wall_clock=lambda: clock[0])
    client.mint()
    clock[0] += 3599
    assert client.greenhouse("sources").status_code == 200
    clock[0] += 2
    assert client.greenhouse("sources").status_code == 401


def test_lists_need_the_scope_and_a_site_admin(sandbox: Client) -> None:
    sandbox.mint("sandbox-limited")
    refused = sandbox.greenhouse("offers")
    assert (refused.status_code, refused.json()) == (403, {"errors": ["Not permitted: harvest:offers:list"]})
    assert sandbox.greenhouse("applications").status_code == 200
    sandbox.mint(sub="802")
    assert sandbox.greenhouse("applications").status_code == 403
    sandbox.mint(sub="801")
    assert sandbox.greenhouse("applications").status_code == 200


# --- paging -------------------------------------------------------------------------------------------------------


def test_pages_are_bare_arrays_in_descending_id_order_with_next_only(sandbox: Client) -> None:
    first = sandbox.greenhouse("applications")
    assert isinstance(first.json(), list) and len(first.json()) == 100
    assert list(first.links) == ["next"]
    rows = sandbox.crawl("applications", per_page=500)
    ids = [row["id"] for row in rows]
    assert ids == sorted(ids, reverse=True)
    assert len(ids) == len(set(ids)) == APPLICATIONS


@pytest.mark.parametrize("per_page", [1, 7, 100, 500])
def test_a_crawl_returns_every_id_once_whatever_the_page_size(sandbox: Client, per_page: int) -> None:
    params = {"updated_at": f"lt|{wire(at(3, 8))}"}
    whole = {row["id"] for row in sandbox.crawl("applications") if row["updated_at"] < wire(at(3, 8))}
    ids = [row["id"] for row in sandbox.crawl("applications", per_page=per_page, **params)]
    assert len(ids) == len(whole) and set(ids) == whole


def test_every_collection_answers(sandbox: Client) -> None:
    for name in ENDPOINTS:
        rows = sandbox.crawl(name, per_page=500)
        ids = [row["id"] for row in rows]
        assert ids == sorted(set(ids), reverse=True), name
        assert all(row["created_at"] <= row["updated_at"] <= wire(NOW) for row in rows), name


@pytest.mark.parametrize("extra", [{"per_page": "500"}, {"updated_at": "gte|2026-01-01T00:00:00.000Z"}, {"foo": "1"}])
def test_a_cursor_tolerates_no_other_parameter(sandbox: Client, extra: dict[str, str]) -> None:
    following = sandbox.greenhouse("applications").links["next"]["url"]
    answer = sandbox.greenhouse(following, **extra)
    assert answer.status_code == 422
    assert answer.json() == {"errors": ["When passing a cursor, do not include other query params."]}


def test_a_cursor_expires_when_the_clock_moves_on(sandbox: Client) -> None:
    following = sandbox.greenhouse("applications").links["next"]["url"]
    sandbox.move(NOW + timedelta(minutes=59))
    assert sandbox.greenhouse(following).status_code == 200
    sandbox.move(NOW + timedelta(minutes=61))
    answer = sandbox.greenhouse(following)
    assert (answer.status_code, answer.json()) == (422, {"errors": ["The cursor has expired."]})


def test_a_cursor_belongs_to_its_collection(sandbox: Client) -> None:
    cursor = sandbox.greenhouse("applications").links["next"]["url"].split("cursor=")[1]
    assert sandbox.greenhouse("candidates", cursor=cursor).status_code == 422
    assert sandbox.greenhouse("applications", cursor="bm9uc2Vuc2U").status_code == 422


# --- parameters ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("collection", "params", "message"),
    [
        ("applications", {"foo": "1"}, "Invalid query params: foo"),
        ("applications", {"candidate_id": "1"}, "Invalid query params: candidate_id"),
        ("applications", {"job_id": "11"}, "Invalid query params: job_id"),
        ("jobs", {"department_ids": "501"}, "Invalid query params: department_ids"),
        ("demographic_questions", {"updated_at": "gte|2026-01-01"}, "Invalid query params: updated_at"),
        ("applications", {"per_page": "0"}, "per_page must be between 1 and 500."),
        ("applications", {"per_page": "501"}, "per_page must be between 1 and 500."),
        ("applications", {"per_page": "many"}, "per_page must be a whole number."),
        ("applications", {"ids": ",".join(map(str, range(51)))}, "ids takes at most 50 ids."),
        (
            "applications",
            {"updated_at": "2026-01-01T00:00:00Z"},
            "updated_at must look like gte|2026-01-01T00:00:00.000Z.",
        ),
        ("applications", {"updated_at": "gte|soon"}, "updated_at is not a valid date-time."),
        (
            "applications",
            {"updated_at": "gte|2026-01-01T00:00:00Z", "created_at": "gte|2026-01-01T00:00:00Z"},
            "Filter on created_at or on updated_at, not on both.",
        ),
        ("offers", {"current_only": "yes"}, "current_only must be true or false."),
    ],
)
def test_parameters_refused_with_422(sandbox: Client, collection: str, params: dict[str, str], message: str) -> None:
    answer = sandbox.greenhouse(collection, **params)
    assert (answer.status_code, answer.json()) == (422, {"errors": [message]})


def test_there_is_no_read_by_id_and_no_other_path(sandbox: Client) -> None:
    assert sandbox.greenhouse("applications/101").status_code == 404
    assert sandbox.greenhouse("candidates/1/applications").status_code == 404
    assert sandbox.greenhouse("nonsense").status_code == 404
    assert [row["id"] for row in sandbox.crawl("applications", ids="101")] == [101]


def test_id_lists(sandbox: Client) -> None:
    assert [row["id"] for row in sandbox.crawl("applications", ids="101,103,999999")] == [103, 101]
    assert [row["id"] for row in sandbox.crawl("applications", candidate_ids="2,3")] == [103, 102]
    assert len(sandbox.crawl("applications", candidate_ids="4", per_page=500)) == MANY
    assert [row["id"] for row in sandbox.crawl("application_stages", application_ids="101")] == [2, 1]
    assert [row["id"] for row in sandbox.crawl("applications", candidate_ids="2,3", ids="101,102")] == [102]
    assert {row["id"] for row in sandbox.crawl("jobs", office_id="31", department_id="501")} == {11, 12, 13}
    assert sandbox.crawl("jobs", department_id="502") == []


def test_windows_partition_the_rows(sandbox: Client) -> None:
    edges = [at(1, 1), at(2, 7), at(2, 8), at(3, 1), at(4, 1), at(6, 5), NOW + timedelta(seconds=1)]
    parts = [
        [
            row["id"]
            for row in sandbox.crawl("applications", updated_at=f"gte|{wire(low)}|lt|{wire(high)}", per_page=500)
        ]
        for low, high in pairwise(edges)
    ]
    together = [row_id for part in parts for row_id in part]
    assert len(together) == len(set(together)) == APPLICATIONS
    assert all(parts)


def test_bounds_are_as_their_operators_say_in_both_forms(sandbox: Client) -> None:
    moment = wire(at(2, 8))  # application 101 changed exactly then
    for operator, is_in in (("gte", True), ("lte", True), ("gt", False), ("lt", False)):
        piped = {row["id"] for row in sandbox.crawl("applications", updated_at=f"{operator}|{moment}", per_page=500)}
        bracketed = {
            row["id"] for row in sandbox.crawl("applications", **{f"updated_at[{operator}]": moment}, per_page=500)
        }
        assert piped == bracketed and (101 in piped) is is_in, operator


# --- rate limit ---------------------------------------------------------------------------------------------------


def test_calls_beyond_the_limit_wait_for_the_next_window(start: Callable[..., Client]) -> None:
    clock = [999_990.0]  # a window of 30 seconds starts at 999 990
    client = start(rate_limit=3, wall_clock=lambda: clock[0])
    client.mint()
    for remaining in (2, 1, 0):
        answer = client.greenhouse("sources")
        assert answer.status_code == 200
        assert answer.headers["X-RateLimit-Limit"] == "3"
        assert answer.headers["X-RateLimit-Remaining"] == str(remaining)
        assert answer.headers["X-RateLimit-Reset"] == "1000020"
    clock[0] += 10.5
    refused = client.greenhouse("sources")
    assert refused.status_code == 429 and refused.headers["Retry-After"] == "20"
    clock[0] += 20
    assert client.greenhouse("sources").status_code == 200


def test_the_documented_limit_is_50_and_the_default_is_out_of_the_way(start: Callable[..., Client]) -> None:
    assert start(rate_limit="documented").greenhouse("sources").headers["X-RateLimit-Limit"] == "50"
    assert int(start().greenhouse("sources").headers["X-RateLimit-Limit"]) >= 100_000


# --- hidden rows --------------------------------------------------------------------------------------------------


def test_rows_hidden_by_default(sandbox: Client) -> None:
    def ids(name: str, **params: str) -> list[int]:
        return [row["id"] for row in sandbox.crawl(name, **params)]

    assert ids("users") == [802, 801]
    everyone = sandbox.crawl("users", show_service_accounts="true")
    assert one(everyone, 803)["primary_email"] == "" and len(everyone) == 3
    assert one(everyone, 802)["deactivated"] is True
    assert ids("rejection_reasons") == [21]
    assert ids("rejection_reasons", include_defaults="true") == [22, 21]
    assert ids("job_posts") == [117]
    assert ids("job_posts", active="false") == [137]
    assert ids("approval_flows") == [402, 401]
    assert ids("approval_flows", job_ids="11") == [402]
    assert ids("offers") == [2201, 2200]
    assert ids("offers", current_only="true") == [2201]


# --- the clock ----------------------------------------------------------------------------------------------------


def test_state_is_a_function_of_the_clock_alone(sandbox: Client) -> None:
    def everything() -> dict[str, bytes]:
        return {name: sandbox.greenhouse(name, per_page=500).content for name in ENDPOINTS}

    here = everything()
    sandbox.move(NOW + timedelta(days=7))
    later = everything()
    sandbox.move(at(2, 10))
    assert everything() != here
    sandbox.move(NOW)
    assert everything() == here
    sandbox.move(NOW + timedelta(days=7))
    assert everything() == later != here


def test_the_clock_can_be_read_and_refuses_nonsense(sandbox: Client) -> None:
    address = f"{sandbox.base}/_sandbox/clock"
    assert sandbox.session.get(address, timeout=10).json() == {"now": wire(NOW)}
    for body in ({}, {"now": "tomorrow"}, {"now": 7}, ["now"]):
        assert sandbox.session.post(address, json=body, timeout=10).status_code == 400
    assert sandbox.session.get(address, timeout=10).json() == {"now": wire(NOW)}


def test_pages_needed_are_rows_over_page_size(sandbox: Client) -> None:
    address = f"{sandbox.base}/_sandbox/stats"
    before = sandbox.session.get(address, timeout=10).json()["greenhouse.requests"]
    sandbox.crawl("applications", per_page=500)
    after = sandbox.session.get(address, timeout=10).json()["greenhouse.requests"]
    assert after - before == math.ceil(APPLICATIONS / 500) + 1  # and one for the token
