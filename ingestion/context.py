"""What a connector gets to know about the run it is asked to load for, and whom it tells what it did."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from hirehouse.ingestion.errors import NotPermitted, SourceError
from hirehouse.ingestion.notes import Note, NoteBook

FEW_DELETIONS_SHARE = 0.01
"""Setting ``sources.<name>.deletions_at_once``: a larger share of a list that vanishes at once is not believed yet."""


@dataclass
class SourceCount:
    """What one full listing counted: rows at the source as of the run's instant, and their newest change."""

    rows: int
    newest_at: datetime | None


@dataclass
class LoadContext:
    """Where the log is, the run's instant, how to read, and the record of what was done.

    ``confirms_deletions``: a person said that what vanished is gone. ``deletions_at_once``: the share of a list that
    may vanish without waiting for a second load. ``gone_before``: by table, digests of records that loads which
    were forgotten since had marked as deleted. ``work_path`` is a folder for temporary files (None: the system's).
    """

    system: str
    raw_path: Path
    observed_at: datetime
    full_scan: bool | None = None
    scan_every: timedelta = timedelta(0)
    progress: Callable[[str, int], None] | None = None
    confirms_deletions: bool = False
    deletions_at_once: float = FEW_DELETIONS_SHARE
    work_path: Path | None = None
    rows: dict[str, int] = field(default_factory=dict)
    tombstones: dict[str, int] = field(default_factory=dict)
    withheld: dict[str, int] = field(default_factory=dict)
    gone_before: dict[str, set[str]] = field(default_factory=dict)
    counts: dict[str, SourceCount] = field(default_factory=dict)
    new_columns: list[str] = field(default_factory=list)
    notes: NoteBook = field(default_factory=NoteBook)
    traffic: Callable[[], tuple[int, float]] = lambda: (0, 0.0)
    feeds: int = 0
    _refused: set[str] = field(default_factory=set)
    _skipped: set[tuple[str, str]] = field(default_factory=set)
    _partial: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, table: str, rows: int, deleted: int = 0) -> None:
        """Note ``rows`` appended observations of ``table``, ``deleted`` of them tombstones."""
        with self._lock:
            self.rows[table] = self.rows.get(table, 0) + rows
            if deleted:
                self.tombstones[table] = self.tombstones.get(table, 0) + deleted
        self.tell_progress(table, self.rows[table])

    def tell_progress(self, table: str, rows: int) -> None:
        """Tell whoever watches that ``rows`` rows of ``table`` have been read."""
        if self.progress is not None:
            self.progress(table, rows)

    def note(self, entity: str, kind: str, place: str, rows: int = 1, detail: str = "") -> None:
        """Note what was not taken as it came: see ``notes.Note``. From any thread, as often as liked."""
        self.notes.add(Note(entity, kind, place, rows, detail))

    def skip(self, table: str, error: NotPermitted) -> None:
        """The source would not show the list of ``table``: it is left out and the others are loaded.

        Raises SourceError when that is so for every list: nothing was seen then.
        """
        self.note(table, "not_permitted", table, 1, f"status {error.status}: {error.remedy}")
        with self._lock:
            self._refused.add(table)
            if len(self._refused) < max(self.feeds, 1):
                return
            names = ", ".join(sorted(self._refused))
        raise SourceError(self.system, f"no list could be read: {error.what}", names, error.remedy)

    def skip_part(self, table: str, place: str, error: NotPermitted) -> None:
        """The source would not show the rows of ``table`` at ``place`` (of one parent): the others are loaded, but
        nothing of this table counts as deleted, and the next load looks at this one's time again. Told once, however
        often it is asked for."""
        with self._lock:
            is_told = (table, place) in self._skipped
            self._skipped.add((table, place))
        if not is_told:
            self.note(table, "not_permitted", place, 1, f"status {error.status}: {error.remedy}")
        self.leave_part_out(table)

    def leave_part_out(self, table: str) -> None:
        """A part of ``table`` cannot be asked for, as its parent could not be read: as for a part that was skipped,
        nothing of the table counts as deleted."""
        with self._lock:
            self._partial.add(table)

    def is_partial(self, table: str) -> bool:
        """Whether a part of ``table`` was skipped."""
        with self._lock:
            return table in self._partial
