"""Writing the journal: one line per review held or forecast called, checked against what is published, kept for good.

Nothing is built here. A line is read by the next run like any system's record, and the log remembers when it was seen.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from hirehouse.base.errors import HirehouseError
from hirehouse.base.settings import Settings
from hirehouse.ingestion.sources.journal import journal_folder
from hirehouse.ingestion.sources.journal.entries import ENTRIES, fault_in_text
from hirehouse.ingestion.sources.journal.lines import read_lines
from hirehouse.publish.publication import current_publication
from hirehouse.publish.published import Published, open_published

LATER = "one that is newer than the published version is known after the next `hirehouse run`"


@dataclass(frozen=True)
class Kind:
    """A kind of record a line may speak of: its table, the columns a person may name it by, and words for messages."""

    noun: str
    table: str
    names: tuple[str, ...]
    show: str


REQUISITION = Kind(
    "requisition", "core.dim_requisition", ("requisition_id", "job_id", "requisition_key"), "requisition_id"
)
OPENING = Kind("opening", "core.fct_opening", ("opening_id", "opening_key"), "opening_id")
USER = Kind("user", "core.dim_user", ("user_id", "user_key"), "user_id")


def find(settings: Settings, kind: Kind, said: str, option: str, system: str | None = None) -> dict[str, Any]:
    """The one published record that ``said`` names; ``system`` narrows to one source system.

    Raises ``HirehouseError``: nothing published, no such record (with names like it), or several of that name.
    """
    conditions = " or ".join(f"{name} = $said" for name in kind.names)
    with open_published(settings) as published:
        found = published.rows(f"from {kind.table} where {conditions} order by system", said=said)
        rows = [row for row in found if system is None or row["system"] == system]
        if len(rows) == 1:
            return rows[0]
        where = f"{option} {said} (looked for in {kind.table})"
        if not rows:
            known = published.column(f"select distinct {kind.show} from {kind.table} where {kind.show} is not null")
            like = get_close_matches(said, map(str, known))
            hint = f"did you mean {', '.join(like)}? " if like else ""
            raise HirehouseError(f"no {kind.noun} is called '{said}'", where, f"{hint}{LATER}")
    systems = ", ".join(f"{row['system']} ({row[kind.names[0]]}, {row[kind.names[-1]]})" for row in rows[:5])
    remedy = f"name one by its key, or its system with --system: {systems}"
    raise HirehouseError(f"{len(rows)} {kind.noun}s are called '{said}'", where, remedy)


def is_known_in(settings: Settings, kind: Kind, said: str, system: str) -> bool:
    """Whether one system has a record of that name."""
    conditions = " or ".join(f"{name} = $said" for name in kind.names)
    sql = f"from {kind.table} where system = $system and ({conditions})"
    with open_published(settings) as published:
        return bool(published.rows(sql, said=said, system=system))


def check_text(text: str, option: str) -> None:
    """Raises ``HirehouseError`` where a person's words are too long or name somebody's address."""
    fault = fault_in_text(text)
    if fault:
        raise HirehouseError(fault, option, "leave out names and addresses, and say it in fewer words")


def append(settings: Settings, name: str, values: dict[str, Any]) -> Path:
    """Add one line to ``<name>.jsonl``, whole or not at all, and on disk when this returns; returns the file.

    The line's id is made of what it says, so that a line written twice is one. Times are written in UTC.
    """
    entry = ENTRIES[name]
    said = {column: _text(value) for column, value in values.items() if value is not None}
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
    line = json.dumps({entry.spec.key[0]: digest[:16], **said}, ensure_ascii=False) + "\n"
    path = journal_folder(settings.raw_path) / f"{name}.jsonl"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _append(path, line.encode())
    except OSError as error:
        what = f"the journal cannot be written: {error.strerror}"
        raise HirehouseError(what, str(path), "give write permission, or make room; nothing was recorded") from error
    return path


def strangers(settings: Settings) -> list[str]:
    """Lines about a requisition, an opening or a user that no published table knows, each in a sentence.

    Empty where nothing is written or published. Raises SourceError for a line that cannot be read.
    """
    folder = journal_folder(settings.raw_path)
    if not folder.is_dir() or current_publication(settings) is None:
        return []
    with open_published(settings) as published:
        requisitions = _names(published, "core.dim_requisition", "job_id", "requisition_id")
        openings = _names(published, "core.fct_opening", "opening_id")
        users = _names(published, "core.dim_user", "user_id")
    found = []
    for row in read_lines(folder, ENTRIES["reviews"]):
        line = f"journal: review {row['review_id']}"
        if not _is_known(requisitions, row["requisition_system"], row["job_id"], row["requisition_id"]):
            found.append(f"{line} is about an unknown requisition: {row['requisition_id'] or row['job_id']}")
        if not _is_known(users, None, row["reviewer_id"], None):
            found.append(f"{line} is by an unknown user: {row['reviewer_id']}")
    for row in read_lines(folder, ENTRIES["forecast_calls"]):
        line = f"journal: forecast call {row['call_id']}"
        if not _is_known(openings, row["opening_system"], row["opening_id"], None):
            found.append(f"{line} is about an unknown opening: {row['opening_id']}")
        if not _is_known(users, None, row["caller_id"], None):
            found.append(f"{line} is by an unknown user: {row['caller_id']}")
    return found


def _names(
    published: Published, table: str, own_id: str, number: str = ""
) -> tuple[set[tuple[str, str]], set[str], set[str]]:
    """Ids with their system, ids alone, and what people call it by: a number, or the id again."""
    rows = published.rows(f"select system, {own_id} as id, {number or own_id} as number from {table}")
    numbers = {row["number"] for row in rows if row["number"]}
    return {(row["system"], row["id"]) for row in rows}, {row["id"] for row in rows}, numbers


def _is_known(
    names: tuple[set[tuple[str, str]], set[str], set[str]], system: str | None, own_id: str | None, number: str | None
) -> bool:
    """As the warehouse looks: by system and id, by id where no system is said, else by number."""
    pairs, ids, numbers = names
    by_id = (system, own_id) in pairs if system else own_id in ids
    return by_id or number in numbers


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _append(path: Path, line: bytes) -> None:
    is_new = not path.exists()
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        size = os.fstat(descriptor).st_size
        # somebody's editor may have left the last line without its end
        lead = b"\n" if size and os.pread(descriptor, 1, size - 1) != b"\n" else b""
        written = os.write(descriptor, lead + line)
        if written != len(lead + line):
            os.ftruncate(descriptor, size)
            raise OSError(28, "No space left on device")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if is_new:
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
