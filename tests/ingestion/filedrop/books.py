"""Workbooks as programs write them, for tests: openpyxl's, with the raw XML changed where no library would write it."""

from __future__ import annotations

import struct
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


def write_binary_book(path: Path, rows: Sequence[Sequence[str | float | None]]) -> None:
    """An .xlsb file with one sheet; text that begins with # becomes an error cell."""
    cells = b""
    for number, row in enumerate(rows):
        cells += _record(0, struct.pack("<I", number) + bytes(17))
        for at, value in enumerate(row):
            place = struct.pack("<II", at, 0)
            if isinstance(value, str) and value.startswith("#"):
                cells += _record(3, place + b"\x2a")
            elif isinstance(value, str):
                cells += _record(6, place + _wide(value))
            elif value is not None:
                cells += _record(5, place + struct.pack("<d", value))
    size = struct.pack("<IIII", 0, len(rows) - 1, 0, len(rows[0]) - 1)
    sheet = _record(129) + _record(148, size) + _record(145) + cells + _record(146) + _record(130)
    named = _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Seats"))
    workbook = _record(131) + _record(143) + named + _record(144) + _record(132)
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    with ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.bin", workbook)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="{relations}"><Relationship Id="rId1" Type="{kind}" Target="worksheets/sheet1.bin"/>'
            f"</Relationships>",
        )


def _record(kind: int, payload: bytes = b"") -> bytes:
    size = len(payload)
    assert size < 128, "longer payloads have longer sizes"
    head = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    return head + bytes([size]) + payload


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
