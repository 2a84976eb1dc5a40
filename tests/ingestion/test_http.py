"""The HTTP layer against a real server: every fault is outlived or explained, and no secret is ever told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from dlt.sources.helpers.rest_client.auth import APIKeyAuth
from dlt.sources.helpers.rest_client.paginators import JSONResponseCursorPaginator
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from hirehouse.ingestion.errors import NotPermitted, SourceError
from hirehouse.ingestion.http import ApiAccount, CursorExpired, ListClient, build_client
from hirehouse.ingestion.pacing import Pacer
from tests.ingestion.conftest import NOON, Server
from tests.ingestion.reading import application, at, candidate, latest, load
from tests.ingestion.vendor import FakeVendor, Fault, Reset, Stall


def _once_each(*makers: object) -> Fault:
    """A fault function that lets every request fail once with each of ``makers`` in turn before it is served."""
    seen: dict[str, int] = {}
    lock = threading.Lock()

    def fault(request: Request, _: int) -> Response | None:
        if "/candidates" not in request.url.path:
            return None
        with lock:
            number = seen[str(request.url)] = seen.get(str(request.url), -1) + 1
        return makers[number](request) if number < len(makers) else None  # type: ignore[operator]

    return fault


def _truncated(_: Request) -> Response:
    return Response('[{"id": 1, "first_na', media_type="application/json")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_every_fault_is_outlived(vendor: FakeVendor, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCES__GREENHOUSE__REQUEST_TIMEOUT", "0.4")
    vendor.greenhouse["candidates"] = [candidate(number) for number in range(1, 1101)]
    vendor.fault = _once_each(
        lambda _: JSONResponse({}, 500),
        lambda _: JSONResponse({}, 429, headers={"Retry-After": "0.1"}),
        _truncated,
        lambda _: JSONResponse({}, 429),
        lambda _: Reset(),
        lambda _: Stall(),
    )
    load(home, "greenhouse", NOON)
    assert [row["id"] for row in latest(home, "greenhouse", "candidates")] == list(range(1, 1101))
    assert vendor.statuses[500] >= 3 and vendor.statuses[429] >= 6


def test_an_expired_cursor_starts_its_window_again_without_doubles(vendor: FakeVendor, home: Path) -> None:
    vendor.greenhouse["candidates"] = [candidate(number, at(1 + number % 8)) for number in range(1, 2601)]
    expired: list[str] = []

    def fault(request: Request, _: int) -> Response | None:
        if "cursor" in request.query_params and "/candidates" in request.url.path and len(expired) < 4:
            expired.append(request.query_params["cursor"])
            return JSONResponse({"errors": ["The cursor has expired."]}, 422) if len(expired) % 2 == 0 else None
        return None

    vendor.fault = fault
    report = load(home, "greenhouse", NOON)
    assert report.rows["candidates"] == 2600
    assert [row["id"] for row in latest(home, "greenhouse", "candidates")] == list(range(1, 2601))


def test_a_revoked_token_is_replaced_once_for_all_threads(vendor: FakeVendor, home: Path) -> None:
    vendor.greenhouse["applications"] = [application(number) for number in range(1, 1201)]
    revoked: list[int] = []

    def fault(request: Request, number: int) -> Response | None:
        if number in (5, 40) and number not in revoked:
            revoked.append(number)
            vendor.tokens += 1  # somebody else minted one: ours is dead
        return None

    vendor.fault = fault
    load(home, "greenhouse", NOON)
    assert len(latest(home, "greenhouse", "applications")) == 1200
    assert vendor.tokens == 1 + 2 * 2  # ours, and for each revocation theirs and one fresh of ours


def test_retries_end_with_what_where_and_remedy(
    vendor: FakeVendor, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hirehouse.ingestion.http._ATTEMPTS", 3)
    vendor.fault = lambda request, _: JSONResponse({}, 503) if "/jobs" in request.url.path else None
    with pytest.raises(SourceError) as stopped:
        load(home, "greenhouse", NOON)
    text = str(stopped.value)
    assert "gave up after 3 attempts" in text and "status 503" in text and "/greenhouse/v3/jobs" in text
    assert "run again" in text and "per_page" not in text and "hush" not in text and "token-" not in text


@pytest.mark.parametrize(
    ("status", "words"),
    [(400, "README"), (302, "base_url")],
)
def test_final_answers_are_explained(vendor: FakeVendor, home: Path, status: int, words: str) -> None:
    body = {"errors": ["no hush-hush for client-one"]}
    vendor.fault = lambda request, _: JSONResponse(body, status) if "/offers" in request.url.path else None
    with pytest.raises(SourceError) as stopped:
        load(home, "greenhouse", NOON)
    assert words in str(stopped.value) and f"status {status}" in str(stopped.value)
    assert "hush-hush" not in str(stopped.value) and "client-one" not in str(stopped.value)


def test_a_link_to_another_host_gets_no_token(vendor: FakeVendor, home: Path) -> None:
    headers = {"Link": '<https://elsewhere.example/v3/jobs?cursor=x>; rel="next"'}
    vendor.fault = lambda request, _: JSONResponse([], headers=headers) if "/jobs" in request.url.path else None
    with pytest.raises(SourceError, match="another host"):
        load(home, "greenhouse", NOON)


@pytest.mark.parametrize(
    ("system", "name", "value", "words"),
    [
        ("greenhouse", "CLIENT_ID", "", ("client_id", "SOURCES__GREENHOUSE__CLIENT_ID", ".dlt/secrets.toml")),
        ("greenhouse", "CLIENT_SECRET", "wrong", ("401", "client_secret is wrong", "Harvest V3")),
        ("greenhouse", "BASE_URL", "harvest.greenhouse.io/v3", ("no http(s) address", "https://api.example.com/v1")),
        ("greenhouse", "BASE_URL", "http://127.0.0.1:9/v3", ("gave up", "127.0.0.1:9/token")),
        ("gem", "API_KEY", "", ("api_key", "SOURCES__GEM__API_KEY", ".dlt/secrets.toml")),
        ("gem", "API_KEY", "wrong", ("401", "SOURCES__GEM__API_KEY")),
        ("gem", "BASE_URL", "ftp://x", ("no http(s) address", "SOURCES__GEM__BASE_URL")),
    ],
)
def test_wrong_settings_are_told_before_any_work(
    vendor: FakeVendor,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    system: str,
    name: str,
    value: str,
    words: tuple[str],
) -> None:
    if value:
        monkeypatch.setenv(f"SOURCES__{system.upper()}__{name}", value)
    else:
        monkeypatch.delenv(f"SOURCES__{system.upper()}__{name}")
    with pytest.raises(SourceError) as stopped:
        load(home, system, NOON)
    for word in words:
        assert word in str(stopped.value)
    assert "hush-hush" not in str(stopped.value) and not (home / "raw").exists()


class EnvelopeVendor:
    """Answers everything with status 200: rows in ``data.rows``, two a page, faults as a code in the body."""

    def __init__(self) -> None:
        self.faults: list[int] = []  # codes to answer with, before any rows
        self.body: Callable[[list[Any], str | None], Any] = lambda rows, after: {"data": {"rows": rows}, "next": after}
        self.keys: list[str | None] = []
        self.url = ""

    async def list(self, request: Request) -> Response:
        self.keys.append(request.headers.get("x-key"))
        if self.faults:
            return JSONResponse({"success": False, "code": self.faults.pop(0), "errors": ["no, dear hush-hush"]})
        start = int(request.query_params.get("after", "0"))
        rows = [{"id": number} for number in range(start, min(start + 2, 5))]
        return JSONResponse(self.body(rows, str(start + 2) if start + 2 < 5 else None))


@pytest.fixture
def enveloped(monkeypatch: pytest.MonkeyPatch) -> Iterator[EnvelopeVendor]:
    vendor = EnvelopeVendor()
    server = Server(Starlette(routes=[Route("/v1/people", vendor.list)]))
    vendor.url = f"{server.url}/v1"
    monkeypatch.setattr("hirehouse.ingestion.http._BACKOFF_SECONDS", 0.01)
    yield vendor
    server.stop()


def _client(vendor: EnvelopeVendor) -> ListClient:
    account = ApiAccount(
        "enveloped",
        vendor.url,
        secrets=("hush-hush",),
        rows_at="data.rows",
        status_in=lambda body: body.get("code") if isinstance(body, dict) else None,
        is_stale=lambda answer: answer.json().get("code") == 410,
        credential_headers=("X-Key",),
    )
    key = APIKeyAuth(name="X-Key", api_key="hush-hush", location="header")
    return build_client(account, Pacer(), key, lambda: JSONResponseCursorPaginator("next", "after"))


def test_faults_told_in_the_body_of_a_good_reply_are_outlived(enveloped: EnvelopeVendor) -> None:
    enveloped.faults = [429, 503]
    pages = list(_client(enveloped).paginate("people"))
    assert [[row["id"] for row in page] for page in pages] == [[0, 1], [2, 3], [4]]
    assert len(enveloped.keys) == 2 + 3


@pytest.mark.parametrize(("code", "kind"), [(403, NotPermitted), (400, SourceError), (410, CursorExpired)])
def test_refusals_told_in_the_body_of_a_good_reply_end_the_list(
    enveloped: EnvelopeVendor, code: int, kind: type[Exception]
) -> None:
    enveloped.faults = [code] * 9
    with pytest.raises(kind) as stopped:
        list(_client(enveloped).paginate("people"))
    assert type(stopped.value) is kind and len(enveloped.keys) == 1 and "hush-hush" not in str(stopped.value)
    assert kind is CursorExpired or f"the vendor refused with status {code}" in str(stopped.value)


@pytest.mark.parametrize("body", [{"data": {"rows": {"0": {"id": 1}}}}, {"data": [1]}, {}, [], None])
def test_rows_that_do_not_lie_where_they_should_are_told(enveloped: EnvelopeVendor, body: Any) -> None:
    enveloped.body = lambda rows, after: body
    with pytest.raises(SourceError, match=r"expected a JSON array of rows in data\.rows, got another JSON value"):
        list(_client(enveloped).paginate("people"))


def test_a_key_in_a_header_of_its_own_is_shown_to_its_own_host_only(enveloped: EnvelopeVendor) -> None:
    client = _client(enveloped)
    client.get("people")
    assert enveloped.keys == ["hush-hush"]
    with pytest.raises(SourceError, match="another host"):
        client.get("https://elsewhere.example/v1/people")
