"""Greenhouse Recruiting through the Harvest API v3.

Loaded: the collections of ``endpoints.py``, which is everything the funnel, offers, approvals and hygiene need.
Left out on purpose: EEOC and demographic answers (they come by file, to those who may see them), notes and
attachments (free text and files about people that no metric reads), job posts, tags, educations, employments and
scorecard attributes (no mart uses them yet). A metric that needs one of them reopens that choice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from dlt.extract import DltSource
from dlt.sources.helpers.rest_client.paginators import HeaderLinkPaginator
from requests import Response

from hirehouse.ingestion.credentials import secret, setting
from hirehouse.ingestion.errors import SourceError
from hirehouse.ingestion.http import ApiAccount, CursorExpired, ListClient, PacedSession, build_client
from hirehouse.ingestion.observe import Feed, LoadContext, Rows, observed_source
from hirehouse.ingestion.pacing import Pacer
from hirehouse.ingestion.sources.greenhouse.auth import SharedToken
from hirehouse.ingestion.sources.greenhouse.endpoints import ENDPOINTS, Endpoint

TABLES = {endpoint.spec.name: endpoint.spec for endpoint in ENDPOINTS}

BASE_URL, AUTH_URL = "https://harvest.greenhouse.io/v3", "https://auth.greenhouse.io/token"
_PER_PAGE = 500
_RESTARTS = 8
"""A window is started again this often when its cursor expires, before the load gives up."""

Bounds = tuple[datetime | None, datetime | None]


class _Slice(NamedTuple):
    """Part of a window still to be read: changes from ``since`` to ``until`` of rows with an id under ``below``."""

    since: datetime | None
    until: datetime | None
    below: int | None = None
    is_open: bool = False  # ``since`` itself belongs to the slice before

    def date_filter(self) -> dict[str, Any]:
        """The query parameters of the slice."""
        words = ((("gt" if self.is_open else "gte"), self.since), ("lte", self.until))
        parts = [f"{word}|{_wire_time(at)}" for word, at in words if at is not None]
        return {"updated_at": "|".join(parts)} if parts else {}

    def again(self, below: int | None, dates: list[str]) -> list[_Slice]:
        """The slices to read instead, last one first: two, cut at the median of the changes seen, if that cuts it."""
        middle = datetime.fromisoformat(sorted(dates)[len(dates) // 2]) if len(dates) > 1 else None
        if middle is None or not (self.since is None or self.since < middle) or self.until == middle:
            return [self._replace(below=below)]
        later = _Slice(middle, self.until, below, is_open=True)
        return [later, self._replace(until=middle, below=below)]


def build_source(context: LoadContext) -> DltSource:
    """The dlt source of one load; fetches a token, so wrong credentials or addresses are told before any work starts.

    Settings ``sources.greenhouse``: ``client_id``, ``client_secret``, ``base_url``, ``auth_url``,
    ``request_timeout`` (s).
    """
    client_id = secret("greenhouse", "client_id", "abc123")
    client_secret = secret("greenhouse", "client_secret", "def456")
    client = _client(client_id, client_secret, context)
    feeds = [
        Feed(
            endpoint.spec,
            listing=partial(_pages, client, endpoint, (None, None)),
            window=partial(_window, client, endpoint),
            changed_at=("updated_at",),
            created_at="created_at",
        )
        for endpoint in ENDPOINTS
    ]
    return observed_source(context, feeds)


def _client(client_id: str, client_secret: str, context: LoadContext) -> ListClient:
    base_url = (setting("greenhouse", "base_url", BASE_URL) or BASE_URL).rstrip("/")
    default_auth = AUTH_URL if base_url == BASE_URL else base_url.removesuffix("/v3") + "/token"
    auth_url = setting("greenhouse", "auth_url", default_auth) or default_auth
    timeout = float(setting("greenhouse", "request_timeout", "60") or 60)
    pacer = Pacer()
    context.traffic = lambda: (pacer.requests, pacer.waited_seconds)
    secrets = (client_id, client_secret) if len(client_secret) > 3 else (client_secret,)
    token_account = ApiAccount("greenhouse", _origin(auth_url), _TOKEN_REMEDIES, secrets, timeout, has_lists=False)
    auth = SharedToken(PacedSession(token_account, Pacer()), auth_url, client_id, client_secret)
    account = ApiAccount("greenhouse", base_url, _REMEDIES, secrets, timeout, is_stale=_is_stale)
    client = build_client(account, pacer, auth, HeaderLinkPaginator)
    auth.renew("")
    return client


def _is_stale(answer: Response) -> bool:
    """Whether a cursor is refused for its age: 422 is also the answer to other parameters beside a cursor."""
    has_cursor = "cursor" in parse_qs(urlsplit(answer.url).query)
    return answer.status_code == 422 and has_cursor and "other query params" not in answer.text


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _window(client: ListClient, endpoint: Endpoint, since: datetime, until: datetime) -> Iterator[Rows]:
    return _pages(client, endpoint, (since, until))


def _pages(client: ListClient, endpoint: Endpoint, bounds: Bounds) -> Iterator[Rows]:
    """Pages of the rows changed within ``bounds`` (None: open), no row asked for twice.

    An expired cursor starts its window again; from the second time on the window is halved first, oldest half first, so
    that rows changed meanwhile move ahead of us, never behind. Pages come in descending id, so what a broken window
    already gave is told by its lowest id.
    """
    pending = [_Slice(*bounds)]
    restarts = 0
    while pending:
        piece = pending.pop()
        below = piece.below
        dates: list[str] = []
        try:
            params = {"per_page": _PER_PAGE, **endpoint.params, **piece.date_filter()}
            for page in client.paginate(endpoint.spec.name, params=params):
                dates.extend(row["updated_at"] for row in page[:1] if isinstance(row, dict) and row.get("updated_at"))
                yield page if piece.below is None else [row for row in page if not _was_given(row, piece.below)]
                below = _lowest(page, below)
        except CursorExpired:
            restarts += 1
            if restarts > _RESTARTS:
                raise SourceError(
                    "greenhouse",
                    f"the paging cursor expired {restarts} times",
                    f"{client.base_url}/{endpoint.spec.name}",
                    "run again when the vendor answers faster; the bookmark has not moved, so nothing is lost",
                ) from None
            pending += piece.again(below, dates if restarts > 1 else [])


def _lowest(page: Sequence[Any], below: int | None) -> int | None:
    """The lowest id so far; pages come in descending id, so the last row that has one tells it."""
    for row in reversed(page):
        number = row.get("id") if isinstance(row, dict) else None
        if isinstance(number, int):
            return number if below is None else min(number, below)
    return below


def _was_given(row: Any, below: int) -> bool:
    number = row.get("id") if isinstance(row, dict) else None
    return isinstance(number, int) and number >= below


def _wire_time(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


_TOKEN_REMEDIES = {
    401: "client_id or client_secret is wrong or was revoked: set SOURCES__GREENHOUSE__CLIENT_ID and "
    "SOURCES__GREENHOUSE__CLIENT_SECRET to a credential of the type Harvest V3 (OAuth)",
    404: "there is no token service at this address: check SOURCES__GREENHOUSE__AUTH_URL (default: base_url with /v3 "
    "replaced by /token when base_url is set)",
}
_TOKEN_REMEDIES[400] = _TOKEN_REMEDIES[403] = _TOKEN_REMEDIES[401]

_REMEDIES = {
    401: "the token is refused although it is fresh: another program may use the same client id; give this one its own",
    403: "give the credential the scope harvest:<list>:list, and let it act as a Site Admin",
    404: "Harvest v3 has no such collection for this account; if it has none at all, check base_url under "
    "[sources.greenhouse] in .dlt/config.toml or SOURCES__GREENHOUSE__BASE_URL",
}
