"""From what a source can show to observations: the part every connector shares.

A connector describes each table as a :class:`Feed`; :func:`observed_source` makes a dlt source of them that decides
between a full listing and a window, compares with the log, writes tombstones and moves the bookmark.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain
from typing import Any

import dlt
import pyarrow as pa
from dlt.extract import DltResource, DltSource

from hirehouse.ingestion import observation_log
from hirehouse.ingestion.context import LoadContext
from hirehouse.ingestion.deletions import believed, repeat_withheld
from hirehouse.ingestion.errors import NotPermitted
from hirehouse.ingestion.feeds import Feed, Rows
from hirehouse.ingestion.folding import absent, distinct, is_last
from hirehouse.ingestion.pages import PageBuilder
from hirehouse.ingestion.reading import OVERLAP, Reading, in_chunks
from hirehouse.ingestion.reconcile import Difference, difference, tombstones, with_observation
from hirehouse.ingestion.spool import Spool
from hirehouse.ingestion.tables import INGEST_RUN, TableSpec

__all__ = ["Feed", "LoadContext", "Rows", "observed_source"]  # all a connector needs

SCHEMA_CONTRACT: Any = {"tables": "evolve", "columns": "evolve", "data_type": "freeze"}
"""A vendor's new table or column is harmless and comes in (and is reported). A changed type is not: staging's casts
would turn it into nulls or wrong joins a week before anybody looks, so the load stops."""


_ONE_AT_A_TIME = threading.Lock()
"""Held while a list is compared, with itself or the log: lists that end together would multiply what that takes of
memory."""


def observed_source(context: LoadContext, feeds: Iterable[Feed]) -> DltSource:
    """A dlt source with one resource per feed, pulled in parallel threads, and the package's own ``ingest_run`` row."""

    feeds = list(feeds)
    context.feeds = len(feeds)

    @dlt.source(name=context.system, max_table_nesting=0, schema_contract=SCHEMA_CONTRACT)
    def source() -> list[DltResource]:
        resources = [
            dlt.resource(_pulled(feed, context), name=feed.spec.name, write_disposition="append", parallelized=True)
            for feed in feeds
        ]
        return [*resources, ingest_run(context, "load")]

    return source()


def ingest_run(context: LoadContext, kind: str) -> DltResource:
    """The row that tells a package's instant."""
    row = {"system": [context.system], "kind": [kind], "observed_at": [context.observed_at]}
    table = with_observation(pa.table(row, schema=_schema(INGEST_RUN)), context.observed_at, is_deleted=False)
    return dlt.resource([table], name=INGEST_RUN.name, write_disposition="append")


def _schema(spec: TableSpec) -> pa.Schema:
    return PageBuilder("", spec).schema


def _pulled(feed: Feed, context: LoadContext) -> Callable[[], Iterator[pa.Table]]:
    def pull() -> Iterator[pa.Table]:
        state = dlt.current.resource_state(feed.spec.name)
        for observations in observe(feed, context, state):
            _let_text_in(feed.spec, observations.schema)
            yield observations

    return pull


def _let_text_in(spec: TableSpec, schema: pa.Schema) -> None:
    """Let columns nobody declared be text from now on: the frozen types are those of declared columns."""
    known = dlt.current.source_schema().tables.get(spec.name, {}).get("columns", {})
    for field in schema:
        column = known.get(field.name)
        if column is not None and field.name not in spec.all_columns and pa.types.is_string(field.type):
            column["data_type"] = "text"


def observe(feed: Feed, context: LoadContext, state: dict[str, Any]) -> Iterator[pa.Table]:
    """Observations to append for one feed; moves the bookmark in ``state`` after the last of them.

    dlt stores ``state`` with the package, so bookmark and rows become visible together or not at all. A list the source
    will not show is skipped and leaves everything as it was.
    """
    spec = feed.spec
    is_known = bool(observation_log.table_files(context.raw_path, context.system, spec.name))
    bookmark = _instant(state.get("complete_until")) if is_known else None
    is_full = feed.window is None or bookmark is None or _is_scan(feed, context, state, bookmark)
    reading = Reading(feed, context, state, is_known, is_full)
    sight = _first_sight(reading) if not is_known else _later_sight(reading, None if is_full else bookmark)
    try:
        yield from sight
    except NotPermitted as error:
        context.skip(spec.name, error)
        reading.aside.repeat()
        repeat_withheld(feed, context, state)
        return
    added = reading.builder.new_columns
    context.new_columns.extend(f"{spec.name}.{name} ({kind})" for name, kind in added.items())
    complete_until = reading.later.close(state)
    if context.is_partial(spec.name):
        return
    state["complete_until"] = complete_until.isoformat()
    if is_full:
        state["scanned_at"] = context.observed_at.isoformat()


def _first_sight(reading: Reading) -> Iterator[pa.Table]:
    """There is nothing to compare with: rows wait on disk, only keys and dates are kept, until it is known which row is
    the last of its key."""
    feed, context, builder, later = reading.feed, reading.context, reading.builder, reading.later
    key, name = feed.spec.key, feed.spec.name
    kept = [*dict.fromkeys((*key, *feed.dates))]
    slim: list[pa.Table] = []
    listed = until_recent = total = 0
    with Spool(context.work_path) as spool:
        for is_recent, chunk in chain(
            ((False, chunk) for chunk in reading.chunks(feed.listing())), ((True, chunk) for chunk in reading.recent())
        ):
            rows = later.without(chunk, is_counted=not is_recent)
            spool.add(rows)
            slim.append(rows.select(kept))
            total += rows.num_rows
            if not is_recent:
                listed += chunk.num_rows
                until_recent = total
            context.tell_progress(name, total)
        later.check(listed)
        seen = pa.concat_tables(slim) if slim else builder.schema.empty_table().select(kept)
        last = None
        with _ONE_AT_A_TIME:
            keys = reading.count(seen)
            reading.aside.settle(builder.set_aside, seen, is_complete=not context.is_partial(name))
            if keys < total:
                reading.note_overruled(until_recent - distinct(seen.slice(0, until_recent), key))
                last = is_last(seen, key)
            pa.default_memory_pool().release_unused()
        slim, seen, at = [], None, 0  # not needed while the rows are handed on
        for chunk in spool.tables():
            rows = chunk if last is None else chunk.filter(last.slice(at, chunk.num_rows))
            at += chunk.num_rows
            context.count(name, rows.num_rows)
            if rows.num_rows:
                yield with_observation(builder.aligned(rows), context.observed_at, is_deleted=False)


def _later_sight(reading: Reading, bookmark: datetime | None) -> Iterator[pa.Table]:
    """Compare what is seen with the log: everything (``bookmark`` None), or what changed since the bookmark."""
    feed, context, builder = reading.feed, reading.context, reading.builder
    name, is_full = feed.spec.name, bookmark is None
    pages = feed.listing() if bookmark is None else _window(feed)(bookmark - OVERLAP, context.observed_at)
    chunks = list(reading.chunks(pages))
    listed = builder.together(chunks)
    rows = reading.later.without(listed)
    if is_full:
        reading.later.check(listed.num_rows)
    with _ONE_AT_A_TIME:
        reading.note_overruled(rows.num_rows - distinct(rows, feed.spec.key))
    recent = [reading.later.without(chunk, is_counted=False) for chunk in reading.recent()] if is_full else []
    seen = builder.together([rows, *recent])
    is_complete = is_full and not context.is_partial(name)
    with _ONE_AT_A_TIME:
        found = difference(context.raw_path, context.system, feed.spec, seen, is_complete)
        if is_full:
            reading.count(seen, unshown=0 if feed.forgets else found.vanished.num_rows)
        pa.default_memory_pool().release_unused()
    reading.aside.settle(builder.set_aside, seen, is_complete)
    if not is_complete:
        repeat_withheld(feed, context, reading.state)
    gone = _gone(reading, found, seen.num_rows) if is_complete and feed.forgets else found.vanished.slice(0, 0)
    context.count(name, found.changed.num_rows + gone.num_rows, gone.num_rows)
    if found.changed.num_rows:
        yield with_observation(found.changed, context.observed_at, is_deleted=False)
    if gone.num_rows:
        yield tombstones(gone, seen.schema, context.observed_at)


def _window(feed: Feed) -> Callable[[datetime, datetime], Iterator[Rows]]:
    assert feed.window is not None  # a bookmark is read only where there is a window
    return feed.window


def _gone(reading: Reading, found: Difference, seen: int) -> pa.Table:
    """Keys of the records to mark as deleted."""
    feed, context, builder = reading.feed, reading.context, reading.builder
    vanished = absent(found.vanished, [builder.keys_set_aside()], feed.spec.key)
    if vanished.num_rows and feed.is_shifting:
        second = PageBuilder(context.system, feed.spec, reading.evolved)
        again = [chunk.select(list(feed.spec.key)) for chunk in in_chunks(second, feed.listing())]
        vanished = absent(vanished, again, feed.spec.key)
    is_doubtful = any(not key for key in builder.set_aside)
    return believed(feed, context, reading.state, vanished, found.live, seen, is_doubtful)


def _is_scan(feed: Feed, context: LoadContext, state: Mapping[str, Any], bookmark: datetime | None) -> bool:
    if context.full_scan is not None:
        return context.full_scan
    scanned_at = _instant(state.get("scanned_at"))
    return bookmark is None or scanned_at is None or context.observed_at - scanned_at >= context.scan_every


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
