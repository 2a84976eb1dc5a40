"""What each load left in the log, noted next to it: its files with their rows, sizes and digests.

``<raw>/_manifest/raw_<system>/<load_id>.json`` is written before the files of a package are copied into the log, and
once more, as complete, after dlt marked the package as completed. So whatever a crash leaves behind is noted, a file
that is in no note was put there by somebody else, and a load without a note never came about here.
``compacted.json`` holds the notes of loads whose small files were merged.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from hirehouse.ingestion import observation_log
from hirehouse.ingestion.tables import INGEST_RUN

FORMAT = 1
FOLDER = "_manifest"
COMPACTED = "compacted"
ASK_AGAIN = "ask_again"
_STATES, _SCHEMAS = "_dlt_pipeline_state", "_dlt_version"


@dataclass(frozen=True)
class FileNote:
    """A file as it was when it was noted: bytes, rows (None for dlt's own files) and BLAKE2b digest of its content."""

    size: int
    digest: str
    rows: int | None = None


@dataclass(frozen=True)
class LoadNote:
    """One package. ``files`` are its observations, ``marks`` what dlt wrote to complete it (mark, state, schema).

    Paths are relative to the system's folder. ``kind`` and ``observed_at`` (UTC) are None for a package without a row
    of its own. ``mark`` is the text of dlt's completion mark, from which it can be written again.
    """

    load_id: str
    kind: str | None
    observed_at: datetime | None
    is_complete: bool
    files: dict[str, FileNote]
    marks: dict[str, FileNote] = field(default_factory=dict)
    mark: str = ""


@dataclass(frozen=True)
class Manifest:
    """Every note of one system, by load id. ``replaced`` are files that a compaction merged into others, ``unreadable``
    notes that are no notes (any more)."""

    loads: dict[str, LoadNote]
    replaced: dict[str, FileNote]
    unreadable: tuple[Path, ...]


def folder(raw_path: Path, system: str) -> Path:
    """Where the notes of a system lie."""
    return raw_path / FOLDER / observation_log.dataset(system)


def read(raw_path: Path, system: str) -> Manifest:
    """The notes of a system, oldest load first; a load noted twice (a crash between compaction's steps) counts as its
    newer note says."""
    loads: dict[str, LoadNote] = {}
    replaced: dict[str, FileNote] = {}
    unreadable = []
    for path in sorted(folder(raw_path, system).glob("*.json"), key=lambda each: each.stem != COMPACTED):
        try:
            told = json.loads(path.read_bytes())
            notes = [_load_note(entry) for entry in told["loads"]]
            replaced |= {name: FileNote(**values) for name, values in told.get("replaced", {}).items()}
        except (OSError, ValueError, TypeError, KeyError):
            unreadable.append(path)
            continue
        loads = {note.load_id: note for note in notes} | loads
    return Manifest(dict(sorted(loads.items())), replaced, tuple(unreadable))


def note_package(raw_path: Path, system: str, load_id: str, job_files: Iterable[tuple[str, str, Path]]) -> None:
    """Note what is about to be copied into the log: (table, file id, file) of each job of a package."""
    files, own = {}, None
    for table, file_id, path in job_files:
        name = observation_log.LAYOUT.format(
            table_name=table, load_id=load_id, file_id=file_id, ext=path.suffix.removeprefix(".")
        )
        files[name] = note_of(path)
        own = path if table == INGEST_RUN.name else own
    write(raw_path, system, LoadNote(load_id, *_instant_of(own), is_complete=False, files=files))


def complete(raw_path: Path, system: str, load_id: str) -> None:
    """Add what dlt wrote when it completed the package: from now on the load's note is all of it."""
    base, name = raw_path / observation_log.dataset(system), f"{load_id}.json"
    (note,) = read_notes(folder(raw_path, system) / name)
    marks = {path.relative_to(base).as_posix(): note_of(path) for path in marks_of(base, load_id)}
    text = mark_of(base, load_id).read_text()
    write(raw_path, system, replace(note, is_complete=True, marks=marks, mark=text))


def sweep(raw_path: Path, system: str) -> None:
    """Remove what packages left that dlt has given up: noted, never completed. Nobody reads their files, but dlt would
    go on from the newest state it finds, past observations that never came to be."""
    base, completed = raw_path / observation_log.dataset(system), observation_log.completed_load_ids(raw_path, system)
    for load_id, note in read(raw_path, system).loads.items():
        if load_id not in completed and not note.is_complete:
            states = (base / _STATES).glob(f"*__{load_id}__*.jsonl")
            for path in [*(base / name for name in note.files), *states]:
                path.unlink(missing_ok=True)
            (folder(raw_path, system) / f"{load_id}.json").unlink(missing_ok=True)


def write(raw_path: Path, system: str, note: LoadNote) -> None:
    """Write one load's note, whole or not at all."""
    write_json(folder(raw_path, system) / f"{note.load_id}.json", {"format": FORMAT, "loads": [_entry(note)]})


def write_compacted(raw_path: Path, system: str, notes: Iterable[LoadNote], replaced: dict[str, FileNote]) -> None:
    """Make one note of many loads and of the files that are merged now; their own notes go afterwards."""
    kept = list(notes)
    told = {name: asdict(note) for name, note in sorted(replaced.items())}
    loads = [_entry(note) for note in sorted(kept, key=lambda note: note.load_id)]
    write_json(folder(raw_path, system) / f"{COMPACTED}.json", {"format": FORMAT, "loads": loads, "replaced": told})
    for note in kept:
        (folder(raw_path, system) / f"{note.load_id}.json").unlink(missing_ok=True)


def read_notes(path: Path) -> list[LoadNote]:
    """The loads that one file notes."""
    return [_load_note(entry) for entry in json.loads(path.read_bytes())["loads"]]


def note_of(path: Path) -> FileNote:
    """A file as it is now."""
    rows = pq.read_metadata(path).num_rows if path.suffix == ".parquet" else None
    return FileNote(path.stat().st_size, digest_of(path), rows)


def digest_of(path: Path) -> str:
    """BLAKE2b (16 bytes) of a file's content; about a gigabyte a second."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def mark_of(base: Path, load_id: str) -> Path:
    """dlt's completion mark of a load, at the place where dlt writes it; its pipeline's name is in front."""
    found = sorted((base / observation_log.LOADS_TABLE).glob(f"*__{load_id}.jsonl"))
    return (
        found[0] if found else base / observation_log.LOADS_TABLE / f"{base.name.removeprefix('raw_')}__{load_id}.jsonl"
    )


def marks_of(base: Path, load_id: str) -> list[Path]:
    """What dlt wrote with a load: its mark, its state if it had one, and the schema it was written with."""
    mark = mark_of(base, load_id)
    schema = json.loads(mark.read_text())["schema_version_hash"]
    schemas = (base / _SCHEMAS).glob(f"*__{base64.b64decode(schema).hex()}.jsonl")
    return [mark, *sorted((base / _STATES).glob(f"*__{load_id}__*.jsonl")), *sorted(schemas)]


def is_asked_again(raw_path: Path, system: str) -> bool:
    """Whether observations were taken out of the log since the last load, which the next one has to look for."""
    return (folder(raw_path, system) / ASK_AGAIN).exists()


def gone_before(raw_path: Path, system: str) -> dict[str, set[str]]:
    """By table, digests of the records that loads which were taken out of the log since had marked as deleted."""
    try:
        told = json.loads((folder(raw_path, system) / ASK_AGAIN).read_bytes())
        return {table: set(digests) for table, digests in told.items()}
    except (OSError, ValueError, AttributeError):  # none, or one of before this was kept
        return {}


def ask_again(raw_path: Path, system: str, gone: Mapping[str, Iterable[str]] | None = None) -> None:
    """Let the next load of the system list every record; ``gone`` as in :func:`gone_before`, added to what is there."""
    told = gone_before(raw_path, system)
    for table, digests in (gone or {}).items():
        told[table] = told.get(table, set()) | set(digests)
    write_json(folder(raw_path, system) / ASK_AGAIN, {table: sorted(digests) for table, digests in told.items()})


def asked_again(raw_path: Path, system: str) -> None:
    """Every record was listed: the next load may do as it is configured."""
    (folder(raw_path, system) / ASK_AGAIN).unlink(missing_ok=True)


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write a small file durably, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.part")
    with partial.open("w") as stream:
        json.dump(content, stream, sort_keys=True)
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(path)


def _instant_of(path: Path | None) -> tuple[str | None, datetime | None]:
    """Kind and instant of a package, from its own row."""
    if path is None:
        return None, None
    row: pa.Table = pq.read_table(path, columns=["kind", "observed_at"])
    return (row["kind"][0].as_py(), row["observed_at"][0].as_py().astimezone(UTC)) if row.num_rows else (None, None)


def _entry(note: LoadNote) -> dict[str, Any]:
    return asdict(note) | {"observed_at": note.observed_at.isoformat() if note.observed_at else None}


def _load_note(entry: dict[str, Any]) -> LoadNote:
    instant = entry["observed_at"]
    return LoadNote(
        entry["load_id"],
        entry["kind"],
        datetime.fromisoformat(instant) if instant else None,
        entry["is_complete"],
        {name: FileNote(**values) for name, values in entry["files"].items()},
        {name: FileNote(**values) for name, values in entry["marks"].items()},
        entry["mark"],
    )
