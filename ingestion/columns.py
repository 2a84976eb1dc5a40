"""One column of a page: values as JSON has them, to an Arrow array of a declared type.

Whole columns are converted at once. Arrow's own conversion is used only where it refuses what does not fit: asked for
whole numbers it would cut 1.9 to 1 without a word, so numbers are first taken as what they are.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from hirehouse.ingestion.tables import ARROW_TYPES
from hirehouse.ingestion.values import Misfit, read_id

ANY_TEXT = "text"
"""The kind of a column nobody declared that is text in the log: text stays as it is, any other value is JSON."""

MISFITS = (pa.ArrowException, TypeError, ValueError, OverflowError)
"""What :func:`convert` raises for a value that does not fit. Misfit is a ValueError."""

_EXACT = 2**53
"""From here on a number with a fraction part may stand for several whole numbers."""

_FIRST_MILLISECONDS = 10**11
"""As seconds the year 5138, as milliseconds the year 1973: what is beyond, or before, is counted in the other unit.
"""

_PLAIN_ID = r"^[A-Za-z0-9][A-Za-z0-9_-]*$"
_DOUBTFUL_ID = r"(?i)^(\d+e-?\d+|n[a-z]{0,3}|undefined)$"
"""Ids that need no second look are plain and not doubtful; the others go to ``values.read_id``."""


class Unreadable:
    """A value that JSON does not know (NaN, Infinity). It fits no column; ``name`` says what it is."""

    def __init__(self, name: str) -> None:
        self.name = name


def convert(values: Sequence[Any], kind: str) -> pa.Array:
    """``values`` (JSON scalars, nested values, dates or aware datetimes; None for none) as an array of ``kind``, a
    portable type or :data:`ANY_TEXT`.

    Raises one of :data:`MISFITS` if a value does not fit: numbers are never made of text nor text of numbers, and
    nothing is cut or rounded.
    """
    return _CONVERTERS[kind](values)


def fits(value: Any, kind: str) -> bool:
    """Whether ``value`` alone can be converted to ``kind``."""
    try:
        convert([value], kind)
    except MISFITS:
        return False
    return True


def convert_each(values: Sequence[Any], kind: str) -> pa.Array:
    """As :func:`convert`, for values that fit one by one but not together (a huge whole number next to a fraction)."""
    return pa.concat_arrays([convert([value], kind) for value in values])


def expected(kind: str) -> str:
    """What a column of ``kind`` holds, in words."""
    words = {"seconds": "seconds since 1970", "milliseconds": "milliseconds since 1970"}
    return words.get(kind, kind)


def described(value: Any) -> str:
    """The type of a value for an error text; the value itself may be personal data and stays out."""
    if isinstance(value, Unreadable):
        return f"{value.name}, which is no value"
    if isinstance(value, float) and value.is_integer():
        return "number too large to be exact"
    names = {bool: "boolean", int: "whole number", float: "number", str: "text", list: "list", dict: "object"}
    name = names.get(type(value), type(value).__name__)
    return f"{name} of {len(value)} characters that is no such value" if isinstance(value, str) else name


def as_type(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    """``column`` as ``kind``; what becomes text is written as the JSON value it came as."""
    is_number = (
        pa.types.is_floating(column.type) or pa.types.is_boolean(column.type) or pa.types.is_integer(column.type)
    )
    if pa.types.is_string(kind) and is_number:
        return pa.chunked_array([convert(column.to_pylist(), ANY_TEXT)])
    return column.cast(kind)


def inferred(values: list[Any]) -> str | None:
    """Portable type of a column nobody declared; None while it has no value."""
    kinds = {type(value) for value in values}
    if not kinds:
        return None
    if kinds == {bool}:
        return "boolean"
    if kinds == {int}:
        return "bigint"
    if kinds <= {int, float}:
        return "double"
    return ANY_TEXT if kinds == {str} else "json"


def _wholes(values: Sequence[Any]) -> pa.Array:
    found = _as_numbers(values)
    if pa.types.is_floating(found.type) and (pc.max(pc.abs(found)).as_py() or 0) >= _EXACT:
        raise Misfit("a whole number that is exact")
    return found.cast(pa.int64())


def _numbers(values: Sequence[Any]) -> pa.Array:
    found = _as_numbers(values).cast(pa.float64())
    if not pc.all(pc.is_finite(found)).as_py() and found.null_count < len(found):
        raise Misfit("a finite number")
    return found


def _as_numbers(values: Sequence[Any]) -> pa.Array:
    """``values`` as the numbers they are: whole ones or floats, null if there is none."""
    found = pa.array(values)
    if pa.types.is_int64(found.type) or pa.types.is_null(found.type):
        return found
    # Arrow refuses a boolean among whole numbers, and makes 0 or 1 of it among others.
    if not pa.types.is_floating(found.type) or bool in set(map(type, values)):
        raise Misfit("a number")
    return found


def _seconds(values: Sequence[Any]) -> pa.Array:
    found = _wholes(values)
    if (pc.max(pc.abs(found)).as_py() or 0) >= _FIRST_MILLISECONDS:
        raise Misfit(expected("seconds"))
    return found


def _milliseconds(values: Sequence[Any]) -> pa.Array:
    found = _wholes(values)
    sizes = pc.abs(found)
    if pc.any(pc.and_(pc.greater(sizes, 0), pc.less(sizes, _FIRST_MILLISECONDS))).as_py():
        raise Misfit(expected("milliseconds"))
    return found


def _ids(values: Sequence[Any]) -> pa.Array:
    try:
        found = pa.array(values)
        if pa.types.is_null(found.type) or pa.types.is_int64(found.type):
            return found.cast(pa.string())
        plain = pc.match_substring_regex(found, _PLAIN_ID)
        if pc.all(plain).as_py() and not pc.any(pc.match_substring_regex(found, _DOUBTFUL_ID)).as_py():
            return found
    except MISFITS:  # values of several types
        pass
    return pa.array([read_id(value) for value in values], pa.string())


def _json(values: Sequence[Any]) -> pa.Array:
    dumps = orjson.dumps
    return pa.array([None if value is None else dumps(value) for value in values], pa.string())


def _texts(values: Sequence[Any]) -> pa.Array:
    texts = [value if value is None or isinstance(value, str) else _dumped(value) for value in values]
    return pa.array(texts, pa.string())


def _dumped(value: Any) -> str:
    """``value`` as JSON; whole numbers of more than 64 bits, too."""
    if isinstance(value, float) and not math.isfinite(value):
        raise Misfit("a finite number")
    return str(value) if type(value) is int else orjson.dumps(value).decode()


def _timestamps(values: Sequence[Any]) -> pa.Array:
    kind = ARROW_TYPES["timestamp"]
    try:
        return pc.cast(pa.array(values, pa.string()), kind)
    except (pa.ArrowException, TypeError):
        return pa.array([None if value is None else _instant(value) for value in values], kind)


def _instant(value: Any) -> datetime:
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise Misfit("an instant with a time zone")
    return value


def _dates(values: Sequence[Any]) -> pa.Array:
    if all(value is None or type(value) is date for value in values):
        return pa.array(values, ARROW_TYPES["date"])
    return pc.cast(pa.array(values, pa.string()), ARROW_TYPES["date"])


def _days(values: Sequence[Any]) -> pa.Array:
    try:
        return _dates(values)
    except (pa.ArrowException, TypeError):
        return pa.array([None if value is None else _day(value) for value in values], ARROW_TYPES["day"])


def _day(value: Any) -> date:
    """The day as it is written: the time of day and the zone behind it are not meant."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return value.date()
    if not isinstance(value, date):
        raise Misfit("a day")
    return value


_CONVERTERS: dict[str, Callable[[Sequence[Any]], pa.Array]] = {
    "string": lambda values: pa.array(values, pa.string()),
    "id": _ids,
    "json": _json,
    "bigint": _wholes,
    "double": _numbers,
    "boolean": lambda values: pa.array(values, pa.bool_()),
    "date": _dates,
    "day": _days,
    "timestamp": _timestamps,
    "seconds": _seconds,
    "milliseconds": _milliseconds,
    ANY_TEXT: _texts,
}


def place_of(key: Mapping[str, Any]) -> str:
    """The record with this key as its place is told."""
    return ", ".join(f"{name}={_shown(value)}" for name, value in key.items())


def _shown(value: Any) -> str:
    is_plain = isinstance(value, (str, int, float)) and fits(value, ANY_TEXT)
    return str(value)[:60] if is_plain else described(value)


def arrow_type(kind: str) -> pa.DataType:
    """The Arrow type of a column of ``kind``."""
    return pa.string() if kind == ANY_TEXT else ARROW_TYPES[kind]
