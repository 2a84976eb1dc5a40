"""Workbooks as programs write them, for tests: openpyxl's, with the raw XML changed where no library would write it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl

Change = Callable[[str], str]


def write_book(path: Path, sheets: dict[str, Sequence[Sequence[Any]]], hidden: Sequence[str] = ()) -> None:
    """An .xlsx file of these sheets; a cell may be a pair of value and number format."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
        for number, row in enumerate(rows, start=1):
            for at, said in enumerate(row, start=1):
                value, form = said if isinstance(said, tuple) else (said, None)
                cell = sheet.cell(number, at, value)
                if form is not None:
                    cell.number_format = form
    book.save(path)


def change(path: Path, member: str, how: Change) -> None:
    """Rewrite one member of a workbook's archive."""
    with ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[member] = how(members[member].decode()).encode()
    with ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def write_open_document(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """An .ods file with one sheet of raw ``table:table-cell`` elements."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    lines = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows)
    content = (
        f'<office:document-content {spaces} xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:'
        f'calcext:1.0"><office:body><office:spreadsheet><table:table table:name="Sheet1">{lines}</table:table>'
        f"</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    with ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)


def text_cell(text: str) -> str:
    """A text cell of an .ods file."""
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
