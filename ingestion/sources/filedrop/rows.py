"""From a file's sheets to one table of canonical columns, or to one error that tells all that is wrong in the file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from hirehouse.ingestion.errors import SourceError
from hirehouse.ingestion.folding import distinct, is_last
from hirehouse.ingestion.sources.filedrop.cells import CellReader
from hirehouse.ingestion.sources.filedrop.columns import ReadColumn, read_column, read_constant
from hirehouse.ingestion.sources.filedrop.endpoints import DAY_COLUMNS, VOCABULARIES, Entity
from hirehouse.ingestion.sources.filedrop.header import canonical_columns, name_in_file
from hirehouse.ingestion.sources.filedrop.mapping import Mapping, beside
from hirehouse.ingestion.sources.filedrop.misfits import SHOWN, Misfits
from hirehouse.ingestion.sources.filedrop.sheets import Note, Sheet, read_sheets
from hirehouse.ingestion.tables import ARROW_TYPES
from hirehouse.ingestion.values import Misfit

KEY = "_key"
"""The parts of a row's key as one text, so that keys with empty parts can be compared."""

_PERSONAL = frozenset({"base_pay_amount", "quality_performance", "quality_survey"})
"""Columns of numbers that say something of one person."""

_NUMBER, _LABEL = "_number", "_label"


def check_constants(entity: Entity, mapping: Mapping) -> None:
    """Raises SourceError if a constant of the mapping is no value of its column."""
    for name, text in mapping.constants.items():
        try:
            read_constant(text, CellReader(entity.spec.name, name, entity.columns[name], mapping))
        except Misfit as misfit:
            raise SourceError(
                "filedrop",
                f"the mapping's constant of {name} does not fit: expected {misfit}",
                beside(entity),
                "correct it",
            ) from None


def read_table(path: Path, entity: Entity, mapping: Mapping, note: Note) -> pa.Table:
    """The rows of one file: canonical columns in their types, and :data:`KEY`. ``note`` is told what was left unread,
    and how many rows a later one of the same key overrules.

    Raises SourceError telling every misfit: columns unknown, doubled, missing or without a name, cells that do not fit,
    required cells that are empty.
    """
    sheets = read_sheets(path, mapping, note)
    misfits = Misfits(path.name)
    labels = [f"{sheet.place.partition(', ')[2]}, " if len(sheets) > 1 else "" for sheet in sheets]
    tables = [_table(sheet, entity, mapping, misfits, note, label) for sheet, label in zip(sheets, labels, strict=True)]
    misfits.raise_any(f"correct these cells, or say in {beside(entity)} how the file writes them")
    table = _last_of_each_key(pa.concat_tables(tables), entity, path.name, note)
    return table.drop_columns([_NUMBER, _LABEL])


def _table(sheet: Sheet, entity: Entity, mapping: Mapping, misfits: Misfits, note: Note, label: str) -> pa.Table:
    sources = canonical_columns(sheet, entity, mapping)
    rows = len(sheet.numbers)
    found: dict[str, ReadColumn] = {}
    for name, kind in entity.columns.items():
        by = CellReader(entity.spec.name, name, kind, mapping)
        at = sources.get(name)
        if at is None:
            found[name] = ReadColumn(pa.nulls(rows, ARROW_TYPES[kind]))
        else:
            found[name] = read_column(sheet.columns[at], by, sheet.says_point)
        unread = sheet.unread.get(at, []) if at is not None else []
        if name in mapping.constants:
            found[name] = _filled(found[name], *read_constant(mapping.constants[name], by), unread)
        shown = name if at is None else name_in_file(sheet, at)
        cells = [] if at is None else sheet.columns[at]
        for position, what, of in _faults(found[name], cells, unread, entity, name):
            misfits.add(sheet.numbers[position], shown, what, of, label)
        if unread and name not in entity.filled:
            note("unread_cell", f"{sheet.place}, column {shown}", len(unread), "an error, or a formula without a value")
        if at is not None:
            sheet.columns[at] = []  # read and told: large files are kept once only
    arrays = {name: column.values for name, column in found.items()}
    if DAY_COLUMNS in entity.spec.columns:
        arrays[DAY_COLUMNS] = _day_columns(found, rows)
    arrays[KEY] = _key([arrays[name] for name in entity.spec.key])
    arrays[_NUMBER] = pa.array(sheet.numbers, pa.int64())
    arrays[_LABEL] = pa.array([label] * rows, pa.string())
    return pa.table(arrays)


def _filled(column: ReadColumn, value: pa.Scalar, is_day: bool, unread: list[int]) -> ReadColumn:
    """``column`` with a constant where it is empty; a cell that could not be read is not empty."""
    is_empty = column.values.is_null()
    for positions in (unread, column.misfits):
        if positions:
            is_empty = pc.and_(is_empty, pc.invert(_at(positions, len(is_empty))))
    days = column.is_day
    if is_day:
        days = is_empty if days is None else pc.or_(pc.fill_null(days, False), is_empty)
    return ReadColumn(pc.if_else(is_empty, value, column.values), days, column.misfits)


def _at(positions: Any, rows: int) -> pa.Array:
    return pc.is_in(pa.array(range(rows), pa.int64()), pa.array(list(positions), pa.int64()))


def _faults(
    column: ReadColumn, cells: Any, unread: list[int], entity: Entity, name: str
) -> Iterator[tuple[int, str, int]]:
    """What is wrong in a column: position, text, and how many faults it stands for (the last of them for the rest)."""
    is_shown = (entity.spec.name, name) in VOCABULARIES or name == "timezone"
    told = {
        at: f"{_described(cells[at], name, is_shown)} does not fit: expected {expected}"
        for at, expected in sorted(column.misfits.items())[:SHOWN]
    }
    count = len(column.misfits)
    if name in entity.filled:
        told |= dict.fromkeys(unread[:SHOWN], "the cell is an error, or a formula without a value")
        count += len(unread)
    if name in entity.required and column.values.null_count:
        known = column.misfits.keys() | set(unread)
        empty = [at for at in pc.indices_nonzero(column.values.is_null()).to_pylist() if at not in known]
        told |= dict.fromkeys(empty[:SHOWN], "the cell is empty")
        count += len(empty)
    for number, (at, what) in enumerate(sorted(told.items()), start=1):
        yield at, what, 1 + (count - len(told) if number == len(told) else 0)


def _described(cell: Any, name: str, is_shown: bool) -> str:
    """A cell in an error's text. Words are repeated only where a fixed vocabulary is expected, and numbers where they
    are no person's: pay, ratings and what may be a telephone number are not."""
    value = cell.as_py() if isinstance(cell, pa.Scalar) else cell
    if isinstance(value, (dict, list, bytes)):
        return {dict: "an object", list: "a list", bytes: "bytes"}[type(value)]
    if not isinstance(value, str):
        return "a value" if name in _PERSONAL else str(value)[:40]
    if is_shown:
        return repr(value[:40])
    is_personal = name in _PERSONAL or value.startswith("+") or any(map(str.isalpha, value.replace("E+", "")))
    return f"text of {len(value)} characters" if is_personal else repr(value[:40])


def _day_columns(found: dict[str, ReadColumn], rows: int) -> pa.Array:
    # Not joined with nulls skipped: in pyarrow 26 a row of nothing but nulls is left out of such a join.
    named = [
        pc.if_else(pc.fill_null(column.is_day, False), f"{name},", "")
        for name, column in found.items()
        if column.is_day is not None
    ]
    if not named:
        return pa.nulls(rows, pa.string())
    joined = pc.utf8_rtrim(pc.binary_join_element_wise(*named, ""), ",")
    return pc.if_else(pc.equal(joined, ""), None, joined)


def _key(parts: list[pa.Array]) -> pa.Array:
    return reduce(
        lambda left, right: pc.binary_join_element_wise(left, right, "\x1f"),
        (pc.fill_null(part.cast(pa.string()), "\x00") for part in parts),
    )


def _last_of_each_key(table: pa.Table, entity: Entity, place: str, note: Note) -> pa.Table:
    """The rows whose key no later row of the file has; how many others there are is told, and where the first is."""
    if distinct(table, [KEY]) == table.num_rows:
        return table
    is_kept = is_last(table, [KEY])
    overruled = table.filter(pc.invert(is_kept))
    earlier = overruled.slice(0, 1).to_pylist()[0]
    later = table.filter(pc.and_(is_kept, pc.equal(table.column(KEY), earlier[KEY])))
    first, taken = (f"{row[_LABEL]}row {row[_NUMBER]}" for row in (earlier, later.to_pylist()[0]))
    key = ", ".join(entity.spec.key)
    note("overruled", place, overruled.num_rows, f"{taken} has the same {key} as {first}, and is taken")
    return table.filter(is_kept)
