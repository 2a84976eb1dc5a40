"""Eighteen ways to tamper with a log: files, marks, states and notes that are missing, cut, swapped, foreign, of the
future or doubled."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hirehouse.ingestion import load_manifest, observation_log

FOREIGN_LOAD, FUTURE_LOAD = "1700000000.125", "4102444800.5"


@dataclass(frozen=True)
class Target:
    """What is tampered with: load ``one`` of ``system``, and ``other``; ``tables`` are two that ``one`` has files of.

    The state of ``other`` has to be the newest, which dlt goes on from: an older one may be gone.
    """

    raw: Path
    system: str
    one: str
    other: str
    tables: tuple[str, str]

    @property
    def base(self) -> Path:
        """Folder of the system's log."""
        return self.raw / observation_log.dataset(self.system)

    def file(self, number: int = 0) -> Path:
        """The file of a table that ``one`` wrote."""
        (found,) = (self.base / self.tables[number]).glob(f"{self.one}.*.parquet")
        return found

    def mark(self, load_id: str) -> Path:
        """dlt's completion mark of a load."""
        return load_manifest.mark_of(self.base, load_id)

    def state(self, load_id: str) -> Path:
        """dlt's state as a load left it."""
        (found,) = (self.base / "_dlt_pipeline_state").glob(f"*__{load_id}__*.jsonl")
        return found

    def note(self) -> Path:
        """The note of ``one``."""
        return load_manifest.folder(self.raw, self.system) / f"{self.one}.json"


def swap(one: Path, other: Path) -> None:
    """Give each of two files the content of the other."""
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def cut(path: Path) -> None:
    """Take the last bytes of a file."""
    path.write_bytes(path.read_bytes()[:-7])


def as_load(path: Path, load_id: str, other: str) -> Path:
    """A copy of a file of one load under another load's name."""
    return Path(shutil.copy(path, path.with_name(path.name.replace(load_id, other))))


def twice(path: Path, name: str) -> None:
    """A copy of a file beside it."""
    shutil.copy(path, path.with_name(name))


WAYS: dict[str, Callable[[Target], object]] = {
    "missing file": lambda at: at.file().unlink(),
    "cut file": lambda at: cut(at.file()),
    "swapped file": lambda at: swap(at.file(0), at.file(1)),
    "foreign file": lambda at: as_load(at.file(), at.one, FOREIGN_LOAD),
    "future file": lambda at: as_load(at.file(), at.one, FUTURE_LOAD),
    "doubled file": lambda at: twice(at.file(), f"{at.file().stem}.b.parquet"),
    "missing mark": lambda at: at.mark(at.one).unlink(),
    "cut mark": lambda at: cut(at.mark(at.one)),
    "swapped mark": lambda at: swap(at.mark(at.one), at.mark(at.other)),
    "foreign mark": lambda at: as_load(at.mark(at.one), at.one, FOREIGN_LOAD),
    "future mark": lambda at: as_load(at.mark(at.one), at.one, FUTURE_LOAD),
    "doubled mark": lambda at: twice(at.mark(at.one), f"again__{at.one}.jsonl"),
    "missing state": lambda at: at.state(at.other).unlink(),
    "cut state": lambda at: cut(at.state(at.one)),
    "swapped state": lambda at: swap(at.state(at.one), at.state(at.other)),
    "foreign state": lambda at: as_load(at.state(at.one), at.one, FOREIGN_LOAD),
    "cut note": lambda at: cut(at.note()),
    "missing note": lambda at: at.note().unlink(),
}
