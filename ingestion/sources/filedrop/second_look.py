"""What the cells of an .xlsx or .ods file say besides their values: failed formulas, formulas nobody has calculated,
and formats.

A library that gives values gives none of these apart: a formula whose value is empty text looks like one without a
value, and a day like a midnight. So the sheet's XML is read once more, and only if the file has such cells at all.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring, iterparse
from zipfile import BadZipFile, ZipFile

Place = tuple[int, int]
"""Row as people count it, from 1; column from 0."""

_BUILT_IN_HOURS = frozenset({18, 19, 20, 21, 22, 45, 46, 47})
_QUOTED = re.compile(r'"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_ZEROS = re.compile(r"0{2,}")
_REFERENCE = re.compile(r"([A-Z]+)(\d+)")


@dataclass
class Look:
    """Places of one sheet: ``unread`` cells whose value is an error or was never calculated, ``with_hours`` numbers
    that are shown with a time of day, ``padded`` whole numbers shown with leading zeros, and how wide."""

    unread: set[Place] = field(default_factory=set)
    with_hours: set[Place] = field(default_factory=set)
    padded: dict[Place, int] = field(default_factory=dict)

    @cached_property
    def unread_rows(self) -> frozenset[int]:
        """Rows with a cell that could not be read."""
        return frozenset(row for row, _ in self.unread)


def second_look(path: Path, sheet: str) -> Look:
    """The look at one sheet of a workbook; empty for formats that are no XML, or if nothing special is in it."""
    try:
        with ZipFile(path) as archive:
            members = set(archive.namelist())
            if "content.xml" in members:
                return _open_document(archive, sheet)
            workbook = next((name for name in members if name.lower() == "xl/workbook.xml"), None)
            return _office_open(archive, workbook, sheet) if workbook else Look()
    except BadZipFile:
        return Look()


def _local(element: Element) -> str:
    return element.tag.rsplit("}", 1)[-1]


def _attribute(element: Element, name: str) -> str | None:
    """An attribute by its local name: strict files have other namespaces."""
    return next((value for key, value in element.attrib.items() if key.rsplit("}", 1)[-1] == name), None)


def _office_open(archive: ZipFile, workbook: str, sheet: str) -> Look:
    hours, padded = _styles(archive, posixpath.join(posixpath.dirname(workbook), "styles.xml"))
    member = _member(archive, workbook, sheet)
    if member is None:
        return Look()
    text = archive.read(member)
    if not (hours or padded or b'="e"' in text or b"<f" in text or b":f>" in text):
        return Look()
    look = Look()
    with archive.open(member) as stream:
        row = 0
        for _, element in iterparse(stream, ("end",)):
            if _local(element) != "row":
                continue
            row = int(_attribute(element, "r") or row + 1)
            column = -1
            for cell in element:
                found = _REFERENCE.fullmatch(_attribute(cell, "r") or "")
                column = _column(found[1]) if found else column + 1
                _look_at(look, (row, column), cell, hours, padded)
            element.clear()
    return look


def _look_at(look: Look, place: Place, cell: Element, hours: set[int], padded: dict[int, int]) -> None:
    kind = cell.get("t")
    parts = {_local(part): part.text for part in cell}
    if kind == "e" or ("f" in parts and not parts.get("v") and kind != "str"):
        look.unread.add(place)
    elif kind in (None, "n"):
        style = int(cell.get("s") or 0)
        if style in hours:
            look.with_hours.add(place)
        elif style in padded:
            look.padded[place] = padded[style]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _member(archive: ZipFile, workbook: str, sheet: str) -> str | None:
    """The archive's member that holds a sheet."""
    tree = fromstring(archive.read(workbook))
    relation = next(
        (_attribute(found, "id") for found in tree.iter() if _local(found) == "sheet" and found.get("name") == sheet),
        None,
    )
    folder, name = posixpath.split(workbook)
    relations = fromstring(archive.read(f"{folder}/_rels/{name}.rels"))
    target = next((found.get("Target") for found in relations if found.get("Id") == relation), None)
    return posixpath.normpath(posixpath.join(folder, target)).lstrip("/") if target else None


def _styles(archive: ZipFile, member: str) -> tuple[set[int], dict[int, int]]:
    """Styles of cells that show a time of day, and those that show leading zeros with their width."""
    if member not in archive.namelist():
        return set(), {}
    tree = fromstring(archive.read(member))
    codes = {
        int(found.get("numFmtId", -1)): found.get("formatCode", "")
        for found in tree.iter()
        if _local(found) == "numFmt"
    }
    cell_formats = next((found for found in tree if _local(found) == "cellXfs"), None)
    hours: set[int] = set()
    padded: dict[int, int] = {}
    for style, cell_format in enumerate(cell_formats if cell_formats is not None else ()):
        identifier = int(cell_format.get("numFmtId") or 0)
        code = codes.get(identifier, "")
        if identifier in _BUILT_IN_HOURS or re.search("[hs]", _QUOTED.sub("", code), re.IGNORECASE):
            hours.add(style)
        elif _ZEROS.fullmatch(code):
            padded[style] = len(code)
    return hours, padded


def _open_document(archive: ZipFile, sheet: str) -> Look:
    text = archive.read("content.xml")
    if b"formula=" not in text and b'value-type="error"' not in text:
        return Look()
    look = Look()
    table = next(
        found for found in fromstring(text).iter() if _local(found) == "table" and _attribute(found, "name") == sheet
    )
    row = 1
    for line in _lines(table):
        column = 0
        for cell in line:
            if _is_unread(cell):
                look.unread.add((row, column))
            column += int(_attribute(cell, "number-columns-repeated") or 1)
        row += int(_attribute(line, "number-rows-repeated") or 1)
    return look


def _lines(element: Element) -> Iterator[Element]:
    for part in element:
        if _local(part) == "table-row":
            yield part
        elif _local(part) in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _lines(part)


def _is_unread(cell: Element) -> bool:
    kinds = [value for key, value in cell.attrib.items() if key.rsplit("}", 1)[-1] == "value-type"]
    return "error" in kinds or (_attribute(cell, "formula") is not None and not kinds)
