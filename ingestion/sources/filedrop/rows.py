"""From a file's sheets to one table of canonical columns, or to one error that tells all that is wrong in the file."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from ingestion.errors import SourceError
from ingestion.sources.filedrop.cells import CellReader
from ingestion.sources.filedrop.columns import Column, read_column, read_constant
from ingestion.sources.filedrop.endpoints import DAY_COLUMNS, VOCABULARIES, Entity
from ingestion.sources.filedrop.mapping import Mapping, beside, mentioned
from ingestion.sources.filedrop.misfits import SHOWN, Misfits
from ingestion.sources.filedrop.sheets import Sheet, read_sheets
from ingestion.tables import ARROW_TYPES
from ingestion.values import Misfit

KEY = "_key"
"""The parts of a row's key as one text, so that keys with empty parts can be compared."""

Note = Callable[[str, str, int, str], None]

_NUMBER, _SHEET = "_number", "_sheet"


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
    """The rows of one file: canonical columns in their types, and :data:`KEY`. ``note`` is told what was left unread.

    Raises SourceError telling every misfit: columns unknown, doubled, missing or without a name, cells that do not fit,
    required cells that are empty, keys that occur twice.
    """
    sheets = read_sheets(path, mapping, note)
    misfits = Misfits(path.name)
    tables = [_table(sheet, entity, mapping, misfits, note, len(sheets) > 1) for sheet in sheets]
    table = pa.concat_tables(tables)
    if not misfits.count:
        _tell_doubles(table, entity, [sheet.place for sheet in sheets], misfits)
    misfits.raise_any(f"correct these cells, or say in {beside(entity)} how the file writes them")
    return table.drop_columns([_NUMBER, _SHEET])


def _table(sheet: Sheet, entity: Entity, mapping: Mapping, misfits: Misfits, note: Note, are_several: bool) -> pa.Table:
    sources = _sources(sheet, entity, mapping)
    rows = len(sheet.numbers)
    label = f"{sheet.place.partition(', ')[2]}, " if are_several else ""
    found: dict[str, Column] = {}
    for name, kind in entity.columns.items():
        by = CellReader(entity.spec.name, name, kind, mapping)
        at = sources.get(name)
        column = Column(pa.nulls(rows, ARROW_TYPES[kind]))
        if at is not None:
            column = read_column(sheet.columns[at], by, sheet.says_point)
        unread = sheet.unread.get(at, []) if at is not None else []
        if name in mapping.constants:
            column = _filled(column, *read_constant(mapping.constants[name], by), unread)
        found[name] = column
        shown = sheet.header[at] if at is not None and sheet.header[at] else name
        _tell(sheet, entity, name, shown, column, unread, misfits, label)
        if at is not None:
            sheet.columns[at] = []  # read and told: large files are kept once only
        if unread and name not in entity.filled:
            note("unread_cell", f"{sheet.place}, column {shown}", len(unread), "an error, or a formula without a value")
    arrays = {name: column.values for name, column in found.items()}
    if DAY_COLUMNS in entity.spec.columns:
        arrays[DAY_COLUMNS] = _day_columns(found, rows)
    arrays[KEY] = _key([arrays[name] for name in entity.spec.key])
    arrays[_NUMBER] = pa.array(sheet.numbers, pa.int64())
    arrays[_SHEET] = pa.array([sheet.place] * rows, pa.string())
    return pa.table(arrays)


def _sources(sheet: Sheet, entity: Entity, mapping: Mapping) -> dict[str, int]:
    """Canonical name -> column of the sheet. Raises SourceError telling all that is wrong with the header."""
    wrong: list[str] = []
    sources: dict[str, int] = {}
    unknown: list[str] = []
    for at, name in enumerate(sheet.header):
        said = name or f"column {at + 1}"
        canonical = mapping.columns.get(said) or (name if name in entity.columns else None)
        if said in mapping.ignore:
            continue
        if canonical is None and not name:
            if _has_values(sheet, at):
                wrong.append(f"{said} has values and no name")
        elif canonical is None:
            unknown.append(name)
        elif canonical in sources:
            wrong.append(f"two columns mean {canonical}")
        else:
            sources[canonical] = at
    if unknown:
        wrong.append(f"column {mentioned(unknown)} is unknown")
    absent = sorted(entity.required - sources.keys() - mapping.constants.keys())
    # JSON lines without a line have no rows; every other kind names its columns even then.
    if absent and (sheet.header or not sheet.place.endswith(".jsonl") or len(sheet.numbers)):
        wrong.append(f"column {', '.join(absent)} is missing")
    if wrong:
        raise SourceError(
            "filedrop",
            f"{'; '.join(wrong)}: expected columns are {', '.join(entity.columns)}",
            f"{sheet.place}, row {mapping.header_row}",
            f"correct the header, or say in {beside(entity)}: columns (what a name means), ignore (a name, or "
            f"column 7 for one without), constants (a value for all rows), header_row (where the header is)",
        )
    return sources


def _has_values(sheet: Sheet, at: int) -> bool:
    column = sheet.columns[at]
    if isinstance(column, (pa.Array, pa.ChunkedArray)):
        return bool(pc.any(pc.not_equal(column.cast(pa.string()), "")).as_py())
    return bool(sheet.unread.get(at)) or any(cell not in (None, "") for cell in column)


def _filled(column: Column, value: pa.Scalar, is_day: bool, unread: list[int]) -> Column:
    """``column`` with a constant where it is empty; a cell that could not be read is not empty."""
    is_empty = column.values.is_null()
    for positions in (unread, column.misfits):
        if positions:
            is_empty = pc.and_(is_empty, pc.invert(_at(positions, len(is_empty))))
    days = column.is_day
    if is_day:
        days = is_empty if days is None else pc.or_(pc.fill_null(days, False), is_empty)
    return Column(pc.if_else(is_empty, value, column.values), days, column.misfits)


def _at(positions: Any, rows: int) -> pa.Array:
    return pc.is_in(pa.array(range(rows), pa.int64()), pa.array(list(positions), pa.int64()))


def _tell(
    sheet: Sheet, entity: Entity, name: str, shown: str, column: Column, unread: list[int], misfits: Misfits, label: str
) -> None:
    places: dict[int, str] = {
        at: f"{_described(sheet, shown, entity, name, at)} does not fit: expected {expected}"
        for at, expected in sorted(column.misfits.items())[:SHOWN]
    }
    count = len(column.misfits)
    if name in entity.filled:
        places |= dict.fromkeys(unread[:SHOWN], "the cell is an error, or a formula without a value")
        count += len(unread)
    if name in entity.required and column.values.null_count:
        known = column.misfits.keys() | set(unread)
        empty = [at for at in pc.indices_nonzero(column.values.is_null()).to_pylist() if at not in known]
        places |= dict.fromkeys(empty[:SHOWN], "the cell is empty")
        count += len(empty)
    for number, (at, what) in enumerate(sorted(places.items()), start=1):
        # The last of those that are told stands for all that are not.
        rest = 1 + max(0, count - len(places)) if number == len(places) else 1
        misfits.add(sheet.numbers[at], shown, what, rest, label)


def _described(sheet: Sheet, shown: str, entity: Entity, name: str, at: int) -> str:
    """A cell in an error's text. Words are repeated only where a fixed vocabulary is expected: others may be a
    person's."""
    column = sheet.columns[sheet.header.index(shown)] if shown in sheet.header else sheet.columns[at]
    cell = column[at].as_py() if isinstance(column, (pa.Array, pa.ChunkedArray)) else column[at]
    if not isinstance(cell, str):
        return str(cell)[:40]
    if (
        (entity.spec.name, name) in VOCABULARIES
        or name == "timezone"
        or not any(letter.isalpha() for letter in cell.replace("E+", ""))
    ):
        return repr(cell[:40])
    return f"text of {len(cell)} characters"


def _day_columns(found: dict[str, Column], rows: int) -> pa.Array:
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


def _tell_doubles(table: pa.Table, entity: Entity, places: list[str], misfits: Misfits) -> None:
    """Keys that occur more than once in the file: half of a double would be lost without a word."""
    if pc.count_distinct(table.column(KEY)).as_py() == table.num_rows:
        return
    firsts: dict[str, str] = {}
    key = ", ".join(entity.spec.key)
    several = len(places) > 1
    for value, number, place in zip(*(table.column(name).to_pylist() for name in (KEY, _NUMBER, _SHEET)), strict=True):
        label = f"{place.partition(', ')[2]}, " if several else ""
        first = firsts.setdefault(value, f"{label}row {number}")
        if first != f"{label}row {number}":
            misfits.add(number, None, f"the same {key} as {first}: make them one row, or correct the key", 1, label)
