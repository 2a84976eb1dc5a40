"""Reading a workbook: python-calamine for the cells, and a second look for what it hands over empty.

calamine believes the cells, not the range a file states, and opens .xlsx (strict ones too), .xls, .xlsb and .ods. Error
cells and formulas without a stored value arrive as empty text in it, and every midnight as a day, whatever the cell's
format shows: :mod:`second_look` tells these apart where the format lets it.
"""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from hirehouse.ingestion.errors import SourceError
from hirehouse.ingestion.sources.filedrop.mapping import Mapping
from hirehouse.ingestion.sources.filedrop.second_look import Look, second_look
from hirehouse.ingestion.sources.filedrop.sheets import Note, Sheet, unreadable
from hirehouse.ingestion.values import tidy

Rows = list[list[Any]]

_WITHOUT_SECOND_LOOK = (".xls", ".xlsb")


def read_workbook(path: Path, mapping: Mapping, note: Note) -> list[Sheet]:
    """The sheets that hold the table: those the mapping names, else the first visible one and the visible ones with the
    same header. The others are noted by name. Raises SourceError if the file is no workbook or lacks a sheet."""
    try:
        book = CalamineWorkbook.from_path(str(path))
    except (CalamineError, OSError) as error:
        raise unreadable(path, error) from error
    if path.suffix.lower() in _WITHOUT_SECOND_LOOK:
        note(
            "unread_cell", path.name, 0, "in this format failed formulas look like empty cells; .xlsx tells them apart"
        )
    with book:
        return _sheets(path, book, mapping, note)


def _sheets(path: Path, book: CalamineWorkbook, mapping: Mapping, note: Note) -> list[Sheet]:
    tables = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    names = [sheet.name for sheet in tables]
    absent = [name for name in mapping.sheets if name not in names]
    if absent:
        remedy = f"correct sheets in the mapping; the file has {', '.join(map(repr, names))}"
        raise SourceError("filedrop", f"there is no sheet {', '.join(map(repr, absent))}", path.name, remedy)
    visible = [sheet.name for sheet in tables if sheet.visible == SheetVisibleEnum.Visible]
    found: list[Sheet] = []
    for name in mapping.sheets or visible:
        sheet = _sheet(path, book, name, mapping.header_row)
        if sheet is None:
            continue
        if mapping.sheets or not found or sorted(filter(None, sheet.header)) == sorted(filter(None, found[0].header)):
            found.append(sheet)
        else:
            note("unread_sheet", sheet.place, len(sheet.numbers), "its header is another than the first sheet's")
    if not mapping.sheets:
        for name in names:
            if name not in visible and book.get_sheet_by_name(name).height:
                note("unread_sheet", f"{path.name}, sheet {name}", 0, "it is hidden")
    if len(found) == 1:
        found[0].place = path.name if len(names) == 1 else found[0].place
    return found or [Sheet(path.name, [], [], [])]


def _sheet(path: Path, book: CalamineWorkbook, name: str, header_row: int) -> Sheet | None:
    """One sheet by columns, without its empty rows; None if it is empty."""
    try:
        read = book.get_sheet_by_name(name)
        cells: Rows = read.to_python(skip_empty_area=False)
    except (CalamineError, OSError) as error:
        raise unreadable(path, error) from error
    if not cells:
        return None
    look = second_look(path, name)
    cells = _with_unread(cells, look, header_row)[header_row - 1 :]
    header = [tidy(str(cell)) for cell in cells[0]] if cells else []
    rows = list(enumerate(cells[1:], start=header_row + 1))
    kept = [(number, row) for number, row in rows if _has_value(number, row, look)]
    columns = [_column(kept, at, look) for at in range(len(header))]
    position = {number: at for at, (number, _) in enumerate(kept)}
    unread: dict[int, list[int]] = {}
    for number, at in sorted(look.unread):
        if number > header_row:
            unread.setdefault(at, []).append(position[number])
    return Sheet(f"{path.name}, sheet {name}", header, list(columns), [number for number, _ in kept], unread)


def _with_unread(cells: Rows, look: Look, header_row: int) -> Rows:
    """``cells`` with the rows and columns of nothing but unread cells: calamine's range leaves them out."""
    places = [(number, at) for number, at in look.unread if number > header_row]
    height = max([len(cells), *(number for number, _ in places)])
    width = max([len(cells[0]), *(at + 1 for _, at in places)])
    wide = [[*row, *[""] * (width - len(row))] for row in cells] if width > len(cells[0]) else cells
    return [*wide, *([""] * width for _ in range(height - len(cells)))]


def _has_value(number: int, row: list[Any], look: Look) -> bool:
    return any(cell != "" and (cell.__class__ is not str or tidy(cell)) for cell in row) or number in look.unread_rows


def _column(rows: list[tuple[int, list[Any]]], at: int, look: Look) -> list[Any]:
    cells = [_cell(row[at], number, at, look) for number, row in rows]
    # A midnight shown with hours is a moment among moments. In a column of nothing else it is a day: libraries that
    # know no days write them so.
    if look.with_hours and any(cell.__class__ is datetime for cell in cells):
        return [
            datetime.combine(cell, time()) if cell.__class__ is date and (number, at) in look.with_hours else cell
            for cell, (number, _) in zip(cells, rows, strict=True)
        ]
    return cells


def _cell(cell: Any, number: int, at: int, look: Look) -> Any:
    if cell.__class__ is str:
        return tidy(cell)
    if cell.__class__ is float and (width := look.padded.get((number, at))):
        return f"{int(cell):0{width}d}" if cell.is_integer() and cell >= 0 else cell
    return cell
