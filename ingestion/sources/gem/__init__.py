"""Gem's CRM through its API v0 and data export.

Loaded: users, candidates, projects with their membership log, sequences, and from the newest data export the outreach
touches (``event_log``) and the bridge of its internal ids (``candidate_info``).
Left out on purpose: notes and resumes (free text and files about people), predicted demographics, the ATS mirror of the
export (the ATS itself is loaded), custom fields (no mart reads them), and every ``X-`` header. A metric that needs
one of them, or a customer of Gem's own ATS, reopens that choice.
"""

from __future__ import annotations

from functools import partial

from dlt.extract import DltSource
from dlt.sources.helpers.rest_client.auth import APIKeyAuth
from dlt.sources.helpers.rest_client.paginators import SinglePagePaginator

from hirehouse.ingestion.credentials import secret
from hirehouse.ingestion.observe import Feed, LoadContext, observed_source
from hirehouse.ingestion.pacing import DocumentedRate
from hirehouse.ingestion.rest import Api
from hirehouse.ingestion.sources.gem import endpoints
from hirehouse.ingestion.sources.gem.export import Export
from hirehouse.ingestion.sources.gem.lists import GemLists

TABLES = endpoints.TABLES


def build_source(context: LoadContext) -> DltSource:
    """The dlt source of one load; asks for the users, so a wrong key or address is told before any work starts.

    Settings ``sources.gem``: ``api_key``, ``base_url``, ``request_timeout`` (seconds).
    """
    api_key = secret("gem", "api_key", "0123456789abcdef")
    auth = APIKeyAuth(name="X-API-Key", api_key=api_key, location="header")
    client = API.client(context, API.account((api_key,)), auth)
    lists = GemLists(client, context.skip_part, context.leave_part_out)
    lists.check()
    export = Export(client, lambda file, line, reason: context.note(file, "set_aside", line, 1, reason))
    feeds = [
        Feed(
            endpoints.CANDIDATES,
            listing=partial(lists.all, "candidates"),
            window=lists.changed_candidates,
            changed_at=("last_updated_at", "created_at"),
            created_at="created_at",
            is_shifting=True,
        ),
        Feed(
            endpoints.MEMBERSHIP_LOG,
            listing=lists.memberships,
            window=lists.changed_memberships,
            changed_at=("timestamp",),
            created_at="timestamp",
            is_shifting=True,
        ),
        Feed(
            endpoints.PROJECTS,
            listing=partial(lists.all, "projects"),
            recent=partial(lists.made, "projects"),
            changed_at=("created_at",),
            created_at="created_at",
            is_shifting=True,
        ),
        Feed(
            endpoints.SEQUENCES,
            listing=partial(lists.all, "sequences"),
            recent=partial(lists.made, "sequences"),
            changed_at=("created_at",),
            created_at="created_at",
            is_shifting=True,
        ),
        Feed(endpoints.USERS, listing=lists.users, recent=lambda since, until: lists.users(), is_shifting=True),
        Feed(
            endpoints.EVENT_LOG,
            listing=export.events,
            changed_at=("timestamp",),
            created_at="timestamp",
            forgets=False,
        ),
        Feed(endpoints.CANDIDATE_INFO, listing=export.candidate_info, forgets=False),
    ]
    return observed_source(context, feeds)


_REMEDIES = {
    401: "api_key is wrong or was revoked: set SOURCES__GEM__API_KEY or api_key under [sources.gem] "
    "in .dlt/secrets.toml",
    403: "an administrator of the Gem team must allow this key to read <list>; keys are made under the team's API "
    "settings",
    404: "Gem has no <list> for this team; if it has nothing at all, check base_url under [sources.gem] in "
    ".dlt/config.toml or SOURCES__GEM__BASE_URL",
}

API = Api(
    "gem",
    "https://api.gem.com/v0",
    paginator=SinglePagePaginator,
    remedies=_REMEDIES,
    rate=DocumentedRate(per_second=20 * 0.98, burst=500),
    connections=12,
    credential_headers=("X-API-Key",),
)
"""Gem's documentation: 20 calls a second, bursts to 500. Used only once its answers (429) say the burst is spent."""
