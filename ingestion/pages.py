"""Pages of JSON rows to Arrow tables, column by column, by the declared types.

dlt would infer types row by row, at a tenth of the speed, and would turn a changed type into text without a word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc
from dlt.common.normalizers.naming.snake_case import NamingConvention

from ingestion.errors import SourceError
from ingestion.tables import ARROW_TYPES, TableSpec

Row = Mapping[str, Any]

_NAMING = NamingConvention()

_ANY_TEXT = "text"
"""An evolved column that is text in the log: it may have come in as strings or as nested values."""


class PageBuilder:
    """Builds Arrow tables of one raw table and remembers the columns the vendor added.

    ``evolved`` are columns found by earlier loads, name in the log -> portable type. A column nobody declared is
    added with
    the type of its values (strings stay strings, nested values JSON text) and from then on holds to it.
    """

    def __init__(self, system: str, spec: TableSpec, evolved: Mapping[str, str] | None = None) -> None:
        self._system = system
        self._spec = spec
        found = {name: _ANY_TEXT if kind == "string" else kind for name, kind in (evolved or {}).items()}
        self._types: dict[str, str] = {**spec.columns, **found}
        self._declared = frozenset(spec.columns)
        self._names: dict[str, str] = {}
        self.new_columns: dict[str, str] = {}

    def build(self, rows: Sequence[Row] | pa.Table) -> pa.Table:
        """``rows`` as an Arrow table: every declared column in order, then the evolved ones; absent values are null.

        A table is taken as it is: its columns are declared ones, in their types. Raises SourceError naming table,
        record, field, expected and found type if a value does not fit its column.
        """
        if isinstance(rows, pa.Table):
            return self._completed(rows)
        for field in self._undeclared(rows):
            self._adopt(field, rows)
        fields = {self._names.get(field, field): field for field in self._names}
        arrays = {
            column: self._column(column, fields.get(column, column), kind, rows) for column, kind in self._types.items()
        }
        return pa.table(arrays)

    def _completed(self, table: pa.Table) -> pa.Table:
        types = {name: ARROW_TYPES["string" if kind == _ANY_TEXT else kind] for name, kind in self._types.items()}
        return pa.table(
            {
                name: table.column(name).cast(kind) if name in table.column_names else pa.nulls(table.num_rows, kind)
                for name, kind in types.items()
            }
        )

    def _undeclared(self, rows: Sequence[Row]) -> list[str]:
        declared = self._declared
        found: dict[str, None] = {}
        for row in rows:
            if not row.keys() <= declared:
                found.update(dict.fromkeys(name for name in row if name not in declared))
        return list(found)

    def _adopt(self, field: str, rows: Sequence[Row]) -> None:
        name = self._names.get(field) or self._log_name(field)
        if name in self._types:
            self._names[field] = name
            return
        kind = _inferred([row[field] for row in rows if row.get(field) is not None])
        if kind is not None:
            self._names[field] = name
            self._types[name] = kind
            self.new_columns[name] = kind

    def _log_name(self, field: str) -> str:
        name: str = _NAMING.normalize_identifier(field)
        return f"{name}_vendor" if name in self._declared or name.startswith("_") else name

    def _column(self, column: str, field: str, kind: str, rows: Sequence[Row]) -> pa.Array:
        values = [row.get(field) for row in rows]
        try:
            return convert(values, kind)
        except (pa.ArrowException, TypeError, ValueError, OverflowError):
            raise self._misfit(column, kind, values, rows) from None

    def _misfit(self, column: str, kind: str, values: list[Any], rows: Sequence[Row]) -> SourceError:
        at = next((position for position, value in enumerate(values) if not _fits(value, kind)), 0)
        record = ", ".join(f"{name}={rows[at].get(name)}" for name in self._spec.key)
        return SourceError(
            self._system,
            f"field {column} changed its type: expected {kind}, got {_describe(values[at])}",
            f"table {self._spec.name}, record {record}, field {column}",
            f"nothing was loaded; see what the vendor changed, then correct the type of {self._spec.name}.{column} in "
            f"ingestion/sources/{self._system}/endpoints.py and rebuild the raw table",
        )


def convert(values: list[Any], kind: str) -> pa.Array:
    """``values`` (JSON scalars, nested values, dates or aware datetimes) as an Arrow array of the portable type
    ``kind``.

    Raises an Arrow, type or value error if one of them does not fit; numbers are never made of text nor text of
    numbers.
    """
    if kind == "json":
        return pa.array([None if value is None else orjson.dumps(value).decode() for value in values], pa.string())
    if kind == _ANY_TEXT:
        values = [orjson.dumps(value).decode() if isinstance(value, (dict, list)) else value for value in values]
        return pa.array(values, pa.string())
    if kind == "timestamp":
        return _timestamps(values)
    if kind == "date":
        return _dates(values)
    if kind == "double" and any(isinstance(value, bool) for value in values):
        raise TypeError("boolean in a column of numbers")
    return pa.array(values, ARROW_TYPES[kind])


def _timestamps(values: list[Any]) -> pa.Array:
    kind = ARROW_TYPES["timestamp"]
    try:
        return pc.cast(pa.array(values, pa.string()), kind)
    except (pa.ArrowException, TypeError):
        return pa.array([None if value is None else _instant(value) for value in values], kind)


def _instant(value: Any) -> datetime:
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise TypeError("not an instant with a time zone")
    return value


def _dates(values: list[Any]) -> pa.Array:
    if all(value is None or type(value) is date for value in values):
        return pa.array(values, ARROW_TYPES["date"])
    return pc.cast(pa.array(values, pa.string()), ARROW_TYPES["date"])


def _fits(value: Any, kind: str) -> bool:
    try:
        convert([value], kind)
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        return False
    return True


def _inferred(values: list[Any]) -> str | None:
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
    return "string" if kinds == {str} else "json"


def _describe(value: Any) -> str:
    """Type of a value for an error text; the value itself may be personal data and stays out."""
    names = {bool: "boolean", int: "whole number", float: "number", str: "text", list: "list", dict: "object"}
    name = names.get(type(value), type(value).__name__)
    return f"{name} of {len(value)} characters that is no such value" if isinstance(value, str) else name
