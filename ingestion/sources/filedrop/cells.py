"""From cells to canonical values. A cell that does not fit stops the load with file, row and column: half a plan is
no plan."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import orjson

from ingestion.errors import SourceError
from ingestion.sources.filedrop.endpoints import DAY_COLUMNS, VOCABULARIES, Entity
from ingestion.sources.filedrop.files import Cells
from ingestion.sources.filedrop.mapping import Mapping

_HOURS = re.compile(r"%-?[HIcXTRsf]")
_YES, _NO = frozenset({"true", "yes", "y", "1", "t"}), frozenset({"false", "no", "n", "0", "f"})
_EXPECTED = {
    "string": "text",
    "json": "text",
    "bigint": "a whole number, e.g. 12",
    "double": "a number with a point and no separators, e.g. 1250.50",
    "boolean": "true or false",
    "date": "a date, e.g. 2026-01-31",
    "timestamp": "a time, e.g. 2026-01-31T09:30:00Z",
}


class _Misfit(ValueError):
    """A cell that is not what its column holds; the text is what was expected."""


@dataclass(frozen=True)
class RowReader:
    """Turns the cells of one file into rows of canonical columns. ``source_columns`` is canonical name -> column in
    the file."""

    file: str
    entity: Entity
    mapping: Mapping
    source_columns: dict[str, str]

    def read(self, number: int, cells: Cells) -> dict[str, Any]:
        """The canonical row of ``cells``; raises SourceError naming file, row, column, what was expected, and the
        remedy."""
        row: dict[str, Any] = dict.fromkeys(self.entity.spec.columns)
        days: list[str] = []
        for canonical, kind in self.entity.columns.items():
            source = self.source_columns.get(canonical)
            cell = cells.get(source) if source is not None else None
            cell = self.mapping.constants.get(canonical) if cell in (None, "") else cell
            column = source or canonical
            if cell in (None, ""):
                if canonical in self.entity.required:
                    raise self._error("the cell is empty", number, column, _EXPECTED[kind])
                continue
            try:
                if kind == "timestamp" and self._is_day(cell):
                    days.append(canonical)
                row[canonical] = self._value(canonical, kind, cell)
            except _Misfit as misfit:
                raise self._error(f"{_shown(cell)} does not fit", number, column, str(misfit)) from None
            except (ValueError, TypeError, OverflowError):
                raise self._error(f"{_shown(cell)} does not fit", number, column, self._expected(kind)) from None
        if days:
            row[DAY_COLUMNS] = ",".join(days)
        return row

    def _value(self, canonical: str, kind: str, cell: Any) -> Any:
        value = self._reader(kind)(cell)
        words = VOCABULARIES.get((self.entity.spec.name, canonical))
        if words is not None and value not in words:
            raise _Misfit(f"one of {', '.join(sorted(words))}")
        if canonical == "timezone":
            _check_zone(value)
        return value

    def _reader(self, kind: str) -> Callable[[Any], Any]:
        return {"date": self._date, "timestamp": self._timestamp}.get(kind) or _READERS[kind]

    def _date(self, cell: Any) -> date:
        if isinstance(cell, datetime):
            if (cell.hour, cell.minute, cell.second) != (0, 0, 0):
                raise _Misfit("a date without a time of day")
            return cell.date()
        if isinstance(cell, date):
            return cell
        if self.mapping.date_format:
            return datetime.strptime(cell, self.mapping.date_format).date()  # noqa: DTZ007 - a date has no zone
        return date.fromisoformat(cell)

    def _is_day(self, cell: Any) -> bool:
        """Whether the cell of a time column is a day without a time of day: a date, ISO text of a day, or text in a
        ``timestamp_format`` without hours."""
        if not isinstance(cell, str):
            return isinstance(cell, date) and not isinstance(cell, datetime)
        form = self.mapping.timestamp_format
        return not _HOURS.search(form) if form else len(cell) <= len("2026-01-31")

    def _timestamp(self, cell: Any) -> datetime:
        form = self.mapping.timestamp_format
        if self._is_day(cell):
            if isinstance(cell, str):
                cell = datetime.strptime(cell, form).date() if form else date.fromisoformat(cell)  # noqa: DTZ007
            # No zone is put on a day: it is placed where the requisition's office is known.
            return datetime(cell.year, cell.month, cell.day, tzinfo=UTC)
        if isinstance(cell, str):
            # Without an offset in the cell the mapping's zone is put on below.
            cell = datetime.strptime(cell, form) if form else datetime.fromisoformat(cell)  # noqa: DTZ007
        if not isinstance(cell, datetime):
            raise TypeError
        moment = cell if cell.tzinfo else cell.replace(tzinfo=self.mapping.timezone)
        return moment.astimezone(UTC)

    def _expected(self, kind: str) -> str:
        form = {"date": self.mapping.date_format, "timestamp": self.mapping.timestamp_format}.get(kind)
        return f"{kind} written as {form}" if form else _EXPECTED[kind]

    def _error(self, what: str, number: int, column: str, expected: str) -> SourceError:
        return SourceError(
            "filedrop",
            f"{what}: expected {expected}",
            f"{self.file}, row {number}, column {column}",
            f"correct the cell, or say in {self.entity.spec.name}.mapping.yml how the file writes it",
        )


def _shown(cell: Any) -> str:
    return repr(cell if isinstance(cell, str) else str(cell))[:60]


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise _Misfit("a time zone's name, e.g. Europe/London") from None


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # a spreadsheet keeps ids as floats
    if isinstance(cell, (dict, list)):
        return orjson.dumps(cell).decode()
    return cell if isinstance(cell, str) else str(cell)


def _whole(cell: Any) -> int:
    if isinstance(cell, bool) or (not isinstance(cell, str) and int(cell) != cell):
        raise ValueError
    return int(cell)


def _number(cell: Any) -> float:
    if isinstance(cell, bool):
        raise ValueError
    number = float(cell)
    if number != number or number in (float("inf"), float("-inf")):
        raise ValueError
    return number


def _boolean(cell: Any) -> bool:
    word = str(cell).strip().lower()
    if word in _YES or word in _NO:
        return word in _YES
    raise ValueError


_READERS: dict[str, Callable[[Any], Any]] = {
    "string": _text,
    "json": _text,
    "bigint": _whole,
    "double": _number,
    "boolean": _boolean,
}
