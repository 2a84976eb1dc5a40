"""Maintenance of the observation log: fewer, larger files, and no observation that says what the one before it said.

What any reader sees at any as-of stays the same: of consecutive observations of a record with equal content the first
is kept, so the latest content at or before an instant is what it was. The new files are written next to the old ones
and made durable, one note says what replaces what, and only then they get their names and the old ones go. A crash in
between leaves observations twice, which the log allows anywhere, and the next compaction finishes what is noted.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import duckdb

from hirehouse.ingestion import load_manifest, observation_log
from hirehouse.ingestion.observation_log import quoted
from hirehouse.ingestion.tables import COMMON_TABLES, TableSpec

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


@dataclass(frozen=True)
class Merged:
    """A merged file that is written but not in the log yet: where it goes, what it replaces, what was done."""

    target: Path
    files: list[Path]
    done: Compaction


def compact(
    raw_path: Path,
    system: str,
    tables: dict[str, TableSpec],
    *,
    least_files: int = _WORTHWHILE_FILES,
    small_bytes: int = _SMALL_BYTES,
) -> list[Compaction]:
    """Compact every table of ``system`` that has at least ``least_files`` small files; returns what was done.

    Must not run at the same time as a load or a build of the same log. Files of loads that were never completed are not
    touched.
    """
    finish(raw_path, system)
    merged = []
    for spec in tables.values():
        for files in _runs(observation_log.table_files(raw_path, system, spec.name), small_bytes):
            if len(files) >= max(least_files, 2):
                merged.append(_merge(raw_path / observation_log.dataset(system) / spec.name, spec, files))
    if merged:
        _note(raw_path, system, merged)
        finish(raw_path, system, merged)
    return [each.done for each in merged]


def finish(raw_path: Path, system: str, merged: Sequence[Merged] = ()) -> None:
    """Give merged files their names and remove what they replace, as the notes say; also after a crash half-way."""
    base, noted = raw_path / observation_log.dataset(system), load_manifest.read(raw_path, system)
    targets = [base / name for note in noted.loads.values() for name in note.files]
    targets = [target for target in targets if unfinished_of(target).exists() and not target.exists()]
    for target in targets or [each.target for each in merged]:
        unfinished_of(target).replace(target)
        _make_durable(target.parent)
    replaced = {base / name for name in noted.replaced} | {path for each in merged for path in each.files}
    for path in replaced - {each.target for each in merged}:
        path.unlink(missing_ok=True)
    for leftover in base.glob("*/.*.parquet.part"):
        leftover.unlink()
    if noted.replaced:
        compacted = load_manifest.read_notes(load_manifest.folder(raw_path, system) / f"{load_manifest.COMPACTED}.json")
        load_manifest.write_compacted(raw_path, system, compacted, {})


def unfinished_of(target: Path) -> Path:
    """What a merged file is called until it is noted."""
    return target.with_name(f".{target.name}.part")


def _note(raw_path: Path, system: str, merged: Sequence[Merged]) -> None:
    """Make the notes say what is merged into what: from here on the merged files are the log. A log without any note,
    which no home of ours has, is compacted without one."""
    base, noted = raw_path / observation_log.dataset(system), load_manifest.read(raw_path, system)
    if not noted.loads:
        return
    gone = {path.relative_to(base).as_posix() for each in merged for path in each.files}
    replaced = {name: kept for note in noted.loads.values() for name, kept in note.files.items() if name in gone}
    made: dict[str, dict[str, load_manifest.FileNote]] = {}
    for each in merged:
        file = load_manifest.note_of(unfinished_of(each.target))
        file = replace(file, rows=each.done.rows_after)
        made.setdefault(observation_log.load_id_of(each.target), {})[each.target.relative_to(base).as_posix()] = file
    completed = observation_log.completed_load_ids(raw_path, system)
    notes = [
        replace(
            note,
            is_complete=True,
            files={name: kept for name, kept in note.files.items() if name not in gone} | made.get(note.load_id, {}),
        )
        for note in noted.loads.values()
        if note.is_complete or note.load_id in completed
    ]
    load_manifest.write_compacted(raw_path, system, notes, replaced)


def _runs(files: list[Path], small_bytes: int) -> list[list[Path]]:
    """Group consecutive small files, and never split a load. Within a group duplicates may be dropped, because no other
    file can hold an observation in between."""
    runs: list[list[Path]] = [[]]
    for _, group in groupby(files, key=observation_log.load_id_of):
        of_load = list(group)
        if any(path.stat().st_size >= small_bytes for path in of_load):
            runs.append([])
        else:
            runs[-1].extend(of_load)
    return [run for run in runs if run]


def _merge(folder: Path, spec: TableSpec, files: list[Path]) -> Merged:
    """Write what ``files`` say into one file next to them, under the name of an unfinished one."""
    target = folder / _merged_name(files)
    unfinished = unfinished_of(target)
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
    return Merged(target, files, Compaction(spec.name, len(files), 1, before, after))


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
    newest = max(observation_log.load_id_of(path) for path in files)
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
