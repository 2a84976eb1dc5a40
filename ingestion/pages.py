"""Pages of JSON rows to Arrow tables, column by column, by the declared types.

dlt would infer types row by row, at a tenth of the speed, and would turn a changed type into text without a word.
What does not fit is never bent until it does:

* A record with an unreadable value (half a surrogate pair, NaN, Infinity), without a key, or that is no object is set
  aside: noted with its key and the reason, and the rest is loaded.
* A declared column with a value of another type: where fewer than half of the page's values in that column misfit,
  their records are set aside likewise. From half on the vendor has changed the type, and the load stops: staging's
  casts would make nulls or wrong joins of it. One or two records of a page on which hardly any has a value in that
  column do not stop the others, nor one or two of a window.
* A column nobody declared becomes text from then on, with a note: no model reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from hirehouse.ingestion.columns import (
    ANY_TEXT,
    MISFITS,
    arrow_type,
    as_type,
    convert,
    convert_each,
    described,
    expected,
    fits,
    inferred,
    place_of,
)
from hirehouse.ingestion.errors import SourceError
from hirehouse.ingestion.tables import TableSpec, log_name

Row = Mapping[str, Any]
Tell = Callable[[str, str, int, str], None]
"""``tell(kind, place, rows, detail)`` notes something about the table's input."""

_UNREADABLE = "field {} has a value that is none, or broken characters"

STOPS_FROM = 0.5
"""Share of a page's values in a declared column that may misfit before it counts as a change of its type."""
_FEW = 3
"""Fewer misfits than this among many records change no type, even if the column has no other value on the page."""


class PageBuilder:
    """Builds Arrow tables of one raw table and remembers the columns the vendor added.

    ``evolved`` are columns found by earlier loads, name in the log -> portable type. A column nobody declared is
    added with the type of its values (strings stay strings, nested values JSON text) and holds to it until a value
    misfits. ``tell`` hears of records set aside and of columns that became text. ``is_window``: pages of what changed.
    """

    def __init__(
        self, system: str, spec: TableSpec, evolved: Mapping[str, str] | None = None, tell: Tell | None = None
    ) -> None:
        self._system = system
        self._spec = spec
        self.is_window = False
        self._tell: Tell = tell or (lambda kind, place, rows, detail: None)
        found = {name: ANY_TEXT if kind == "string" else kind for name, kind in (evolved or {}).items()}
        self._types: dict[str, str] = {**spec.columns, **found}
        self._declared = frozenset(spec.columns)
        self._fields: dict[str, str] = {}  # column -> the vendor's field, where they differ
        self._aliased: set[str] = set()  # declared columns among them
        self._known = set(spec.columns) | set(found)  # fields that need no second look
        self.new_columns: dict[str, str] = {}
        self.became_text: set[str] = set()
        self.set_aside: list[dict[str, Any]] = []
        """Keys of the records set aside, so that none is taken for deleted."""

    @property
    def schema(self) -> pa.Schema:
        """The columns as they are now: declared ones in order, then evolved ones."""
        return pa.schema([(name, arrow_type(kind)) for name, kind in self._types.items()])

    def build(self, rows: Sequence[Row] | pa.Table) -> pa.Table:
        """``rows`` as an Arrow table: every declared column in order, then the evolved ones; absent values are null.

        A table is taken as it is: its columns are declared ones, in their types. Raises SourceError naming table,
        record, field, expected and found type if a declared column has changed its type.
        """
        if isinstance(rows, pa.Table):
            return self._with_keys(self._completed(rows), rows)
        try:
            fields = self._new_fields(rows)
        except AttributeError:
            return self.build(self._objects(rows))
        # A field that is written as its column comes first, then by name: the same fields get the same columns always.
        for field in sorted(fields, key=lambda name: (log_name(name) != name, name)):
            self._adopt(field, rows)
        arrays: dict[str, pa.Array] = {}
        misfits: dict[str, list[int]] = {}
        for column, kind in self._types.items():
            values = self._values(column, rows)
            try:
                arrays[column] = convert(values, kind)
            except MISFITS:
                misfits[column] = [at for at, value in enumerate(values) if value is not None and not fits(value, kind)]
                if not misfits[column]:
                    arrays[column] = convert_each(values, kind)
                    del misfits[column]
        if misfits:
            return self.build(self._readable(rows, misfits))
        return self._with_keys(pa.table(arrays), rows)

    def keys_set_aside(self) -> pa.Table:
        """Keys of the records set aside that have one, each once."""
        keys = list({tuple(key.values()): key for key in self.set_aside if key}.values())
        return pa.table({name: convert([key[name] for key in keys], self._types[name]) for name in self._spec.key})

    def together(self, tables: Sequence[pa.Table]) -> pa.Table:
        """``tables`` of this builder as one, in the columns as they are now."""
        return pa.concat_tables([self.aligned(table) for table in tables]) if tables else self.schema.empty_table()

    def aligned(self, table: pa.Table) -> pa.Table:
        """A table built earlier, in the columns as they are now: those that came later are null, and what has become
        text is text."""
        return table if table.schema.equals(self.schema) else self._completed(table)

    def _completed(self, table: pa.Table) -> pa.Table:
        return pa.table(
            {
                field.name: as_type(table.column(field.name), field.type)
                if field.name in table.column_names
                else pa.nulls(table.num_rows, field.type)
                for field in self.schema
            }
        )

    def _new_fields(self, rows: Sequence[Row]) -> list[str]:
        for column in [name for name in self._aliased if any(name in row for row in rows)]:
            self._aliased.discard(column)  # the vendor has a field of the column's own name after all
            self._known.discard(self._fields.pop(column))
        known = self._known
        found: dict[str, None] = {}
        for row in rows:
            if not row.keys() <= known:
                found.update(dict.fromkeys(name for name in row if name not in known))
        return list(found)

    def _adopt(self, field: str, rows: Sequence[Row]) -> None:
        """Find the column of a field that is met for the first time; none is made while it has no value."""
        name = log_name(field)
        if name in self._declared and name not in self._fields and not any(name in row for row in rows):
            self._aliased.add(name)  # the vendor writes created_at as createdAt
        else:
            name = f"{name}_vendor" if name in self._declared or name.startswith("_") else name
            name = self._free(name, field, rows)
            if name not in self._types:
                kind = inferred([row[field] for row in rows if row.get(field) is not None])
                if kind is None:
                    return
                self._types[name] = kind
                self.new_columns[name] = "string" if kind == ANY_TEXT else kind
        self._fields[name] = field
        self._known.add(field)

    def _free(self, name: str, field: str, rows: Sequence[Row]) -> str:
        """``name``, or with a number behind it where another field of these rows has that column."""
        number, free = 1, name
        while free in self._types and (other := self._fields.get(free, free)) != field:
            if not any(other in row for row in rows):
                break
            number, free = number + 1, f"{name}_{number + 1}"
        return free

    def _objects(self, rows: Sequence[Any]) -> list[Row]:
        kept = [row for row in rows if isinstance(row, Mapping)]
        strange = len(rows) - len(kept)
        self._tell("set_aside", self._spec.name, strange, "no object")
        self.set_aside.extend({} for _ in range(strange))
        return kept

    def _readable(self, rows: Sequence[Row], misfits: Mapping[str, list[int]]) -> list[Row]:
        """The rows without the records to set aside; evolved columns with values of another type become text."""
        reasons: dict[int, str] = {}
        for column, wrong in misfits.items():
            values = self._values(column, rows)
            unreadable = dict.fromkeys(
                (at for at in wrong if not fits(values[at], ANY_TEXT)), _UNREADABLE.format(column)
            )
            other = [at for at in wrong if at not in unreadable]
            reasons.update(unreadable)
            if column not in self._declared:
                if other:
                    self._make_text(column)
                continue
            filled = sum(value is not None for value in values)
            is_rare = len(other) < _FEW and (self.is_window or len(other) < STOPS_FROM * len(rows))
            if other and len(other) >= STOPS_FROM * filled and not is_rare:
                raise self._changed(column, values[other[0]], rows[other[0]])
            words = expected(self._types[column])
            reasons.update({at: f"field {column}: expected {words}, got {described(values[at])}" for at in other})
        for at, reason in reasons.items():
            self._put_aside(rows[at], reason)
        return [row for at, row in enumerate(rows) if at not in reasons]

    def _values(self, column: str, rows: Sequence[Row]) -> list[Any]:
        field = self._fields.get(column, column)
        return [row.get(field) for row in rows]

    def _changed(self, column: str, value: Any, row: Row) -> SourceError:
        table, kind = self._spec.name, self._types[column]
        return SourceError(
            self._system,
            f"field {column} changed its type: expected {expected(kind)}, got {described(value)}",
            f"table {table}, record {place_of(self._key(row))}, field {column}",
            f"nothing was loaded; correct the record at the source, or, if the vendor changed the field for good, the "
            f"type of {table}.{column} where the connector {self._system} declares it",
        )

    def _make_text(self, column: str) -> None:
        before = self._types[column]
        if before == ANY_TEXT:
            return
        self._types[column] = ANY_TEXT
        if column in self.new_columns:
            self.new_columns[column] = "string"
        else:
            self.became_text.add(column)
            self._tell("changed_type", column, 1, f"was {before}")

    def _with_keys(self, table: pa.Table, rows: Sequence[Row] | pa.Table) -> pa.Table:
        """``table`` without records that have no key at all."""
        keys = [table.column(name) for name in self._spec.key]
        if any(column.null_count == 0 for column in keys):
            return table
        has_none = pc.is_null(keys[0])
        for column in keys[1:]:
            has_none = pc.and_(has_none, pc.is_null(column))
        if not pc.any(has_none).as_py():
            return table
        count = pc.sum(has_none).as_py()
        self._tell("set_aside", f"records without {', '.join(self._spec.key)}", count, "the key is empty")
        self.set_aside.extend({} for _ in range(count))
        return table.filter(pc.invert(has_none))

    def _put_aside(self, row: Row, reason: str) -> None:
        key = self._key(row)
        self.set_aside.append(key if all(fits(value, self._types[name]) for name, value in key.items()) else {})
        self._tell("set_aside", place_of(key), 1, reason)

    def _key(self, row: Row) -> dict[str, Any]:
        return {name: row.get(self._fields.get(name, name)) for name in self._spec.key}
