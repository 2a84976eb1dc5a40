"""Misbehaviour on demand: every kind reaches the client as announced, and a correct client always gets through."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import requests

from hirehouse.sandbox.faults import KINDS, LATE_ROWS, PROFILES, WIRE_KINDS, FaultProfile, Faults, fault_profile
from tests.sandbox.conftest import Client
from tests.sandbox.small_company import NOW, at

EVERY_REQUEST = FaultProfile("every", share=1.0, repeats=1, kinds=frozenset(), stall_seconds=0.2)
RETRIES = 5


def only(kind: str) -> FaultProfile:
    """Each distinct request fails once, in one way."""
    return replace(EVERY_REQUEST, kinds=frozenset({kind}))


def patient(client: Client, get: Callable[..., requests.Response], *path: str, **params: Any) -> requests.Response:
    """A GET as a correct client makes it: again after a broken answer, with a fresh token after a 401."""
    for _ in range(RETRIES):
        try:
            answer = get(*path, **params)
            if answer.status_code == 401:
                while not client.mint().ok:
                    pass
            elif answer.status_code not in (429, 500, 502, 503):
                answer.json()
                return answer
        except (requests.ConnectionError, requests.Timeout, ValueError):
            continue
    raise AssertionError(f"{path} failed {RETRIES} times")


def patient_mint(client: Client) -> None:
    for _ in range(RETRIES):
        try:
            if client.mint().ok:
                return
        except (requests.ConnectionError, requests.Timeout, ValueError):
            continue
    raise AssertionError("no token")


def patient_crawl(client: Client, collection: str, **params: Any) -> list[dict[str, Any]]:
    """A Greenhouse pass that starts again when its cursor has expired."""
    for _ in range(RETRIES):
        answer = patient(client, client.greenhouse, collection, **params)
        rows = answer.json()
        while "next" in answer.links:
            answer = patient(client, client.greenhouse, answer.links["next"]["url"])
            if answer.status_code == 422:
                break
            rows += answer.json()
        else:
            return rows
    raise AssertionError(f"{collection} never came to its end")


def log(client: Client) -> list[dict[str, Any]]:
    answer = client.session.get(f"{client.base}/_sandbox/faults", timeout=10).json()
    assert answer["counts"] == Counter(entry["kind"] for entry in answer["log"])
    return list(answer["log"])


@pytest.mark.parametrize(
    ("kind", "status", "retry_after"),
    [
        ("rate_limited", 429, "1"),
        ("rate_limited_bare", 429, None),
        ("server_error", 500, None),
        ("bad_gateway", 502, None),
        ("unavailable", 503, None),
    ],
)
def test_statuses(start: Callable[..., Client], kind: str, status: int, retry_after: str | None) -> None:
    client = start(faults=only(kind))
    first = client.mint()
    assert (first.status_code, first.headers.get("Retry-After")) == (status, retry_after)
    assert client.mint().ok
    assert client.greenhouse("sources").status_code == status
    assert client.greenhouse("sources").json()[0]["name"] == "LinkedIn"
    assert [(entry["kind"], entry["path"]) for entry in log(client)] == [
        (kind, "/greenhouse/token"),
        (kind, "/greenhouse/v3/sources"),
    ]


def test_reset_is_a_reset(start: Callable[..., Client]) -> None:
    client = start(faults=only("reset"))
    with pytest.raises(requests.ConnectionError) as caught:
        client.gem("users")
    assert "reset" in str(caught.value).lower()
    assert client.gem("users").status_code == 200


def test_stall_outlasts_an_impatient_client_and_ends_for_a_patient_one(start: Callable[..., Client]) -> None:
    client = start(faults=only("stall"))
    with pytest.raises(requests.ReadTimeout):
        client.session.get(f"{client.base}/gem/v0/users", headers={"X-API-Key": "sandbox"}, timeout=0.05)
    begun = time.monotonic()
    with pytest.raises(requests.ConnectionError):
        client.gem("sequences")
    assert 0.2 <= time.monotonic() - begun < 5
    assert client.gem("users").ok and client.gem("sequences").ok


def test_truncated_is_valid_http_and_broken_json(start: Callable[..., Client]) -> None:
    client = start(faults=only("truncated"))
    broken = client.gem("users")
    assert broken.status_code == 200 and int(broken.headers["Content-Length"]) == len(broken.content)
    with pytest.raises(ValueError):
        broken.json()
    whole = client.gem("users")
    assert whole.content.startswith(broken.content) and whole.json()


def test_truncated_files_do_not_pass_for_whole_ones(start: Callable[..., Client]) -> None:
    client = start(faults=only("truncated"))
    client.gem("data_export")
    address = client.gem("data_export").json()["files"][0]["download_url"]
    with pytest.raises(requests.ConnectionError):
        client.session.get(address, timeout=10)
    assert client.session.get(address, timeout=10).text.count("\n") == 3


def test_expired_cursor_restarts_the_pass(start: Callable[..., Client]) -> None:
    client = start(faults=only("expired_cursor"))
    following = client.greenhouse("applications").links["next"]["url"]
    expired = client.greenhouse(following)
    assert (expired.status_code, expired.json()) == (422, {"errors": ["The cursor has expired."]})
    rows = patient_crawl(client, "applications")
    assert len({row["id"] for row in rows}) == len(rows) == 1205
    assert {entry["kind"] for entry in log(client)} == {"expired_cursor"}


def test_revoked_token_is_a_401_until_a_new_one(start: Callable[..., Client]) -> None:
    client = start(faults=only("revoked_token"))
    client.mint()
    old = client.token
    assert client.greenhouse("sources").status_code == 401
    assert client.greenhouse("sources", token=old).status_code == 401
    client.mint()
    assert client.greenhouse("sources").status_code == 200


def test_late_rows_come_with_the_next_pass_and_old_rows_never_disappear(start: Callable[..., Client]) -> None:
    profile = replace(only(LATE_ROWS), late_share=1.0)
    now = at(4, 1, 0)  # in the middle of the hourly fillers
    client = start(faults=profile, now=now)
    first = {row["id"] for row in patient_crawl(client, "applications", per_page=100)}
    second = {row["id"] for row in patient_crawl(client, "applications", per_page=100)}
    (entry,) = log(client)
    assert first < second and second - first == set(entry["ids"])
    late = [row for row in client.crawl("applications", per_page=500) if row["id"] in entry["ids"]]
    assert {row["created_at"][:13] for row in late} == {f"2026-03-31T{hour:02d}" for hour in range(1, 24)} | {
        "2026-04-01T00"
    }
    client.move(NOW)
    assert len(patient_crawl(client, "applications")) == 1205


@pytest.mark.parametrize("profile", ["mild", "harsh"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_correct_client_always_gets_through_with_the_same_rows(
    start: Callable[..., Client], sandbox: Client, profile: str, seed: int
) -> None:
    harsh = replace(PROFILES[profile], share=0.5, stall_seconds=0.05)
    client = start(faults=harsh, fault_seed=seed)
    patient_mint(client)
    for name in ("applications", "candidates", "application_stages", "jobs", "offers"):
        rows = patient_crawl(client, name, per_page=50)
        assert rows == sandbox.crawl(name, per_page=500), name
    gem = patient(client, client.gem, "candidates", page_size=100, page=2)
    assert gem.json() == sandbox.gem("candidates", page_size=100, page=2).json()
    kinds = {entry["kind"] for entry in log(client)}
    assert kinds == harsh.kinds - {LATE_ROWS}


def test_the_plan_depends_on_the_seed_and_the_request_alone() -> None:
    def plan(seed: int, order: list[int]) -> dict[int, list[str | None]]:
        faults = Faults(PROFILES["harsh"], seed)
        return {n: [bool(faults.next_fault("v", "/p", f"page={n}", ())) for _ in range(6)] for n in order}  # type: ignore[misc]

    forwards, backwards = plan(1, list(range(200))), plan(1, list(range(199, -1, -1)))
    assert forwards == backwards and plan(2, list(range(200))) != forwards
    faulted = [tries for tries in forwards.values() if any(tries)]
    assert 15 <= len(faulted) <= 50
    assert all(sum(tries) <= PROFILES["harsh"].repeats and not any(tries[3:]) for tries in faulted)


def test_kinds_are_dealt_out_evenly() -> None:
    faults = Faults(replace(PROFILES["harsh"], share=1.0), 7)
    for number in range(200):
        faults.next_fault("v", "/p", f"page={number}", ())
    assert set(faults.counts) == set(WIRE_KINDS)
    assert max(faults.counts.values()) - min(faults.counts.values()) <= 1


def test_profiles_by_name() -> None:
    assert fault_profile("none").share == 0
    assert fault_profile("harsh").kinds == set(KINDS)
    assert fault_profile("harsh,-stall,-late_rows").kinds == set(KINDS) - {"stall", LATE_ROWS}
    for wrong in ("awful", "harsh,stall", "harsh,-rain"):
        with pytest.raises(ValueError, match="expected"):
            fault_profile(wrong)


def test_without_faults_nothing_is_logged(sandbox: Client) -> None:
    sandbox.crawl("jobs")
    assert log(sandbox) == []
