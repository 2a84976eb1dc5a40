"""From the cells of a column to an Arrow array of its type: the plain ones at once, every other distinct one by the
reader of values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from ingestion.sources.filedrop.endpoints import VOCABULARIES
from ingestion.sources.filedrop.mapping import Mapping
from ingestion.tables import ARROW_TYPES
from ingestion.values import (
    PLAIN_DAY,
    PLAIN_ID,
    PLAIN_INSTANT,
    PLAIN_NUMBER,
    PLAIN_WHOLE,
    POINT,
    UNKNOWN,
    UNSURE_TEXT,
    Misfit,
    Numbers,
    agreed_numbers,
    read_boolean,
    read_currency,
    read_day,
    read_id,
    read_moment,
    read_number,
    read_text,
    read_whole,
    tidy,
)

Read = Callable[[Any], Any]
_INSTANT = ARROW_TYPES["timestamp"]


@dataclass
class Column:
    """One canonical column read: ``values`` in its Arrow type, ``is_day`` true where a time column's cell was a day
    (None: nowhere), ``misfits`` position of a cell -> what was expected."""

    values: pa.Array
    is_day: pa.Array | None = None
    misfits: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ColumnReader:
    """Reads columns of one canonical name: ``entity`` and ``name`` say its vocabulary, ``kind`` its type."""

    entity: str
    name: str
    kind: str
    mapping: Mapping

    def read(self, cells: pa.ChunkedArray | Sequence[Any], says_point: bool = False) -> Column:
        """The column of ``cells``; empty cells are null. ``says_point`` as in :class:`sheets.Sheet`."""
        array = cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells
        if not isinstance(array, pa.Array):
            if not all(cell is None or cell.__class__ is str for cell in array):
                return self._of_objects(array)
            array = pa.array(array, pa.string())
        if pa.types.is_dictionary(array.type):
            array = array.dictionary_decode()
        if pa.types.is_string(array.type) or pa.types.is_large_string(array.type) or pa.types.is_null(array.type):
            return self._of_texts(array.cast(pa.string()), says_point)
        typed = self._of_typed(array)
        return self._of_objects(array.to_pylist()) if typed is None else typed

    def constant(self, text: str) -> tuple[Any, bool]:
        """The value of a constant, and whether it is a day in a time column. Raises Misfit."""
        column = self._of_texts(pa.array([tidy(text)], pa.string()), says_point=False)
        if column.misfits:
            raise Misfit(column.misfits[0])
        return column.values[0], column.is_day is not None and bool(column.is_day[0].as_py())

    def _of_typed(self, array: pa.Array) -> Column | None:
        """Columns that a Parquet file has in the right type already; None for any other."""
        found, wanted = array.type, ARROW_TYPES[self.kind]
        if self.mapping.empty or self.mapping.words.get(self.name) or (self.entity, self.name) in VOCABULARIES:
            return None
        if pa.types.is_signed_integer(found) and self.kind in ("id", "bigint"):
            return Column(array.cast(wanted))
        if (found == wanted and self.kind in ("boolean", "date")) or (found == _INSTANT and self.kind == "timestamp"):
            return Column(array)
        if pa.types.is_date(found) and self.kind == "timestamp":
            return Column(array.cast(pa.timestamp("us")).cast(_INSTANT), array.is_valid())
        if pa.types.is_timestamp(found) and self.kind == "timestamp":
            # Beyond microseconds nothing is kept in the log.
            array = array.cast(pa.timestamp("us", tz=found.tz), safe=False)
            return Column(array.cast(_INSTANT)) if found.tz or self.mapping.timezone == "UTC" else None
        if pa.types.is_floating(found) and self.kind == "double" and not pc.any(pc.invert(pc.is_finite(array))).as_py():
            return Column(array.cast(wanted))
        return None

    def _of_texts(self, array: pa.Array, says_point: bool) -> Column:
        encoded = pc.dictionary_encode(pc.utf8_trim_whitespace(array))
        words = self._meant(encoded.dictionary)
        numbers = self._numbers(words, says_point)
        distinct = self._plain(words, numbers)
        taken = encoded.indices
        found = Column(distinct.values.take(taken))
        if distinct.is_day is not None:
            found.is_day = distinct.is_day.take(taken)
        if distinct.misfits:
            wrong = pa.array(sorted(distinct.misfits), taken.type)
            positions = pc.indices_nonzero(pc.fill_null(pc.is_in(taken, wrong), False))
            found.misfits = {at: distinct.misfits[taken[at].as_py()] for at in positions.to_pylist()}
        return found

    def _meant(self, words: pa.Array) -> pa.Array:
        """Distinct words of the file -> what the mapping says they stand for; null where that is no value."""
        words = pc.if_else(pc.equal(words, ""), None, words)
        said = self._said()
        if not said:
            return words
        return pa.array(
            [word if word is None else said.get(tidy(word).casefold(), word) for word in words.to_pylist()], pa.string()
        )

    def _said(self) -> dict[str, str | None]:
        said: dict[str, str | None] = {word.casefold(): None for word in self.mapping.empty}
        meant = self.mapping.words.get(self.name, {})
        return said | {word.casefold(): tidy(value) or None for word, value in meant.items()}

    def _numbers(self, words: pa.Array, says_point: bool) -> Numbers:
        if self.kind not in ("bigint", "double"):
            return UNKNOWN
        if self.mapping.numbers is not None:
            return self.mapping.numbers
        # A whole number with three zeros after its point is more likely one of thousands, whatever the separator.
        start = POINT if says_point and self.kind == "double" else UNKNOWN
        return agreed_numbers(filter(None, words.to_pylist()), start)

    def _plain(self, words: pa.Array, numbers: Numbers) -> Column:
        """Distinct words read: those that need no thought at once."""
        read = self._reader(numbers)
        if self.mapping.date_format and self.kind == "date":
            return self._by_one(words.to_pylist(), read)
        if self.kind == "timestamp":
            return self._plain_times(words, read)
        pattern = {"id": PLAIN_ID, "bigint": PLAIN_WHOLE, "date": PLAIN_DAY}.get(self.kind)
        if self.kind == "double" and numbers.decimal_mark == ".":
            pattern = PLAIN_NUMBER
        if self.kind == "string" and self.name not in _SPECIAL and (self.entity, self.name) not in VOCABULARIES:
            is_plain = pc.invert(pc.match_substring_regex(words, UNSURE_TEXT))
        elif pattern is not None:
            is_plain = pc.match_substring_regex(words, pattern)
        else:
            return self._by_one(words.to_pylist(), read)
        return self._mixed(words, is_plain, ARROW_TYPES[self.kind], read)

    def _plain_times(self, words: pa.Array, read: Read) -> Column:
        if self.mapping.timestamp_format or self.mapping.date_format:
            return self._by_one(words.to_pylist(), read)
        is_day = pc.match_substring_regex(words, PLAIN_DAY)
        is_plain = pc.or_(is_day, pc.match_substring_regex(words, PLAIN_INSTANT))
        days = pc.if_else(is_day, pc.binary_join_element_wise(words, "T00:00:00Z", ""), words)
        found = self._mixed(days, is_plain, _INSTANT, read, words)
        found.is_day = is_day if found.is_day is None else pc.or_(pc.fill_null(is_day, False), found.is_day)
        return found

    def _mixed(
        self, plain: pa.Array, is_plain: pa.Array, kind: pa.DataType, read: Read, words: pa.Array | None = None
    ) -> Column:
        """Plain words cast at once, the others (of ``words``, if these are written otherwise) read one by one."""
        words = plain if words is None else words
        try:
            values = pc.if_else(is_plain, plain, None).cast(kind)
        except pa.ArrowInvalid:  # such as the 30th of February
            return self._by_one(words.to_pylist(), read)
        rest = pc.indices_nonzero(pc.invert(pc.fill_null(is_plain, True)))
        if not len(rest):
            return Column(values)
        others = self._by_one(words.take(rest).to_pylist(), read)
        places = rest.to_pylist()
        mask = pc.invert(pc.fill_null(is_plain, True))
        is_day = None
        if others.is_day is not None:
            is_day = pc.replace_with_mask(pa.array([False] * len(words)), mask, others.is_day)
        return Column(
            pc.replace_with_mask(values, mask, others.values),
            is_day,
            {places[at]: expected for at, expected in others.misfits.items()},
        )

    def _of_objects(self, cells: Sequence[Any]) -> Column:
        """Cells that have types of their own, as workbooks and JSON have them."""
        texts = [cell for cell in cells if isinstance(cell, str)]
        numbers = self._numbers(self._meant(pa.array(texts, pa.string())), says_point=False)
        said = self._said()
        return self._by_one([_meaning(cell, said) for cell in cells], self._reader(numbers))

    def _by_one(self, values: Sequence[Any], read: Read) -> Column:
        found: list[Any] = [None] * len(values)
        days = [False] * len(values)
        misfits: dict[int, str] = {}
        known: dict[tuple[type, Any], Any] = {}
        for at, value in enumerate(values):
            if value is None:
                continue
            try:
                found[at] = self._once(value, read, known)
            except Misfit as misfit:
                misfits[at] = str(misfit)
            day = found[at]
            if self.kind == "timestamp" and day is not None and not isinstance(day, datetime):
                found[at], days[at] = datetime(day.year, day.month, day.day, tzinfo=UTC), True
        return Column(pa.array(found, ARROW_TYPES[self.kind]), pa.array(days) if any(days) else None, misfits)

    def _once(self, value: Any, read: Read, known: dict[tuple[type, Any], Any]) -> Any:
        """``value`` read; repeated values are read once."""
        try:
            key = (value.__class__, value)
            if key in known:
                return known[key]
        except TypeError:  # lists and objects of JSON
            return read(orjson.dumps(value).decode() if isinstance(value, (dict, list)) else value)
        return known.setdefault(key, read(value))

    def _reader(self, numbers: Numbers) -> Read:
        """What reads one value of this column; raises Misfit."""
        mapping = self.mapping
        read = (
            _SPECIAL.get(self.name)
            or {
                "string": read_text,
                "id": read_id,
                "bigint": lambda value: read_whole(value, numbers),
                "double": lambda value: read_number(value, numbers),
                "boolean": read_boolean,
                "date": lambda value: read_day(value, mapping.date_format),
                "timestamp": self._moment,
            }[self.kind]
        )
        words = VOCABULARIES.get((self.entity, self.name))
        return read if words is None else lambda value: _one_of(read(value), words)

    def _moment(self, value: Any) -> Any:
        """A time in ``timestamp_format``, else in ISO; days as ``date_format`` says them, if it says anything."""
        mapping = self.mapping
        if mapping.timestamp_format or not mapping.date_format:
            return read_moment(value, (*mapping.timestamp_format, *mapping.date_format), mapping.zone)
        try:
            return read_day(value, mapping.date_format)
        except Misfit:
            found = read_moment(value, (), mapping.zone)
            if isinstance(found, datetime):
                return found
            raise


def _one_of(value: Any, words: frozenset[str]) -> Any:
    if value is not None and value not in words:
        raise Misfit(f"one of {', '.join(sorted(words))}")
    return value


def _zone_name(value: Any) -> str | None:
    name = read_text(value)
    try:
        return name and ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Misfit("a time zone's name, e.g. Europe/London") from None


_SPECIAL: dict[str, Read] = {"currency": read_currency, "timezone": _zone_name}


def _meaning(cell: Any, said: dict[str, str | None]) -> Any:
    word = tidy(cell) if isinstance(cell, str) else cell
    if said:
        word = said.get(_word(word).casefold(), word)
    return None if isinstance(word, str) and not word else word


def _word(cell: Any) -> str:
    """A cell as a mapping's words name it: a whole float as a spreadsheet shows it."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
