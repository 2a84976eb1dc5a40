"""A window whose paging cursor died is asked for again, and no row is given twice.

From the second time on what is left is halved first, oldest half first: shorter windows end before their cursor dies,
and rows changed meanwhile move ahead of us, never behind.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from hirehouse.ingestion.http import CursorExpired

Bounds = tuple[datetime | None, datetime | None]
"""First and last instant of a window, each None if it is open."""

Ask = Callable[[Bounds], Iterator[Sequence[Any]]]
"""The pages of a window."""

RESTARTS = 8
"""A window is started again this often before the load gives up."""


def outlived(ask: Ask, bounds: Bounds, key: str, changed_at: str, is_always_dated: bool) -> Iterator[Sequence[Any]]:
    """Pages of what ``ask`` shows within ``bounds``, begun again where a cursor expires.

    ``key`` names the field that identifies a row, ``changed_at`` the one that dates its change (text of an instant).
    Unless every row ``is_always_dated``, a list without bounds is not halved: no window shows the others. What a list
    shows twice without a restart is given twice. Raises CursorExpired after :data:`RESTARTS`.
    """
    pending = [bounds]
    given = _Given(key)
    restarts = 0
    can_be_halved = is_always_dated or bounds != (None, None)
    while pending:
        window = pending.pop()
        dates: list[str] = []
        try:
            for page in ask(window):
                dates.extend(row[changed_at] for row in page[:1] if isinstance(row, dict) and row.get(changed_at))
                yield given.without(page)
        except CursorExpired:
            restarts += 1
            if restarts > RESTARTS:
                raise
            pending += _halves(window, dates if can_be_halved and restarts > 1 else [])
        if pending:
            given.begin_again()


def _halves(window: Bounds, dates: Sequence[str]) -> list[Bounds]:
    """The windows to read instead, last one first: two, cut at the median of the changes seen, if that cuts it."""
    since, until = window
    middle = datetime.fromisoformat(sorted(dates)[len(dates) // 2]) if len(dates) > 1 else None
    if middle is None or not (since is None or since < middle) or (until is not None and middle >= until):
        return [window]
    return [(middle, until), (since, middle)]


class _Given:
    """The keys of the rows of earlier attempts. Rows without a usable key are always given."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._before: set[int | str] = set()
        self._now: list[Sequence[int | str]] = []  # a page each

    def without(self, page: Sequence[Any]) -> Sequence[Any]:
        """The rows of ``page`` that no earlier attempt gave."""
        if self._before:
            page = [row for row in page if not (_is_key(key := self._key_of(row)) and key in self._before)]
        keys = [self._key_of(row) for row in page]
        try:
            self._now.append(array("q", keys))  # eight bytes a row: most lists never restart
        except (TypeError, OverflowError):
            self._now.append([key for key in keys if _is_key(key)])
        return page

    def begin_again(self) -> None:
        """What has been given so far is left out from now on."""
        self._before.update(chain.from_iterable(self._now))
        self._now = []

    def _key_of(self, row: Any) -> Any:
        return row.get(self._key) if isinstance(row, dict) else None


def _is_key(value: Any) -> bool:
    return type(value) in (int, str)
