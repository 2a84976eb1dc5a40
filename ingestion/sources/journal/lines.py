"""Reading the journal's files. A line that does not fit stops the load and is named: half of what people said is not
what they said."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson

from hirehouse.ingestion.errors import SourceError
from hirehouse.ingestion.sources.journal.entries import CATEGORIES, DAY_COLUMNS, EntryKind, fault_in_text

Line = dict[str, Any]
_QUARTER_STARTS = (1, 4, 7, 10)


def read_lines(folder: Path, entry: EntryKind) -> list[Line]:
    """Rows of one kind of line, in the order they were written; of lines with the same id the last.

    Raises SourceError with file, line and remedy.
    """
    found: dict[str, Line] = {}
    for path in sorted(folder.glob(f"{entry.spec.name}*.jsonl")):
        for number, line in _objects(path):
            row = _row(entry, line, f"{path.name}, line {number}")
            key = row[entry.spec.key[0]]
            found.pop(key, None)
            found[key] = row
    return list(found.values())


def _objects(path: Path) -> Iterator[tuple[int, Line]]:
    # Whoever appends holds the file's lock, so no half-written line is seen.
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        lines = file.read().splitlines()
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        try:
            line = orjson.loads(text)
        except orjson.JSONDecodeError:
            line = None
        if not isinstance(line, dict):
            remedy = "complete it or take it out; `hirehouse review log` and `hirehouse forecast call` write whole ones"
            raise SourceError("journal", "a line is no JSON object", f"{path.name}, line {number}", remedy)
        yield number, line


def _row(entry: EntryKind, line: Line, where: str) -> Line:
    unknown = sorted(line.keys() - set(entry.sayable))
    if unknown:
        raise _fault(f"{', '.join(unknown)} is not known", where, f"use {', '.join(entry.sayable)}")
    row = {name: _value(line.get(name), name, kind, where) for name, kind in entry.spec.columns.items()}
    if DAY_COLUMNS in row:
        days = [name for name, kind in entry.spec.columns.items() if kind == "timestamp" and _is_day(line.get(name))]
        row[DAY_COLUMNS] = ",".join(days) or None
    absent = [name for name in entry.required if row[name] is None]
    if entry.either and all(row[name] is None for name in entry.either):
        absent.append(" or ".join(entry.either))
    if absent:
        raise _fault(f"{', '.join(absent)} is missing", where, "fill it in")
    fault = fault_in_text(row[entry.text]) if row[entry.text] else None
    if fault:
        raise _fault(fault, f"{where}, {entry.text}", "leave out names and addresses, and say it in fewer words")
    _check_words(row, where)
    return row


def _check_words(row: Line, where: str) -> None:
    if "category" in row and row["category"] not in CATEGORIES:
        raise _fault(f"category '{row['category']}' is not known", where, f"use one of {', '.join(CATEGORIES)}")
    quarter = row.get("quarter_start_date")
    if quarter is not None and (quarter.day != 1 or quarter.month not in _QUARTER_STARTS):
        raise _fault(f"{quarter} is no first day of a quarter", f"{where}, quarter_start_date", "give 2026-07-01")
    if (row.get("decision_count") or 0) < 0:
        raise _fault("decision_count is less than 0", where, "count the decisions that were taken")


def _value(value: Any, name: str, kind: str, where: str) -> Any:
    if value is None or value == "":
        return None
    try:
        return _READERS[kind](value)
    except (ValueError, TypeError):
        example = {"bigint": "3", "date": "2026-07-01", "timestamp": "2026-06-30T14:00:00Z"}.get(kind, '"text"')
        raise _fault(f"{str(value)[:60]!r} does not fit {name}", where, f"write it like {example}") from None


def _text(value: Any) -> str:
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        raise TypeError
    return str(value).strip()


def _whole(value: Any) -> int:
    if isinstance(value, bool) or int(value) != float(value):
        raise ValueError
    return int(value)


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(value)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _is_day(value: Any) -> bool:
    """Whether a time is given as a day alone: as its midnight UTC it is placed in a zone later."""
    try:
        return bool(date.fromisoformat(value))
    except (ValueError, TypeError):
        return False


_READERS: dict[str, Any] = {"string": _text, "bigint": _whole, "date": date.fromisoformat, "timestamp": _moment}


def _fault(what: str, where: str, remedy: str) -> SourceError:
    return SourceError("journal", what, where, remedy)
