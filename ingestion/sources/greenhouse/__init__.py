"""Greenhouse Recruiting through the Harvest API v3.

Loaded: the collections of ``endpoints.py``, which is everything the funnel, offers, approvals and hygiene need.
Left out on purpose: EEOC and demographic answers (they come by file, to those who may see them), notes and
attachments (free text and files about people that no metric reads), job posts, tags, educations, employments and
scorecard attributes (no mart uses them yet). A metric that needs one of them reopens that choice.
"""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

from dlt.extract import DltSource
from dlt.sources.helpers.rest_client.paginators import HeaderLinkPaginator
from requests import Response

from hirehouse.ingestion.credentials import secret, setting
from hirehouse.ingestion.http import ApiAccount, PacedSession
from hirehouse.ingestion.observe import LoadContext, observed_source
from hirehouse.ingestion.pacing import Pacer
from hirehouse.ingestion.rest import Api
from hirehouse.ingestion.restarts import Bounds
from hirehouse.ingestion.sources.greenhouse.auth import SharedToken
from hirehouse.ingestion.sources.greenhouse.endpoints import ENDPOINTS

TABLES = {endpoint.spec.name: endpoint.spec for endpoint in ENDPOINTS}

BASE_URL, AUTH_URL = "https://harvest.greenhouse.io/v3", "https://auth.greenhouse.io/token"


def _between(bounds: Bounds) -> dict[str, str]:
    """The query parameter for changes from the first to the last instant."""
    words = zip(("gte", "lte"), bounds, strict=True)
    parts = [f"{word}|{_wire_time(at)}" for word, at in words if at is not None]
    return {"updated_at": "|".join(parts)} if parts else {}


def build_source(context: LoadContext) -> DltSource:
    """The dlt source of one load; fetches a token, so wrong credentials or addresses are told before any work starts.

    Settings ``sources.greenhouse``: ``client_id``, ``client_secret``, ``base_url``, ``auth_url``,
    ``request_timeout`` (s).
    """
    client_id = secret("greenhouse", "client_id", "abc123")
    client_secret = secret("greenhouse", "client_secret", "def456")
    secrets = (client_id, client_secret) if len(client_secret) > 3 else (client_secret,)
    account = API.account(secrets)
    default_auth = AUTH_URL if account.base_url == BASE_URL else account.base_url.removesuffix("/v3") + "/token"
    auth_url = setting("greenhouse", "auth_url", default_auth) or default_auth
    service = ApiAccount(
        "greenhouse", _origin(auth_url), _TOKEN_REMEDIES, secrets, account.timeout_seconds, has_lists=False
    )
    auth = SharedToken(PacedSession(service, Pacer()), auth_url, client_id, client_secret)
    client = API.client(context, account, auth)
    auth.renew("")
    return observed_source(context, [endpoint.feed(API, client) for endpoint in ENDPOINTS])


def _is_stale(answer: Response) -> bool:
    """Whether a cursor is refused for its age: 422 is also the answer to other parameters beside a cursor."""
    has_cursor = "cursor" in parse_qs(urlsplit(answer.url).query)
    return answer.status_code == 422 and has_cursor and "other query params" not in answer.text


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


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

API = Api(
    "greenhouse",
    BASE_URL,
    paginator=HeaderLinkPaginator,
    remedies=_REMEDIES,
    params={"per_page": 500},
    window=_between,
    is_stale=_is_stale,
)
