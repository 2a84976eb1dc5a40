"""Comparing what the source shows with what the log already holds.

Unchanged rows are not appended again, vanished ones become tombstones, and rows that no cursor would have shown (late
rows, applications moved by a candidate merge) come in because their content differs, not because their date moved.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from hirehouse.ingestion.observation_log import latest_sql, quoted, raw_relation_sql
from hirehouse.ingestion.tables import TableSpec


@dataclass(frozen=True)
class Difference:
    """``changed``: rows new to the log or different from their latest observation; ``vanished``: keys of live records
    the source no longer shows (empty unless asked for); ``live``: how many live records there were (0 unless asked
    for)."""

    changed: pa.Table
    vanished: pa.Table
    live: int


@contextmanager
def _database() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(":memory:", config={"threads": 2, "autoinstall_known_extensions": False})
    try:
        connection.execute("set TimeZone = 'UTC'")
        yield connection
    finally:
        connection.close()


def difference(raw_path: Path, system: str, spec: TableSpec, seen: pa.Table, is_complete: bool) -> Difference:
    """How ``seen`` (columns as :class:`hirehouse.ingestion.pages.PageBuilder` makes them) differs from the log's latest
    observations.

    A key that occurs twice in ``seen`` counts once, the later row of the two. ``is_complete`` says that ``seen`` is
    everything the source has, so that what is missing in it has vanished.
    """
    keys = ", ".join(quoted(name) for name in spec.key)
    with _database() as connection:
        connection.register("seen_rows", seen)
        relation = raw_relation_sql(raw_path, system, spec)
        only_seen = "" if is_complete else f" where ({keys}) in (select ({keys}) from seen_rows)"
        connection.execute(
            f"create temp table latest as {latest_sql(f'select * from ({relation}) as raw_rows{only_seen}', spec)}"
        )
        known = {row[0]: row[1] for row in connection.execute("describe latest").fetchall()}
        on = " and ".join(f"latest.{quoted(name)} is not distinct from seen.{quoted(name)}" for name in spec.key)
        differs = " or ".join(
            f"seen.{quoted(field.name)} is distinct from {_known_as(field, known.get(field.name), spec)}"
            for field in seen.schema
            if field.name not in spec.key
        )
        numbered = "select *, row_number() over () as _position from seen_rows"
        columns = ", ".join(f"seen.{quoted(name)}" for name in seen.column_names)
        changed = connection.sql(
            f"with seen as (select * from ({numbered}) qualify row_number() over "
            f"(partition by {keys} order by _position desc) = 1) "
            f"select {columns} from seen left join latest on {on} "
            f"where latest._observed_at is null or latest._is_deleted" + (f" or {differs}" if differs else "")
        ).to_arrow_table()
        vanished = connection.sql(
            f"select {keys} from latest where not _is_deleted and not exists (select 1 from seen_rows as seen where "
            f"{on})"
            if is_complete
            else f"select {keys} from latest where false"
        ).to_arrow_table()
        live = _single(connection, "select count(*) from latest where not _is_deleted") if is_complete else 0
    return Difference(changed.cast(seen.schema), vanished, live)


def _known_as(field: pa.Field, known_type: str | None, spec: TableSpec) -> str:
    """The latest value of a column, to be compared with what is seen now; as text if the column has become text. An
    empty id is none: logs from before ids had a normal form hold empty text."""
    if known_type is None:
        return "null"
    latest = f"latest.{quoted(field.name)}"
    if spec.columns.get(field.name) == "id":
        return f"nullif({latest}, '')"
    is_text_now = pa.types.is_string(field.type) and known_type != "VARCHAR"
    return f"cast({latest} as varchar)" if is_text_now else latest


def are_live(raw_path: Path, system: str, spec: TableSpec, keys: pa.Table) -> pa.Array:
    """Per row of ``keys`` (the key columns) whether the log has that record and it is not deleted."""
    with _database() as connection:
        connection.register("asked", keys.append_column("_position", pa.array(range(keys.num_rows), pa.int64())))
        names = ", ".join(quoted(name) for name in spec.key)
        relation = _slim(raw_relation_sql(raw_path, system, spec), spec)
        of_asked = f"select * from ({relation}) as slim where ({names}) in (select ({names}) from asked)"
        on = " and ".join(f"latest.{quoted(name)} is not distinct from asked.{quoted(name)}" for name in spec.key)
        found = connection.sql(
            f"select coalesce(not _is_deleted, false) as is_live from asked "
            f"left join ({latest_sql(of_asked, spec)}) as latest on {on} order by _position"
        ).to_arrow_table()
    return found.column("is_live").combine_chunks()


def with_observation(rows: pa.Table, observed_at: datetime, is_deleted: bool) -> pa.Table:
    """``rows`` with ``_observed_at`` and ``_is_deleted``; dlt adds ``_dlt_load_id``."""
    size = rows.num_rows
    instant = pa.scalar(observed_at, pa.timestamp("us", tz="UTC"))
    rows = rows.append_column("_observed_at", pa.repeat(instant, size))
    return rows.append_column("_is_deleted", pa.repeat(pa.scalar(is_deleted), size))


def tombstones(keys: pa.Table, like: pa.Schema, observed_at: datetime) -> pa.Table:
    """Tombstone observations of ``keys``: key columns filled, the other columns of ``like`` null."""
    arrays = [
        keys.column(field.name).cast(field.type)
        if field.name in keys.column_names
        else pa.nulls(keys.num_rows, field.type)
        for field in like
    ]
    return with_observation(pa.Table.from_arrays(arrays, schema=like), observed_at, is_deleted=True)


def live_rows(raw_path: Path, system: str, spec: TableSpec) -> int:
    """Records of one raw table whose latest observation is no tombstone."""
    relation = raw_relation_sql(raw_path, system, spec)
    with _database() as connection:
        return _single(
            connection,
            f"select count(*) from ({latest_sql(_slim(relation, spec), spec)}) as latest where not _is_deleted",
        )


def _single(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0


def _slim(relation: str, spec: TableSpec) -> str:
    names = [*spec.key, "_observed_at", "_is_deleted", "_dlt_load_id"]
    return f"select {', '.join(quoted(name) for name in names)} from ({relation}) as raw_rows"
