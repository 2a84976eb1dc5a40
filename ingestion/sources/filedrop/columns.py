"""From the cells of a column to an Arrow array of its type: the plain ones at once, every other distinct one by the
reader of values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from unicodedata import normalize

import pyarrow as pa
import pyarrow.compute as pc

from hirehouse.ingestion.sources.filedrop.cells import CellReader, Read
from hirehouse.ingestion.tables import ARROW_TYPES
from hirehouse.ingestion.values import (
    PLAIN_DAY,
    PLAIN_ID,
    PLAIN_INSTANT,
    PLAIN_NUMBER,
    PLAIN_WHOLE,
    UNSURE_TEXT,
    Misfit,
    Numbers,
)

_TYPED = ("boolean", "date", "timestamp")
_INSTANT = ARROW_TYPES["timestamp"]


@dataclass
class ReadColumn:
    """One canonical column read: ``values`` in its Arrow type, ``is_day`` true where a time column's cell was a day
    (None: nowhere), ``misfits`` position of a cell -> what was expected."""

    values: pa.Array
    is_day: pa.Array | None = None
    misfits: dict[int, str] = field(default_factory=dict)


def read_column(cells: pa.ChunkedArray | Sequence[Any], by: CellReader, says_point: bool = False) -> ReadColumn:
    """The column of ``cells``; empty cells are null. ``says_point`` as in :class:`sheets.Sheet`."""
    array = cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells
    if not isinstance(array, pa.Array):
        if not all(cell is None or cell.__class__ is str for cell in array):
            return _of_objects(array, by)
        array = pa.array(array, pa.string())
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_string(array.type) or pa.types.is_large_string(array.type) or pa.types.is_null(array.type):
        return _of_texts(array.cast(pa.string()), by, says_point)
    typed = _of_typed(array, by) if by.is_plain else None
    return _of_objects(array.to_pylist(), by) if typed is None else typed


def read_constant(text: str, by: CellReader) -> tuple[pa.Scalar, bool]:
    """The value of a mapping's constant, and whether it is a day in a time column. Raises Misfit."""
    column = _of_texts(pa.array([text], pa.string()), by, says_point=False)
    if column.misfits:
        raise Misfit(column.misfits[0])
    return column.values[0], column.is_day is not None and bool(column.is_day[0].as_py())


def _of_typed(array: pa.Array, by: CellReader) -> ReadColumn | None:
    """Columns that a Parquet file has in the right type already; None for any other."""
    found, kind, wanted = array.type, by.kind, ARROW_TYPES[by.kind]
    if (pa.types.is_signed_integer(found) and kind in ("id", "bigint")) or (found == wanted and kind in _TYPED):
        return ReadColumn(array.cast(wanted))
    if pa.types.is_floating(found) and kind == "double" and not pc.any(pc.invert(pc.is_finite(array))).as_py():
        return ReadColumn(array.cast(wanted))
    if pa.types.is_date(found) and kind == "timestamp":
        return ReadColumn(array.cast(pa.timestamp("us")).cast(_INSTANT), array.is_valid())
    if pa.types.is_timestamp(found) and kind == "timestamp" and (found.tz or by.mapping.timezone == "UTC"):
        # Beyond microseconds nothing is kept in the log.
        return ReadColumn(array.cast(pa.timestamp("us", tz=found.tz), safe=False).cast(_INSTANT))
    return None


def _of_texts(array: pa.Array, by: CellReader, says_point: bool) -> ReadColumn:
    encoded = pc.dictionary_encode(pc.utf8_trim_whitespace(array))
    words, taken = encoded.dictionary, encoded.indices
    if not pc.all(pc.string_is_ascii(words)).as_py():
        words = pa.array([word and normalize("NFC", word) for word in words.to_pylist()], pa.string())
    if by.said:
        words = pa.array([by.meaning(word) for word in words.to_pylist()], pa.string())
    words = pc.if_else(pc.equal(words, ""), None, words)
    texts = filter(None, words.to_pylist()) if by.kind in ("bigint", "double") else ()
    distinct = _of_words(words, by, by.numbers(texts, says_point))
    found = ReadColumn(distinct.values.take(taken))
    if distinct.is_day is not None:
        found.is_day = distinct.is_day.take(taken)
    if distinct.misfits:
        wrong = pa.array(sorted(distinct.misfits), taken.type)
        positions = pc.indices_nonzero(pc.fill_null(pc.is_in(taken, wrong), False))
        found.misfits = {at: distinct.misfits[taken[at].as_py()] for at in positions.to_pylist()}
    return found


def _of_words(words: pa.Array, by: CellReader, numbers: Numbers) -> ReadColumn:
    """Distinct words: those that need no thought at once, the others one by one."""
    read = by.reader(numbers)
    is_formatted = by.mapping.date_format or (by.kind == "timestamp" and by.mapping.timestamp_format)
    if by.kind == "timestamp" and not is_formatted:
        is_day = pc.match_substring_regex(words, PLAIN_DAY)
        is_plain = pc.or_(is_day, pc.match_substring_regex(words, PLAIN_INSTANT))
        instants = pc.if_else(is_day, pc.binary_join_element_wise(words, "T00:00:00Z", ""), words)
        found = _mixed(words, instants, is_plain, by, read)
        found.is_day = is_day if found.is_day is None else pc.or_(pc.fill_null(is_day, False), found.is_day)
        return found
    pattern = {"id": PLAIN_ID, "bigint": PLAIN_WHOLE, "date": None if is_formatted else PLAIN_DAY}.get(by.kind)
    if by.kind == "double" and numbers.decimal_mark == ".":
        pattern = PLAIN_NUMBER
    if by.is_bounded:
        pattern = None
    if by.kind == "string" and by.is_plain:
        return _mixed(words, words, pc.invert(pc.match_substring_regex(words, UNSURE_TEXT)), by, read)
    if pattern is not None:
        return _mixed(words, words, pc.match_substring_regex(words, pattern), by, read)
    return _one_by_one(words.to_pylist(), by.kind, read)


def _mixed(words: pa.Array, plain: pa.Array, is_plain: pa.Array, by: CellReader, read: Read) -> ReadColumn:
    """``words`` of which those that ``is_plain`` says are cast at once, as ``plain`` writes them."""
    try:
        values = pc.if_else(is_plain, plain, None).cast(ARROW_TYPES[by.kind])
    except pa.ArrowInvalid:  # such as the 30th of February
        return _one_by_one(words.to_pylist(), by.kind, read)
    is_other = pc.invert(pc.fill_null(is_plain, True))
    positions = pc.indices_nonzero(is_other)
    if not len(positions):
        return ReadColumn(values)
    others = _one_by_one(words.take(positions).to_pylist(), by.kind, read)
    places = positions.to_pylist()
    is_day = None
    if others.is_day is not None:
        is_day = pc.replace_with_mask(pa.array([False] * len(words)), is_other, others.is_day)
    misfits = {places[at]: expected for at, expected in others.misfits.items()}
    return ReadColumn(pc.replace_with_mask(values, is_other, others.values), is_day, misfits)


def _of_objects(cells: Sequence[Any], by: CellReader) -> ReadColumn:
    """Cells that have types of their own, as workbooks and JSON have them."""
    meanings = [by.meaning(cell) for cell in cells]
    numbers = by.numbers((cell for cell in meanings if isinstance(cell, str)), says_point=False)
    return _one_by_one(meanings, by.kind, by.reader(numbers))


def _one_by_one(values: Sequence[Any], kind: str, read: Read) -> ReadColumn:
    found: list[Any] = [None] * len(values)
    days = [False] * len(values)
    misfits: dict[int, str] = {}
    known: dict[tuple[type, Any], Any] = {}
    for at, value in enumerate(values):
        if value is None:
            continue
        try:
            found[at] = day = _once(value, read, known)
        except Misfit as misfit:
            misfits[at] = str(misfit)
            continue
        if kind == "timestamp" and day is not None and not isinstance(day, datetime):
            found[at], days[at] = datetime(day.year, day.month, day.day, tzinfo=UTC), True
    return ReadColumn(pa.array(found, ARROW_TYPES[kind]), pa.array(days) if any(days) else None, misfits)


def _once(value: Any, read: Read, known: dict[tuple[type, Any], Any]) -> Any:
    """``value`` read; repeated values are read once."""
    try:
        key = (value.__class__, value)
        if key in known:
            return known[key]
    except TypeError:  # lists and objects of JSON
        return read(value)
    return known.setdefault(key, read(value))
