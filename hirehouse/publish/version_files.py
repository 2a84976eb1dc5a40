"""Writing the files of one published version: a compact DuckDB file and a Parquet file per table.

Rows go in by the table's order and columns by the contract, so that the same rows always give the same Parquet bytes.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb

from hirehouse.base.errors import HirehouseError
from hirehouse.base.manifest import FormerNames, PublicTable

ROW_GROUP = 122_880
DEPRECATED = "deprecated"
QUARANTINED = PublicTable(
    schema="quarantine",
    name="quarantined_row_counts",
    columns={"table_name": "string", "rule_id": "string", "row_count": "bigint"},
    key=("table_name", "rule_id"),
    order=("table_name", "rule_id"),
    description="One row per kind of thing and rule: rows left out of every number until they are clean.",
    former=FormerNames(table="held_back"),
)


def write_version(
    warehouse: Path,
    tables: Sequence[PublicTable],
    folder: Path,
    progress: Callable[[str, int, int], None] | None = None,
) -> dict[str, int]:
    """Write ``folder/hirehouse.duckdb`` and ``folder/parquet/<schema>/<table>.parquet``; row counts by full name.

    The warehouse is only read. Raises ``HirehouseError`` when a public table is missing there or lacks a column.
    """
    connection = duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false"})
    try:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("set preserve_insertion_order = true")
        connection.execute(f"attach '{_quoted(warehouse)}' as warehouse (read_only)")
        connection.execute(f"attach '{_quoted(folder / 'hirehouse.duckdb')}' as version")
        connection.execute("use version")
        steps = [*tables, QUARANTINED]
        counts: dict[str, int] = {}
        for number, table in enumerate(steps):
            if progress:
                progress(table.full_name, number, len(steps))
            source = _quarantined_sql(connection) if table is QUARANTINED else _ordered_sql(connection, table)
            counts[table.full_name] = _write(connection, table, source, folder)
        _describe(connection, steps)
        _write_deprecated(connection, steps)
        connection.execute("checkpoint version")
        connection.execute("use memory")
        connection.execute("detach version")
        return counts
    finally:
        connection.close()


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sync(path: Path, deep: bool = True) -> None:
    """Force a file, or a folder and (``deep``) everything in it, to the disk."""
    if deep and path.is_dir() and not path.is_symlink():
        for entry in path.iterdir():
            sync(entry)
    if path.is_symlink():
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write(connection: duckdb.DuckDBPyConnection, table: PublicTable, source: str, folder: Path) -> int:
    relation = f'version."{table.schema}"."{table.name}"'
    file = folder / "parquet" / table.schema / f"{table.name}.parquet"
    file.parent.mkdir(parents=True, exist_ok=True)
    connection.execute(f'create schema if not exists version."{table.schema}"')
    connection.execute(f"create table {relation} as {source}")
    connection.execute(
        f"copy (from {relation}) to '{_quoted(file)}' (format parquet, compression zstd, row_group_size {ROW_GROUP})"
    )
    row = connection.execute(f"select count(*) from {relation}").fetchone()
    return int(row[0]) if row else 0


def _describe(connection: duckdb.DuckDBPyConnection, tables: Sequence[PublicTable]) -> None:
    """Put the contract's words on tables and columns, so that the file says by itself what its numbers mean."""
    connection.execute("begin")
    for table in tables:
        relation = f'version."{table.schema}"."{table.name}"'
        connection.execute(f"comment on table {relation} is {_text(table.description)}")
        for column, words in table.column_descriptions.items():
            connection.execute(f'comment on column {relation}."{column}" is {_text(words)}')
    connection.execute("commit")


def _write_deprecated(connection: duckdb.DuckDBPyConnection, tables: Sequence[PublicTable]) -> None:
    """A view in the schema ``deprecated`` for every table of which a name has changed: its rows under the former names.

    Queries written for the version before go on with another schema; the next version has the view no more.
    """
    for table in tables:
        if table.former:
            name = table.former.table or table.name
            connection.execute(f"create schema if not exists version.{DEPRECATED}")
            columns = ", ".join(_former_sql(table, column) for column in table.columns)
            connection.execute(
                f'create view version.{DEPRECATED}."{name}" as select {columns} from "{table.schema}"."{table.name}"'
            )
            words = f"{table.full_name} under the names of one version ago; the next version no longer has this view."
            connection.execute(f'comment on view version.{DEPRECATED}."{name}" is {_text(words)}')


def _former_sql(table: PublicTable, column: str) -> str:
    """A column as it was called one version ago, with the values it had then."""
    former = table.former.values.get(column, {})
    cases = " ".join(f"when {_text(today)} then {_text(then)}" for today, then in former.items())
    value = f'case "{column}" {cases} else "{column}" end' if cases else f'"{column}"'
    return f'{value} as "{table.former.columns.get(column, column)}"'


def _text(words: str) -> str:
    return "'" + words.replace("'", "''") + "'" if words else "null"


def _ordered_sql(connection: duckdb.DuckDBPyConnection, table: PublicTable) -> str:
    found = connection.execute(
        "select column_name from duckdb_columns() "
        "where database_name = 'warehouse' and schema_name = ? and table_name = ? order by column_index",
        [table.schema, table.name],
    ).fetchall()
    names = [row[0] for row in found]
    missing = [column for column in table.columns if column not in names] if names else list(table.columns)
    if missing:
        what = f"public table {table.full_name} lacks {', '.join(missing)}" if names else f"no table {table.full_name}"
        raise HirehouseError(what, "the warehouse file", "run `hirehouse run --full-refresh`")
    columns = ", ".join(f'"{column}"' for column in table.columns or tuple(names))
    order = ", ".join(f'"{column}" nulls last' for column in table.order or tuple(names))
    return f'select {columns} from warehouse."{table.schema}"."{table.name}" order by {order}'


def _quarantined_sql(connection: duckdb.DuckDBPyConnection) -> str:
    """Quarantined rows by kind of thing and rule: the reader of a metric must see that something is missing."""
    found = connection.execute(
        "select 1 from duckdb_columns() where database_name = 'warehouse' and schema_name = 'quarantine' "
        "and table_name = 'quarantined_keys'"
    ).fetchone()
    if found is None:
        return "select '' as table_name, '' as rule_id, 0::bigint as row_count where false"
    return """
        select entity_type as table_name, rule_id, count(distinct entity_key) as row_count
        from warehouse.quarantine.quarantined_keys group by all order by all"""


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
