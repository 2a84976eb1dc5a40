"""The journal: what people tell the warehouse itself, pipeline reviews they held and forecasts they called.

Loaded: ``reviews*.jsonl`` and ``forecast_calls*.jsonl``, one JSON object a line, which ``hirehouse review log`` and
``hirehouse forecast call`` append to. A later line with the same id corrects the earlier one; a line that is taken out
is gone. Without a line, and as long as none was ever loaded, there is nothing to load and nobody is told.
Left out on purpose: who may write here (the folder's own permissions say that), and names of people, which no line may
hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from hirehouse.ingestion.errors import SourceError
from hirehouse.ingestion.observation_log import table_files
from hirehouse.ingestion.sources.journal.entries import ENTRIES
from hirehouse.ingestion.sources.journal.lines import read_lines

# The command line reads this module to write a line: what brings dlt, a second or two, is imported where it is used.
if TYPE_CHECKING:
    from dlt.extract import DltSource

    from hirehouse.ingestion.observe import LoadContext, Rows

TABLES = {name: entry.spec for name, entry in ENTRIES.items()}
IS_OWN = True
"""No outside system: the folder is in the home, so every run can read it and none can come late."""


def journal_folder(raw_path: Path) -> Path:
    """Where the journal of the home is whose observation log is ``raw_path``: next to it, or at the setting ``path``
    of ``sources.journal``."""
    from hirehouse.ingestion.credentials import setting

    said = setting("journal", "path")
    return Path(said).expanduser() if said else Path(raw_path).resolve().parent / "journal"


def build_source(context: LoadContext) -> DltSource | None:
    """The dlt source of one load, every line looked at first; None where nobody ever wrote anything.

    Raises SourceError for a line that cannot be taken, and for a folder that is gone although lines of it were loaded:
    taking that for an empty journal would delete what people said.
    """
    from hirehouse.ingestion.observe import Feed, observed_source

    folder = journal_folder(context.raw_path)
    was_loaded = any(table_files(context.raw_path, "journal", name) for name in ENTRIES)
    if not folder.is_dir():
        if was_loaded:
            raise SourceError(
                "journal",
                "the folder is gone, and what was read from it would be taken for deleted",
                str(folder),
                "put it back, or make it again, empty if every line is meant to be gone",
            )
        return None
    rows = {name: read_lines(folder, entry) for name, entry in ENTRIES.items()}
    if not was_loaded and not any(rows.values()):
        return None
    return observed_source(
        context,
        [
            Feed(entry.spec, partial(_pages, rows[name]), created_at=entry.happened_at, waits=True, doubts="nothing")
            for name, entry in ENTRIES.items()
        ],
    )


def _pages(rows: Rows) -> Iterator[Rows]:
    if rows:
        yield rows
