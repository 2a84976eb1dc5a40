"""One load of one feed, page by page: what is read, what was set aside or waits, and how many records were seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from hirehouse.ingestion import observation_log
from hirehouse.ingestion.aside import SetAside
from hirehouse.ingestion.context import LoadContext, SourceCount
from hirehouse.ingestion.feeds import Feed, Rows
from hirehouse.ingestion.folding import absent, distinct
from hirehouse.ingestion.later import LaterRows
from hirehouse.ingestion.pages import PageBuilder
from hirehouse.ingestion.reconcile import are_live

OVERLAP = timedelta(days=1)
"""Windows start this much before the bookmark. Vendors write rows in transactions that become visible late, and doubles
cost nothing here; shorter saves requests only."""

_CHUNK_ROWS = 20_000
"""Rows handed to dlt at a time: its cost is per hand-over, not per row."""


class Reading:
    """What one load of one feed goes through, page by page."""

    def __init__(self, feed: Feed, context: LoadContext, state: dict[str, Any], is_known: bool, is_full: bool) -> None:
        self.feed, self.context, self.state = feed, context, state
        place = (context.raw_path, context.system, feed.spec)
        self.evolved = observation_log.evolved_columns(*place) if is_known else {}
        self.builder = PageBuilder(context.system, feed.spec, self.evolved, self._tell)
        self.builder.is_window = not is_full
        self.aside = SetAside(feed, context, state)
        self._told: set[tuple[str, str]] = set()
        self._is_second_look = False
        self.are_live = partial(are_live, *place) if is_known else None
        self.later = LaterRows(feed, context, state, self.are_live)

    def recent(self) -> Iterator[pa.Table]:
        """Rows that became visible while the listing ran; the window is short, so this is a page or two."""
        look = self.feed.recent or self.feed.window
        until = self.context.observed_at
        self._is_second_look = True
        yield from self.chunks(look(until - OVERLAP, until) if look else iter(()))

    def chunks(self, pages: Iterator[Rows]) -> Iterator[pa.Table]:
        """The rows of ``pages`` in tables of a handy size."""
        return in_chunks(self.builder, pages)

    def _tell(self, kind: str, place: str, rows: int, detail: str) -> None:
        """Note what the builder leaves out, unless the listing had it and it is only shown once more."""
        if self._is_second_look and (kind, place) in self._told:
            return
        self._told.add((kind, place))
        if kind == "set_aside":
            self.aside.take(place, rows, detail)
        self.context.note(self.feed.spec.name, kind, place, rows, detail)

    def note_overruled(self, rows: int) -> None:
        """Note rows of the listing that a later one of the same key replaced."""
        if rows:
            self.context.note(self.feed.spec.name, "overruled", self.feed.spec.name, rows)

    def count(self, seen: pa.Table, unshown: int = 0) -> int:
        """How many keys were ``seen``. Notes how many records the source has as of the run's instant, and their newest
        change.

        ``unshown``: live records that a source which shows the newest only has left out: they are there all the same.
        """
        dates, key = self.feed.changed_at, self.feed.spec.key
        keys = distinct(seen, key)
        rows = keys + unshown
        if self.context.is_partial(self.feed.spec.name):
            return keys
        newest = pc.max(self.feed.moments(seen, dates)).as_py() if dates and seen.num_rows else None
        # What the log has of the records set aside stays as it is; where nothing is forgotten ``unshown`` has it.
        if self.feed.forgets and self.builder.set_aside and self.are_live is not None:
            rows += pc.sum(self.are_live(absent(self.builder.keys_set_aside(), [seen], key))).as_py() or 0
        self.context.counts[self.feed.spec.name] = SourceCount(rows, newest)
        return keys


def in_chunks(builder: PageBuilder, pages: Iterator[Rows]) -> Iterator[pa.Table]:
    """The rows of ``pages`` as ``builder`` builds them, in tables of a handy size."""
    tables: list[pa.Table] = []
    size = 0
    for page in pages:
        if len(page):
            tables.append(builder.build(page))
            size += len(page)
        if size >= _CHUNK_ROWS:
            yield builder.together(tables)
            tables, size = [], 0
    if tables:
        yield builder.together(tables)
