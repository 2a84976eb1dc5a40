"""What a vendor's API is, as data, and the feeds that come of it.

A connector says of its API where it is and how it answers (:class:`Api`), and which lists it has (:class:`Endpoint`).
Settings, the client, windows and the answer to a cursor that died under way are made here, alike for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dlt.sources.helpers.rest_client.paginators import BasePaginator
from requests import Response
from requests.auth import AuthBase

from hirehouse.ingestion.context import LoadContext
from hirehouse.ingestion.credentials import setting
from hirehouse.ingestion.errors import SourceError
from hirehouse.ingestion.feeds import Feed
from hirehouse.ingestion.http import ApiAccount, CursorExpired, ListClient, build_client, never
from hirehouse.ingestion.pacing import DocumentedRate, Pacer
from hirehouse.ingestion.restarts import RESTARTS, Bounds, outlived
from hirehouse.ingestion.tables import TableSpec

Params = Mapping[str, Any]


@dataclass(frozen=True)
class Api:
    """The API of a vendor, as its documentation tells it.

    ``base_url`` is where it is unless the setting ``sources.<system>.base_url`` says otherwise. ``paginator`` makes
    what finds the next page. ``params`` go with every list. ``window`` gives the parameters that ask for what changed
    between two instants, both included, each None if open. ``rate`` is the documented limit, used where answers tell
    none; so many ``connections`` stay open. ``remedies``, ``is_stale`` and ``credential_headers`` as in ``ApiAccount``.
    """

    system: str
    base_url: str
    paginator: Callable[[], BasePaginator]
    remedies: Mapping[int, str]
    params: Params = field(default_factory=dict)
    window: Callable[[Bounds], Params] = lambda bounds: {}
    rate: DocumentedRate | None = None
    connections: int = 8
    is_stale: Callable[[Response], bool] = never
    credential_headers: tuple[str, ...] = ("Authorization",)

    def account(self, secrets: tuple[str, ...]) -> ApiAccount:
        """Whom to call, by the settings ``base_url`` and ``request_timeout`` (seconds); ``secrets`` are masked."""
        return ApiAccount(
            self.system,
            (setting(self.system, "base_url", self.base_url) or self.base_url).rstrip("/"),
            self.remedies,
            secrets,
            float(setting(self.system, "request_timeout", "60") or 60),
            is_stale=self.is_stale,
            credential_headers=self.credential_headers,
        )

    def client(self, context: LoadContext, account: ApiAccount, auth: AuthBase) -> ListClient:
        """A client for ``account`` that keeps to the rate and tells ``context`` of its traffic; raises SourceError if
        the base_url is no http(s) address."""
        pacer = Pacer(self.rate)
        context.traffic = lambda: (pacer.requests, pacer.waited_seconds)
        return build_client(account, pacer, auth, self.paginator, self.connections)


@dataclass(frozen=True)
class Endpoint:
    """One list of an API: ``spec`` is the raw table and has the name of the list's address, its key is one field.

    ``params`` shows rows that the vendor hides by default; ``changed_at`` and ``created_at`` name the columns that date
    a row; ``is_always_dated``: no row lacks the first.
    """

    spec: TableSpec
    params: Params = field(default_factory=dict)
    changed_at: str = "updated_at"
    created_at: str = "created_at"
    is_always_dated: bool = False

    def feed(self, api: Api, client: ListClient) -> Feed:
        """The feed of this list, in full or by windows."""

        def ask(bounds: Bounds) -> Iterator[Sequence[Any]]:
            yield from client.paginate(self.spec.name, params={**api.params, **self.params, **api.window(bounds)})

        def pages(since: datetime | None = None, until: datetime | None = None) -> Iterator[Sequence[Any]]:
            try:
                yield from outlived(ask, (since, until), self.spec.key[0], self.changed_at, self.is_always_dated)
            except CursorExpired:
                raise SourceError(
                    api.system,
                    f"the paging cursor expired {RESTARTS + 1} times",
                    f"{client.base_url}/{self.spec.name}",
                    "run again when the vendor answers faster; the bookmark has not moved, so nothing is lost",
                ) from None

        return Feed(self.spec, listing=pages, window=pages, changed_at=(self.changed_at,), created_at=self.created_at)
