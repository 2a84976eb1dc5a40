"""What a load has to say about its input: what was left out, set aside or read in another way than before.

Nothing that comes in is dropped without a word: whoever drops or changes it makes a note, with how many rows it
concerns. Notes are told after the load, by ``hirehouse status``, and land in the log (``input_note``), where a rule
finds them. They name places (a file, a list, a record's key), never what a cell says.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow.parquet as pq

from hirehouse.ingestion import observation_log
from hirehouse.ingestion.tables import INPUT_NOTE

KINDS: dict[str, str] = {
    "overruled": "rows that a later row of the same key replaced; give different things different keys",
    "set_aside": "records that cannot be read; correct them at the source, the next load takes them",
    "unread_sheet": "a sheet that was not read; name it in the mapping or remove it",
    "unread_column": "a column that was not read; give it a name or ignore it in the mapping",
    "unread_row": "rows that were not read; correct them in the file",
    "unread_cell": "cells without a readable value; save the file with its values, or correct them",
    "unread_file": "a file that was not read; rename it or move it away",
    "later": "records made after the run's instant; the next load takes them",
    "withheld": "deletions that wait: the next full load confirms them, or "
    "`hirehouse run --confirm-deletions {system}` does",
    "not_permitted": "a list or record the source would not show; give the credential access and load again",
    "changed_type": "a field nobody declared that changed its type; it now arrives as text",
}
"""Kind of note -> what it means and what to do, for people; ``{system}`` is the connector's name."""

PLACES_KEPT = 200
"""Places named per table and kind; what more there is stands together under :data:`ELSEWHERE`, so that a note on each
row of a large list stays small."""

ELSEWHERE = "further places"
PLACES_TOLD = 3


@dataclass(frozen=True)
class Note:
    """``rows`` rows of raw table ``entity`` that ``kind`` (a key of :data:`KINDS`) is said of.

    ``place`` is a file, sheet, list or record key and ``detail`` the reason; neither holds personal data.
    """

    entity: str
    kind: str
    place: str
    rows: int = 1
    detail: str = ""


class NoteBook:
    """The notes of one load; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._notes: dict[tuple[str, str, str], Note] = {}

    def add(self, note: Note) -> None:
        """Take ``note``; of notes on one table, kind and place the rows add up and the first reason stays.

        Raises ``KeyError`` for a kind that is not known.
        """
        if note.kind not in KINDS:
            raise KeyError(note.kind)
        with self._lock:
            key = (note.entity, note.kind, note.place)
            if key not in self._notes and self._is_full(note):
                key = (note.entity, note.kind, ELSEWHERE)
                note = replace(note, place=ELSEWHERE)
            known = self._notes.get(key)
            if known is not None:
                note = replace(known, rows=known.rows + note.rows, detail=known.detail or note.detail)
            self._notes[key] = note

    def all(self) -> list[Note]:
        """Every note, by table, kind and place."""
        with self._lock:
            return [self._notes[key] for key in sorted(self._notes)]

    def _is_full(self, note: Note) -> bool:
        return sum(key[:2] == (note.entity, note.kind) for key in self._notes) >= PLACES_KEPT


def told(notes: Iterable[Note], system: str) -> list[str]:
    """``notes`` of ``system`` as lines for people, one per table and kind: how many rows, first places, what to do."""
    grouped: dict[tuple[str, str], list[Note]] = {}
    for note in notes:
        grouped.setdefault((note.entity, note.kind), []).append(note)
    return [_line(system, entity, kind, found) for (entity, kind), found in sorted(grouped.items())]


def _line(system: str, entity: str, kind: str, notes: list[Note]) -> str:
    places = [f"{note.place}: {note.detail}" if note.detail else note.place for note in notes]
    more = f"; and {len(places) - PLACES_TOLD} more places" if len(places) > PLACES_TOLD else ""
    rows = sum(note.rows for note in notes)
    where = "; ".join(places[:PLACES_TOLD])
    return f"{entity}: {rows:,} {kind.replace('_', ' ')} ({where}{more}): {KINDS[kind].format(system=system)}"


def newest_notes(raw_path: Path, system: str) -> list[Note]:
    """The notes of ``system``'s newest completed load, read from the log; empty if it made none or never loaded."""
    loads = [load for load in observation_log.completed_loads(raw_path, system) if load.kind == "reconciliation"]
    if not loads:
        return []
    names = ["entity", "kind", "place", "rows", "detail"]
    notes = [
        Note(**{name: row[name] for name in names})
        for path in observation_log.table_files(raw_path, system, INPUT_NOTE.name)
        for row in pq.read_table(path, columns=names, filters=[("_dlt_load_id", "=", loads[-1].load_id)]).to_pylist()
    ]
    return sorted(notes, key=lambda note: (note.entity, note.kind, note.place))
