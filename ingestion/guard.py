"""The log as it is on disk, compared with its notes: what is missing, cut, swapped, foreign, doubled, of the future.

A file counts as it was noted when its size and times are those of the last time its content was compared (``Seen``);
otherwise its content is. So a check before every build costs one look at each file, and a change of content is found
unless somebody forges a file's change time; ``thorough`` compares every content.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hirehouse.ingestion import load_manifest, observation_log
from hirehouse.ingestion.compact import unfinished_of
from hirehouse.ingestion.load_manifest import FileNote, LoadNote, Manifest

Seen = dict[str, list[int]]
"""Size, change and content times (ns) and inode by path below the system's folder, when the content was compared."""

MISSING, CUT, CHANGED, FOREIGN, DOUBLED, FUTURE, UNNOTED = (
    "missing",
    "cut",
    "changed",
    "foreign",
    "doubled",
    "future",
    "unnoted",
)
_WORDS = {
    MISSING: "is missing",
    CUT: "is cut short",
    CHANGED: "is not what the load wrote",
    FOREIGN: "was written by no load of this log",
    DOUBLED: "is there twice",
    FUTURE: "is stamped later than the clock",
    UNNOTED: "left no note that can be read: it never came about here, or its note was lost",
}


@dataclass(frozen=True)
class Damage:
    """One thing that is not as it was noted. ``path`` is in the log; ``load_id`` is the load it speaks of."""

    system: str
    load_id: str
    observed_at: datetime | None
    kind: str
    path: Path
    is_mark: bool = False

    @property
    def text(self) -> str:
        """What is wrong, with the load's name."""
        at = f" of {self.observed_at:%Y-%m-%d %H:%M} UTC" if self.observed_at else ""
        load = f"load {self.load_id}{at} of {self.system}"
        if self.kind in (FUTURE, UNNOTED):
            return f"{load} {_WORDS[self.kind]}"
        return f"{load}: {self.path.parent.name}/{self.path.name} {_WORDS[self.kind]}"


def inspect(
    raw_path: Path, system: str, now: datetime, seen: Seen | None = None, thorough: bool = False
) -> tuple[list[Damage], Seen]:
    """Everything in the log of ``system`` that is not as it was noted, and what was seen of what is.

    ``now`` is the clock's instant: no load can have been made later.
    """
    look = _Look(raw_path, system, load_manifest.read(raw_path, system), {} if thorough else seen or {})
    return [*look.unreadable(), *look.loads(now), *look.strangers()], look.seen


class _Look:
    """One look at one system's log."""

    def __init__(self, raw_path: Path, system: str, noted: Manifest, known: Seen) -> None:
        self._system, self._noted, self._known = system, noted, known
        self._base = raw_path / observation_log.dataset(system)
        self._present = _entries(self._base)
        marks = [name for name in self._present if name.startswith(f"{observation_log.LOADS_TABLE}/") and "__" in name]
        self._marks = Counter(_load_id_of(name) for name in marks)
        self.seen: Seen = {}

    def unreadable(self) -> Iterator[Damage]:
        for path in self._noted.unreadable:
            if path.stem not in self._noted.loads:
                yield Damage(self._system, path.stem, None, UNNOTED, path)

    def loads(self, now: datetime) -> Iterator[Damage]:
        """What is not as it was noted, load by load. A load that was never completed may be there in part or not."""
        states = [name for note in self._noted.loads.values() for name in note.marks if name.startswith("_dlt_pipe")]
        newest_state = max(states, key=lambda name: float(name.split("__")[1]), default="")
        is_unfinished = any(
            name not in self._present and _unfinished(name) in self._present
            for note in self._noted.loads.values()
            for name in note.files
        )
        for note in self._noted.loads.values():
            if not note.is_complete and note.load_id not in self._marks:
                continue
            if note.observed_at is not None and note.observed_at > now:
                yield self._damage(note, FUTURE, observation_log.LOADS_TABLE, is_mark=True)
            for name, file in note.files.items():
                if not (is_unfinished and _unfinished(name) in self._present):
                    yield from self._compared(note, name, file, is_mark=False)
            for name, file in note.marks.items():
                # dlt keeps the newest hundred states: an older one may be gone
                if name == newest_state or not name.startswith("_dlt_pipe") or name in self._present:
                    yield from self._compared(note, name, file, is_mark=True)
        for name, file in self._noted.replaced.items():
            if is_unfinished or name in self._present:
                owner = self._noted.loads.get(observation_log.load_id_of(Path(name)))
                yield from self._compared(owner, name, file, is_mark=False)

    def strangers(self) -> Iterator[Damage]:
        """Files and marks that no note knows."""
        files = {name for note in self._noted.loads.values() for name in (*note.files, *note.marks)}
        files |= set(self._noted.replaced)
        digests = {
            file.digest for note in self._noted.loads.values() for file in (*note.files.values(), *note.marks.values())
        }
        unfinished = {load_id for load_id, note in self._noted.loads.items() if not note.is_complete}
        for name in sorted(self._present):
            path = self._base / name
            is_mark = name.startswith("_")
            if name in files or path.suffix != (".jsonl" if is_mark else ".parquet"):
                continue
            load_id = _load_id_of(name)
            if is_mark and (path.parent.name == "_dlt_version" or load_id in unfinished):
                continue  # written before the load was complete
            if path.parent.name == observation_log.LOADS_TABLE and load_id not in self._noted.loads:
                yield Damage(self._system, load_id, None, UNNOTED, path, is_mark)
                continue
            is_double = load_manifest.digest_of(path) in digests or (is_mark and self._marks[load_id] > 1)
            note = self._noted.loads.get(load_id)
            at = note.observed_at if note else None
            yield Damage(self._system, load_id, at, DOUBLED if is_double else FOREIGN, path, is_mark)

    def _compared(self, note: LoadNote | None, name: str, file: FileNote, is_mark: bool) -> Iterator[Damage]:
        path = self._base / name
        kind = self._kind(path, name, file)
        if kind:
            yield self._damage(note, kind, name, is_mark)

    def _kind(self, path: Path, name: str, file: FileNote) -> str:
        if name in self.seen:
            return ""
        if name not in self._present:
            return MISSING
        found = self._present[name].stat()
        if found.st_size != file.size:
            return CUT if found.st_size < file.size else CHANGED
        signature = [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]
        if self._known.get(name) != signature and load_manifest.digest_of(path) != file.digest:
            return CHANGED
        self.seen[name] = signature
        return ""

    def _damage(self, note: LoadNote | None, kind: str, name: str, is_mark: bool) -> Damage:
        load_id = note.load_id if note else observation_log.load_id_of(Path(name))
        return Damage(self._system, load_id, note.observed_at if note else None, kind, self._base / name, is_mark)


def _entries(base: Path) -> dict[str, os.DirEntry[str]]:
    """Files in the folders of a system, by ``folder/file``."""
    if not base.is_dir():
        return {}
    folders = [entry for entry in os.scandir(base) if entry.is_dir()]
    return {
        f"{folder.name}/{entry.name}": entry for folder in folders for entry in os.scandir(folder) if entry.is_file()
    }


def _load_id_of(name: str) -> str:
    """The load id in the name of an observation file, or of dlt's mark or state."""
    file = name.rsplit("/", 1)[1]
    if not name.startswith("_"):
        return observation_log.load_id_of(Path(file))
    return [*file.removesuffix(".jsonl").split("__"), ""][1]


def _unfinished(name: str) -> str:
    folder, file = name.rsplit("/", 1)
    return f"{folder}/{unfinished_of(Path(file)).name}"
