"""From what a source can show to observations: the part every connector shares.

A connector describes each table as a :class:`Feed`; :func:`observed_source` makes a dlt source of them that decides
between
a full listing and a window, compares with the log, writes tombstones and moves the bookmark.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

import dlt
import pyarrow as pa
import pyarrow.compute as pc
from dlt.extract import DltResource, DltSource

from ingestion import log
from ingestion.notes import Note, NoteBook
from ingestion.pages import PageBuilder
from ingestion.reconcile import difference, tombstones, with_observation
from ingestion.tables import INGEST_RUN, TableSpec

Rows: TypeAlias = Sequence[Mapping[str, Any]] | pa.Table
"""One page of a source: rows as it sends them, or a table of declared columns, already read."""

SCHEMA_CONTRACT: Any = {"tables": "evolve", "columns": "evolve", "data_type": "freeze"}
"""A vendor's new table or column is harmless and comes in (and is reported). A changed type is not: staging's casts
would
turn it into nulls or wrong joins a week before anybody looks, so the load stops."""

OVERLAP = timedelta(days=1)
"""Windows start this much before the bookmark. Vendors write rows in transactions that become visible late, and doubles
cost nothing here; shorter saves requests only."""

_CHUNK_ROWS = 20_000
"""Rows handed to dlt at a time: its cost is per hand-over, not per row."""


@dataclass(frozen=True)
class Feed:
    """How one raw table is read.

    ``listing`` yields pages of every row the source shows now. ``window(from, to)`` yields the rows changed between two
    instants (closed on both sides); None if the vendor has no such filter. ``recent`` does the same for rows made
    lately, asked
    after a listing for what became visible under way (default: ``window``). ``changed_at`` names the columns (first
    non-null
    counts; instants or unix seconds) that date a change, ``created_at`` the creation. ``forgets``: a row no longer
    listed was
    deleted (false for exports that show the newest only). ``is_shifting``: page numbers move when rows vanish during a
    listing, so a missing row is believed only after a second look.
    """

    spec: TableSpec
    listing: Callable[[], Iterator[Rows]]
    window: Callable[[datetime, datetime], Iterator[Rows]] | None = None
    recent: Callable[[datetime, datetime], Iterator[Rows]] | None = None
    changed_at: tuple[str, ...] = ()
    created_at: str | None = None
    forgets: bool = True
    is_shifting: bool = False


@dataclass
class SourceCount:
    """What one full listing counted: rows at the source as of the run's instant, and their newest change."""

    rows: int
    newest_at: datetime | None


@dataclass
class LoadContext:
    """What a connector gets to know about the run: where the log lies, the instant, and whom to tell about progress."""

    system: str
    raw_path: Path
    observed_at: datetime
    full_scan: bool | None = None
    scan_every: timedelta = timedelta(0)
    progress: Callable[[str, int], None] | None = None
    rows: dict[str, int] = field(default_factory=dict)
    tombstones: dict[str, int] = field(default_factory=dict)
    counts: dict[str, SourceCount] = field(default_factory=dict)
    new_columns: list[str] = field(default_factory=list)
    notes: NoteBook = field(default_factory=NoteBook)
    traffic: Callable[[], tuple[int, float]] = lambda: (0, 0.0)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, table: str, rows: int, deleted: int = 0) -> None:
        """Note ``rows`` appended observations of ``table``, ``deleted`` of them tombstones."""
        with self._lock:
            self.rows[table] = self.rows.get(table, 0) + rows
            if deleted:
                self.tombstones[table] = self.tombstones.get(table, 0) + deleted
        if self.progress is not None:
            self.progress(table, self.rows[table])

    def note(self, entity: str, kind: str, place: str, rows: int = 1, detail: str = "") -> None:
        """Note what was not taken as it came: see :class:`ingestion.notes.Note`. From any thread, as often as liked."""
        self.notes.add(Note(entity, kind, place, rows, detail))


def observed_source(context: LoadContext, feeds: Iterable[Feed]) -> DltSource:
    """A dlt source with one resource per feed, pulled in parallel threads, and the package's own ``ingest_run`` row."""

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
    return PageBuilder("", spec).build([]).schema


def _pulled(feed: Feed, context: LoadContext) -> Callable[[], Iterator[pa.Table]]:
    def pull() -> Iterator[pa.Table]:
        state = dlt.current.resource_state(feed.spec.name)
        yield from observe(feed, context, state)

    return pull


def observe(feed: Feed, context: LoadContext, state: dict[str, Any]) -> Iterator[pa.Table]:
    """Observations to append for one feed; moves the bookmark in ``state`` after the last of them.

    dlt stores ``state`` with the package, so bookmark and rows become visible together or not at all.
    """
    spec = feed.spec
    is_known = bool(log.table_files(context.raw_path, context.system, spec.name))
    evolved = log.evolved_columns(context.raw_path, context.system, spec) if is_known else {}
    builder = PageBuilder(context.system, spec, evolved)
    bookmark = _instant(state.get("complete_until")) if is_known else None
    is_full = _is_scan(feed, context, state, bookmark)
    if feed.window is None or is_full or bookmark is None:
        is_full, pages = True, feed.listing()
    else:
        pages = feed.window(bookmark - OVERLAP, context.observed_at)

    # Rows that became visible while the listing ran; the window is short, so this is a page or two.
    look = feed.recent or feed.window
    recent = look(context.observed_at - OVERLAP, context.observed_at) if is_full and look else iter(())
    if not is_known:
        yield from _first_sight(feed, context, _chunks(builder, pages), _chunks(builder, recent))
    else:
        seen = _together(list(_chunks(builder, chain(pages, recent))), builder)
        seen = _count(feed, context, seen) if is_full else seen
        yield from _later_sight(feed, context, builder, seen, is_full)
    context.new_columns.extend(f"{spec.name}.{name} ({kind})" for name, kind in builder.new_columns.items())
    state["complete_until"] = context.observed_at.isoformat()
    if is_full:
        state["scanned_at"] = context.observed_at.isoformat()


def _first_sight(
    feed: Feed, context: LoadContext, listed: Iterator[pa.Table], recent: Iterator[pa.Table]
) -> Iterator[pa.Table]:
    """Stream everything: there is nothing to compare with. Only keys and dates are kept, for the count."""
    kept = [*dict.fromkeys((*feed.spec.key, *feed.changed_at, *([feed.created_at] if feed.created_at else [])))]
    slim: list[pa.Table] = []
    for is_recent, chunk in chain(((False, chunk) for chunk in listed), ((True, chunk) for chunk in recent)):
        chunk = _until(feed, chunk, context.observed_at)
        # A record twice in one load would leave open which of the two is its latest: the next load sees the change.
        chunk = _absent(chunk, slim, feed.spec.key) if is_recent else chunk
        slim.append(chunk.select(kept))
        context.count(feed.spec.name, chunk.num_rows)
        if chunk.num_rows:
            yield with_observation(chunk, context.observed_at, is_deleted=False)
    _count(feed, context, pa.concat_tables(slim) if slim else _schema(feed.spec).empty_table())


def _later_sight(
    feed: Feed, context: LoadContext, builder: PageBuilder, seen: pa.Table, is_full: bool
) -> Iterator[pa.Table]:
    looks_for_deleted = is_full and feed.forgets
    found = difference(context.raw_path, context.system, feed.spec, seen, looks_for_deleted)
    vanished = found.vanished
    if vanished.num_rows and feed.is_shifting:
        again = _together(list(_chunks(builder, feed.listing())), builder)
        vanished = _absent(vanished, [again], feed.spec.key)
    deleted = vanished.num_rows
    context.count(feed.spec.name, found.changed.num_rows + deleted, deleted)
    if found.changed.num_rows:
        yield with_observation(found.changed, context.observed_at, is_deleted=False)
    if deleted:
        yield tombstones(vanished, seen.schema, context.observed_at)


def _absent(rows: pa.Table, others: list[pa.Table], key: Sequence[str]) -> pa.Table:
    """``rows`` whose ``key`` occurs in none of ``others``, each key once."""
    columns = list(key)
    numbered = rows.select(columns).append_column("_position", pa.array(range(rows.num_rows), pa.int64()))
    firsts = numbered.group_by(columns).aggregate([("_position", "min")])
    known = pa.concat_tables([other.select(columns) for other in others] or [numbered.select(columns).slice(0, 0)])
    left = firsts.join(known, columns, join_type="left anti").column("_position_min").sort()
    return rows.take(left)


def _chunks(builder: PageBuilder, pages: Iterator[Rows]) -> Iterator[pa.Table]:
    tables: list[pa.Table] = []
    size = 0
    for page in pages:
        if len(page):
            tables.append(builder.build(page))
            size += len(page)
        if size >= _CHUNK_ROWS:
            yield _together(tables, builder)
            tables, size = [], 0
    if tables:
        yield _together(tables, builder)


def _together(tables: list[pa.Table], builder: PageBuilder) -> pa.Table:
    return pa.concat_tables(tables, promote_options="default") if tables else builder.build([])


def _is_scan(feed: Feed, context: LoadContext, state: Mapping[str, Any], bookmark: datetime | None) -> bool:
    if context.full_scan is not None:
        return context.full_scan
    scanned_at = _instant(state.get("scanned_at"))
    return bookmark is None or scanned_at is None or context.observed_at - scanned_at >= context.scan_every


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _moments(feed: Feed, rows: pa.Table, columns: Sequence[str]) -> pa.ChunkedArray | pa.Array:
    """Instants of ``columns``, the first that is not null; unix seconds become instants."""
    instant = pa.timestamp("us", tz="UTC")
    parts = [rows.column(name) for name in columns]
    parts = [
        pc.multiply(part, 1_000_000).cast(pa.timestamp("us")).cast(instant) if pa.types.is_integer(part.type) else part
        for part in parts
    ]
    return pc.coalesce(*parts)


def _until(feed: Feed, rows: pa.Table, observed_at: datetime) -> pa.Table:
    """``rows`` without those created after the run's instant: they belong to the next run."""
    if feed.created_at is None or rows.num_rows == 0:
        return rows
    is_later = pc.greater(_moments(feed, rows, [feed.created_at]), pa.scalar(observed_at, pa.timestamp("us", tz="UTC")))
    return rows.filter(pc.invert(pc.fill_null(is_later, False)))


def _count(feed: Feed, context: LoadContext, seen: pa.Table) -> pa.Table:
    """Note the source's count and newest change; returns ``seen`` as of the run's instant."""
    seen = _until(feed, seen, context.observed_at)
    newest = pc.max(_moments(feed, seen, feed.changed_at)).as_py() if feed.changed_at and seen.num_rows else None
    rows = seen.group_by(list(feed.spec.key)).aggregate([]).num_rows
    context.counts[feed.spec.name] = SourceCount(rows, newest)
    return seen
