"""The shared HTTP layer of the API connectors: dlt's RESTClient over a session that paces, retries and renews tokens.

Retries are made here rather than by dlt's own client because every attempt has to pass the pacer, a 401 has to fetch a
token between two attempts, and a body that is no JSON counts as a failed attempt of that page only.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from dlt.sources.helpers import requests
from dlt.sources.helpers.rest_client import RESTClient
from requests import PreparedRequest, Response, exceptions
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase

from hirehouse.ingestion.errors import NotPermitted, SourceError, safe_address
from hirehouse.ingestion.pacing import Pacer
from hirehouse.ingestion.replies import BROKEN, parsed, reason_in

_ATTEMPTS = 7
_FRESH_TOKENS = 3
"""Fresh tokens for one request: another worker with the same client id may revoke ours between two attempts."""
_BACKOFF_SECONDS, _LONGEST_BACKOFF = 0.25, 20.0
_DIED = (
    exceptions.ConnectionError,
    exceptions.Timeout,
    exceptions.ChunkedEncodingError,
    exceptions.ContentDecodingError,
)


class CursorExpired(Exception):
    """The vendor no longer knows the paging cursor: the window has to start again from its first page."""


def never(_: Response) -> bool:
    """The answer for vendors without paging cursors that grow old."""
    return False


def _none(_: Any) -> int | None:
    return None


@dataclass(frozen=True)
class ApiAccount:
    """What the session must know about whom it calls.

    ``remedies`` gives the vendor's own advice per status (401, 403, 404), ``<list>`` in it stands for the last part of
    the address; ``secrets`` are values masked in any text. ``has_lists``: its addresses are lists, so a 403 or 404 says
    something of one of them only (false for a token service).

    How it answers: ``rows_at`` names the field of a body in which the rows lie, with dots between nested names, or is
    empty where the body is the list itself. ``is_stale`` says of a refusal whether it means that the paging cursor is
    no longer known. ``status_in`` finds, in the body of a reply that came with 200, the status that was meant, or None;
    it decides what happens then. ``credential_headers`` are those that only the account's own host may see.
    """

    system: str
    base_url: str
    remedies: Mapping[int, str] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()
    timeout_seconds: float = 60.0
    has_lists: bool = True
    rows_at: str = ""
    is_stale: Callable[[Response], bool] = never
    status_in: Callable[[Any], int | None] = _none
    credential_headers: tuple[str, ...] = ("Authorization",)

    def error(self, what: str, url: str, remedy: str) -> SourceError:
        """A SourceError about ``url`` without query and secrets."""
        return SourceError(self.system, self.masked(what), safe_address(url), remedy)

    def masked(self, text: str) -> str:
        """``text`` with every secret replaced."""
        for secret in self.secrets:
            text = text.replace(secret, "***") if secret else text
        return text


class PacedSession(requests.Session):
    """A requests session in which every attempt waits for the pacer and every failure is retried or explained."""

    def __init__(self, account: ApiAccount, pacer: Pacer, connections: int = 8) -> None:
        super().__init__(timeout=account.timeout_seconds, raise_for_status=False)
        self.account, self.pacer = account, pacer
        self._environment: Any = None
        adapter = HTTPAdapter(pool_connections=2, pool_maxsize=connections)
        self.mount("https://", adapter)
        self.mount("http://", adapter)

    def merge_environment_settings(self, *arguments: Any, **named: Any) -> Any:
        """Proxies and certificates of the environment, looked up once: one session calls one host, and the look-up
        costs more than sending."""
        if self._environment is None:
            self._environment = super().merge_environment_settings(*arguments, **named)
        return dict(self._environment)

    def send(self, request: PreparedRequest, **kwargs: Any) -> Response:
        """Send until answered with a usable body. The parsed body is in ``response.parsed``.

        Raises CursorExpired, or SourceError when the retries are used up or the answer is final; NotPermitted if it is
        final for this list only.
        """
        kwargs["allow_redirects"] = False  # a redirect would carry the vendor's key header to another host
        kwargs["timeout"] = kwargs.get("timeout") or self.account.timeout_seconds
        if any(name in request.headers for name in self.account.credential_headers):
            self._check_origin(request.url or "")
        tokens, trouble = 0, ""
        for attempt in range(_ATTEMPTS + _FRESH_TOKENS):
            if attempt - tokens >= _ATTEMPTS:
                break
            response, trouble = self._attempt(request, kwargs)
            if response is None:
                time.sleep(_backoff(attempt))
                continue
            body = _parsed(response) if response.status_code < 300 else None
            status = self._meant(response, body)
            trouble = f"status {status}"
            if status == 401 and tokens < _FRESH_TOKENS and self._renew(request):
                tokens, trouble = tokens + 1, "401 after a fresh token"
            elif status == 429:
                told = _retry_after(response)
                self.pacer.refused(_backoff(attempt) if told is None else told, told is not None)
            elif status >= 500:
                time.sleep(_retry_after(response) or _backoff(attempt))
            elif status >= 300:
                raise self._final(response, status, request.url or "")
            elif body is not BROKEN:
                response.parsed = body  # type: ignore[attr-defined]
                return response
            else:
                trouble = "the body is no complete JSON"
                time.sleep(_backoff(attempt))
        raise self.account.error(
            f"gave up after {_ATTEMPTS} attempts, the last ended with: {trouble}",
            request.url or "",
            "see whether the vendor has an outage and whether this machine reaches the address, then run again; the "
            "bookmark has not moved, so nothing is lost",
        )

    def _attempt(self, request: PreparedRequest, kwargs: dict[str, Any]) -> tuple[Response | None, str]:
        self.pacer.acquire()
        headers = None
        try:
            response = super().send(request, **kwargs)
            headers = response.headers
        except _DIED as error:
            return None, _kind(error)
        except exceptions.RequestException as error:
            raise self.account.error(
                f"the address cannot be called ({type(error).__name__})", request.url or "", self._address_remedy()
            ) from None
        finally:
            self.pacer.answered(headers)
        return response, ""

    def _meant(self, response: Response, body: Any) -> int:
        """The status of a reply: its own, or the one that the body of a 200 tells."""
        told = None if body is None or body is BROKEN else self.account.status_in(body)
        return told or response.status_code

    def _renew(self, request: PreparedRequest) -> bool:
        auth = getattr(self, "token_auth", None)
        if auth is None:
            return False
        auth.renew(str(request.headers.get("Authorization", "")).removeprefix("Bearer "))
        auth(request)
        return True

    def _check_origin(self, url: str) -> None:
        ours, theirs = urlsplit(self.account.base_url), urlsplit(url)
        if (ours.scheme, ours.netloc) != (theirs.scheme, theirs.netloc):
            raise self.account.error(
                "the vendor points to another host, which must not see our credentials", url, self._address_remedy()
            )

    def _address_remedy(self) -> str:
        name = self.account.system
        return (
            f"check base_url under [sources.{name}] in .dlt/config.toml or SOURCES__{name.upper()}__BASE_URL, "
            f"now {safe_address(self.account.base_url)}"
        )

    def _final(self, response: Response, status: int, url: str) -> Exception:
        if self.account.is_stale(response):
            return CursorExpired(safe_address(url))
        said = self.account.masked(reason_in(response.content))
        remedy = self.account.remedies.get(status)
        if remedy is None:
            remedy = self._address_remedy() if status in (404, 301, 302, 307, 308) else "see the connector's README"
        remedy = remedy.replace("<list>", urlsplit(url).path.rsplit("/", 1)[-1])
        error = self.account.error(f"the vendor refused with status {status}{said}", url, remedy)
        if status in (403, 404) and self.account.has_lists:
            return NotPermitted(error.system, error.what, error.where, error.remedy, status)
        return error


class ListClient(RESTClient):
    """dlt's RESTClient over bodies that the session has parsed, for vendors that answer with a list of rows."""

    def _create_response_handler(self) -> Callable[[Response, Any, Any], None]:
        """No raising hook: it would run inside ``send`` and take the answer from our retries."""
        return lambda response, *args, **kwargs: None

    def extract_response(self, response: Response, data_selector: Any) -> list[Any]:
        """The page's rows; raises SourceError if there is no list where the account says they lie."""
        account: ApiAccount = self.session.account  # type: ignore[attr-defined]
        rows = response.parsed  # type: ignore[attr-defined]
        for name in filter(None, account.rows_at.split(".")):
            rows = rows.get(name) if isinstance(rows, dict) else None
        if isinstance(rows, list):
            return rows
        where = f" in {account.rows_at}" if account.rows_at else ""
        raise account.error(
            f"expected a JSON array of rows{where}, got another JSON value",
            response.url,
            f"check base_url of {account.system}: it may point to another API or version",
        )


def build_client(
    account: ApiAccount, pacer: Pacer, auth: AuthBase, paginator: Callable[[], Any], connections: int = 8
) -> ListClient:
    """A client for ``account``'s lists; raises SourceError if its base_url is no http(s) address."""
    parts = urlsplit(account.base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SourceError(
            account.system,
            "base_url is no http(s) address",
            f"setting sources.{account.system}.base_url",
            f"set SOURCES__{account.system.upper()}__BASE_URL or base_url under [sources.{account.system}] in "
            ".dlt/config.toml to an address like https://api.example.com/v1",
        )
    session = PacedSession(account, pacer, connections)
    session.token_auth = auth if hasattr(auth, "renew") else None  # type: ignore[attr-defined]
    return ListClient(account.base_url, auth=auth, paginator=paginator(), data_selector="$", session=session)


def _parsed(response: Response) -> Any:
    if "csv" in response.headers.get("Content-Type", "") or urlsplit(response.url).path.endswith(".csv"):
        return None
    return parsed(response.content)


def _backoff(attempt: int) -> float:
    """Seconds before the next attempt: doubling, with jitter so that threads do not come back together."""
    return min(_BACKOFF_SECONDS * 2**attempt, _LONGEST_BACKOFF) * random.uniform(0.7, 1.0)


def _retry_after(response: Response) -> float | None:
    try:
        return max(float(response.headers["Retry-After"]), 0.05)
    except (KeyError, ValueError):
        return None


def _kind(error: Exception) -> str:
    if isinstance(error, exceptions.Timeout):
        return "no answer in time"
    return "the connection failed or was reset"
