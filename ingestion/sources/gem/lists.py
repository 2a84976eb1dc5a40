"""Gem's lists: numbered pages, their totals in the X-Pagination header.

Pages are asked for several at a time: with one call after the other the answer time, not Gem's 20 calls a second, would
set the pace.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from itertools import chain, islice
from typing import Any

import orjson
from requests import Response

from hirehouse.ingestion.errors import NotPermitted, SourceError
from hirehouse.ingestion.http import ListClient
from hirehouse.ingestion.observe import Rows

_PAGE_SIZE = 100
_IN_FLIGHT = 6

_MEMBERSHIPS = "project_candidate_membership_log"

Params = dict[str, Any]
SkipPart = Callable[[str, str, NotPermitted], None]
"""Hears of a list, and a place in it, that Gem would not show: see ``LoadContext.skip_part``."""


class GemLists:
    """The lists of one Gem team; safe to use from several threads."""

    def __init__(self, client: ListClient, skip_part: SkipPart, leave_part_out: Callable[[str], None]) -> None:
        self._client, self._skip_part, self._leave_part_out = client, skip_part, leave_part_out
        self._pool = ThreadPoolExecutor(_IN_FLIGHT, thread_name_prefix="gem")
        self._projects: list[str] | None = None
        self._lock = threading.Lock()

    def check(self) -> None:
        """One small call: raises SourceError if address or key are wrong. A key that may not list users may still list
        the rest."""
        with suppress(NotPermitted):
            self._page("users", {"page_size": 1}, 1)

    def users(self) -> Iterator[Rows]:
        """Every user."""
        return self._pages("users", {})

    def all(self, path: str) -> Iterator[Rows]:
        """Every row of a list, oldest first: what is made under way comes last and shifts no page. It is asked for too,
        so that it is counted and told; it waits for the next load."""
        return self._pages(path, {"sort": "asc"})

    def made(self, path: str, since: datetime, until: datetime) -> Iterator[Rows]:
        """Rows of a list made in the window."""
        start, end = math.floor(since.timestamp()) - 1, math.floor(until.timestamp()) + 1
        return self._pages(path, {"sort": "asc", "created_after": start, "created_before": end})

    def changed_candidates(self, since: datetime, until: datetime) -> Iterator[Rows]:
        """Candidates changed or made in the window, each once; made ones too, as their last_updated_at is null until
        the first change."""
        start, end = math.floor(since.timestamp()) - 1, math.floor(until.timestamp()) + 1
        given: set[Any] = set()
        for page in self._pages("candidates", {"sort": "asc", "updated_after": start, "updated_before": end}):
            given.update(row["id"] for row in page if _has_id(row))
            yield page
        for page in self.made("candidates", since, until):
            yield [row for row in page if not (_has_id(row) and row["id"] in given)]

    def memberships(self) -> Iterator[Rows]:
        """Every entry of every project's membership log."""
        return self._memberships({})

    def changed_memberships(self, since: datetime, until: datetime) -> Iterator[Rows]:
        """Membership entries of the window, still one call per project: the log has no other way in."""
        start, end = math.floor(since.timestamp()) - 1, math.floor(until.timestamp()) + 1
        return self._memberships({"changed_after": start, "changed_before": end})

    def _memberships(self, params: Params) -> Iterator[Rows]:
        def of_project(project_id: str) -> list[Any]:
            wanted = {**params, "project_id": project_id}
            try:
                return list(chain.from_iterable(self._pages(_MEMBERSHIPS, wanted, ahead=False)))
            except NotPermitted as error:  # a project that others keep to themselves, or that has just been deleted
                self._skip_part(_MEMBERSHIPS, f"project_id={project_id}", error)
                return []

        yield from self._ahead(of_project, self._project_ids())

    def _project_ids(self) -> list[str]:
        with self._lock:
            if self._projects is None:
                rows = list(chain.from_iterable(self._pages("projects", {"sort": "asc"}, ahead=False)))
                self._projects = [str(row["id"]) for row in rows if _has_id(row)]
                if len(self._projects) < len(rows):
                    self._leave_part_out(_MEMBERSHIPS)
            return self._projects

    def _pages(self, path: str, params: Params, ahead: bool = True) -> Iterator[Rows]:
        params = {**params, "page_size": _PAGE_SIZE}
        rows, last = self._page(path, params, 1)
        yield rows
        number = 2
        while number <= last:
            until = min(number + (_IN_FLIGHT if ahead else 1), last + 1)
            wanted = range(number, until)
            answers = (
                self._pool.map(lambda page: self._page(path, params, page), wanted)
                if ahead
                else [self._page(path, params, page) for page in wanted]
            )
            for rows, told in answers:
                last = max(last, told) if rows else last
                yield rows
            number = until

    def _page(self, path: str, params: Params, number: int) -> tuple[Rows, int]:
        """Rows of one page and the number of the last page."""
        response = self._client.get(path, params={**params, "page": number})
        rows = self._client.extract_response(response, "$")
        return rows, _last_page(response, len(rows), number)

    def _ahead(self, fetch: Callable[[str], Rows], keys: Iterable[str]) -> Iterator[Rows]:
        keys = iter(keys)
        while batch := list(islice(keys, _IN_FLIGHT * 4)):
            yield from self._pool.map(fetch, batch)


def _has_id(row: Any) -> bool:
    return isinstance(row, dict) and type(row.get("id")) in (str, int)


def _last_page(response: Response, rows: int, number: int) -> int:
    """The last page by X-Pagination; without a usable header, one more page as long as pages are full."""
    try:
        told = orjson.loads(response.headers["X-Pagination"])
        last = told.get("last_page") or told.get("total_pages") or number
        return int(last)
    except KeyError:
        return number + 1 if rows >= _PAGE_SIZE else number
    except (orjson.JSONDecodeError, AttributeError, TypeError, ValueError):
        raise SourceError(
            "gem",
            "the X-Pagination header is not the JSON it used to be",
            response.url.split("?")[0],
            "check base_url of gem; if Gem changed its paging, ingestion/sources/gem/lists.py has to follow",
        ) from None
