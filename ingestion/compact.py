"""Maintenance of the observation log: fewer, larger files, and no observation that says what the one before it said.

What any reader sees at any as-of stays the same: of consecutive observations of a record with equal content the
first is
kept, so the latest content at or before an instant is what it was. Files are replaced one table at a time: the new
file is
written beside the old ones, made durable and given its name, and only then the old ones go. A crash in between leaves
observations twice, which the log allows anywhere.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import duckdb

from ingestion import log
from ingestion.log import quoted
from ingestion.tables import COMMON_TABLES, TableSpec

_SMALL_BYTES = 64 * 1024 * 1024
"""Files of this size or more are left alone: merging them saves nobody anything."""
_WORTHWHILE_FILES = 8
"""Fewer small files than this are not worth rewriting."""


@dataclass(frozen=True)
class Compaction:
    """What was done to one table: files and rows before and after."""

    table: str
    files_before: int
    files_after: int
    rows_before: int
    rows_after: int


def compact(
    raw_path: Path,
    system: str,
    tables: dict[str, TableSpec],
    *,
    least_files: int = _WORTHWHILE_FILES,
    small_bytes: int = _SMALL_BYTES,
) -> list[Compaction]:
    """Compact every table of ``system`` that has at least ``least_files`` small files; returns what was done.

    Must not run beside a load or a build of the same log. Files of loads that were never completed are not touched.
    """
    done = []
    for spec in tables.values():
        for files in _runs(log.table_files(raw_path, system, spec.name), small_bytes):
            if len(files) >= max(least_files, 2):
                done.append(_compact_table(raw_path / log.dataset(system) / spec.name, spec, files))
    return done


def _runs(files: list[Path], small_bytes: int) -> list[list[Path]]:
    """Small files in runs without a larger one between them, loads kept whole: only then is the observation before
    one in
    the run the observation before it in the log."""
    runs: list[list[Path]] = [[]]
    for _, group in groupby(files, key=log.load_id_of):
        of_load = list(group)
        if any(path.stat().st_size >= small_bytes for path in of_load):
            runs.append([])
        else:
            runs[-1].extend(of_load)
    return [run for run in runs if run]


def _compact_table(folder: Path, spec: TableSpec, files: list[Path]) -> Compaction:
    target = folder / _merged_name(files)
    unfinished = folder / f".{target.name}.part"
    names = ", ".join("'" + str(path).replace("'", "''") + "'" for path in files)
    source = f"read_parquet([{names}], union_by_name = true)"
    with duckdb.connect(":memory:", config={"threads": 2}) as connection:
        connection.execute("set TimeZone = 'UTC'")
        columns = [row[0] for row in connection.execute(f"describe select * from {source}").fetchall()]
        before = _count(connection, source)
        kept = _kept_sql(source, spec, columns)
        connection.execute(
            f"copy ({kept}) to '{str(unfinished).replace(chr(39), chr(39) * 2)}' (format parquet, compression snappy)"
        )
        after = _count(connection, f"read_parquet('{str(unfinished).replace(chr(39), chr(39) * 2)}')")
    _make_durable(unfinished)
    unfinished.replace(target)
    _make_durable(folder)
    for path in files:
        if path != target:
            path.unlink()
    return Compaction(spec.name, len(files), 1, before, after)


def _kept_sql(source: str, spec: TableSpec, columns: list[str]) -> str:
    """Observations whose content differs from the one before of the same record. Files that are logs themselves
    (``reconciliation``, ``input_note``, ``ingest_run``) only lose exact doubles."""
    ordered = "order by _observed_at, _dlt_load_id"
    keys = ", ".join(quoted(name) for name in spec.key)
    if spec.name in COMMON_TABLES:
        return f"select distinct * from {source} {ordered}"
    content = [name for name in columns if name not in spec.key and name not in ("_observed_at", "_dlt_load_id")]
    packed = ", ".join(quoted(name) for name in content)
    return (
        f"select {', '.join(quoted(name) for name in columns)} from ("
        f"select *, lag(row({packed})) over history as _before, row_number() over history as _number from {source} "
        f"window history as (partition by {keys} {ordered})) "
        f"where _number = 1 or _before is distinct from row({packed}) order by {keys}, _observed_at, _dlt_load_id"
    )


def _merged_name(files: list[Path]) -> str:
    """The newest load's id in front, so that the file counts exactly when that load does; a new name every time."""
    newest = max(log.load_id_of(path) for path in files)
    taken = {path.name for path in files}
    number = 0
    while (name := f"{newest}.compacted{number}.parquet") in taken:
        number += 1
    return name


def _count(connection: duckdb.DuckDBPyConnection, relation: str) -> int:
    row = connection.execute(f"select count(*) from {relation}").fetchone()
    return int(row[0]) if row else 0


def _make_durable(path: Path) -> None:
    """Flush a file, or the entries of a folder, to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
