"""Reading one file of the drop to sheets of cells: CSV, Parquet, JSON lines and workbooks, column by column, with the
row numbers people see next to them."""

from __future__ import annotations

import csv
import re
from array import array
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import accumulate, islice
from pathlib import Path
from typing import Any, TextIO, TypeAlias

import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.lib
import pyarrow.parquet as pq

from hirehouse.ingestion.errors import SourceError
from hirehouse.ingestion.sources.filedrop.mapping import Mapping
from hirehouse.ingestion.sources.filedrop.misfits import Misfits
from hirehouse.ingestion.values import tidy

Cells: TypeAlias = pa.ChunkedArray | Sequence[Any]
Note = Callable[[str, str, int, str], None]
"""Tells kind, place, rows and detail of what was not read."""

_CHUNK_ROWS = 5_000
_FEW_NAMES = 3
"""No entity is read from fewer columns, save holidays: a header with fewer is more likely a title."""
_LINE_END = re.compile(r"\r\n|\r|\n")
_UNREADABLE = (OSError, ValueError, KeyError, pyarrow.lib.ArrowException)


@dataclass
class Sheet:
    """The cells of one table: ``header`` as the file says it ("" where it has no name), one column for each name.

    ``numbers`` are the rows' numbers as a spreadsheet or an editor shows them. ``unread`` holds, per column, positions
    of cells whose value could not be read. ``says_point``: the file's separator is a comma, so that a point in a number
    is a decimal point.
    """

    place: str
    header: list[str]
    columns: list[Cells]
    numbers: Sequence[int]
    unread: dict[int, list[int]] = field(default_factory=dict)
    says_point: bool = False


def read_sheets(path: Path, mapping: Mapping, note: Note) -> list[Sheet]:
    """The sheets of a file that hold its table, one for all kinds but workbooks. Raises SourceError naming place and
    remedy if the file is not what its name says, or a row has more or fewer cells than the header."""
    suffix = path.suffix.lower()
    try:
        if suffix == ".parquet":
            return [_parquet(path)]
        if suffix == ".jsonl":
            return [_json_lines(path)]
        if suffix == ".csv":
            return [_csv(path, mapping)]
        from hirehouse.ingestion.sources.filedrop.workbook import (
            read_workbook,  # only those who drop workbooks pay for it
        )

        return read_workbook(path, mapping, note)
    except SourceError:
        raise
    except csv.Error:
        raise _misquoted(path, mapping) from None
    except _UNREADABLE as error:
        raise unreadable(path, error) from error


def unreadable(path: Path, error: Exception) -> SourceError:
    """The error for a file that is not what its name says."""
    text = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
    lines = text.splitlines() or [type(error).__name__]
    return SourceError(
        "filedrop",
        f"the file cannot be read as {path.suffix.removeprefix('.')}: {lines[0][:150]}",
        path.name,
        "save it again in that format (CSV as UTF-8), or correct the file's extension",
    )


def _parquet(path: Path) -> Sheet:
    # read_table would refuse columns of one name, and make columns of folders named like year=2026.
    with pq.ParquetFile(path) as file:
        table = file.read()
    # Some programs write text without saying that it is text.
    columns = [column.cast(pa.string()) if pa.types.is_binary(column.type) else column for column in table.columns]
    return Sheet(path.name, [tidy(name) for name in table.column_names], columns, range(1, table.num_rows + 1))


def _json_lines(path: Path) -> Sheet:
    numbers = array("q")
    names: dict[str, None] = {}
    chunks: list[tuple[int, dict[str, Cells]]] = []
    with path.open("rb") as lines:
        numbered = _objects(path, lines)
        while found := list(islice(numbered, _CHUNK_ROWS)):
            numbers.extend(number for number, _ in found)
            fields = dict.fromkeys(name for _, row in found for name in row)
            names |= fields
            chunks.append((len(found), {name: _compact([row.get(name) for _, row in found]) for name in fields}))
    empty = {rows: pa.nulls(rows, pa.string()) for rows, _ in chunks}
    columns = [_joined([fields.get(name, empty[rows]) for rows, fields in chunks]) for name in names]
    return Sheet(path.name, [tidy(name) for name in names], columns, numbers)


def _objects(path: Path, lines: Iterable[bytes]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a file of JSON lines, each with the number of its line."""
    for number, line in enumerate(lines, start=1):
        line = line.removeprefix(BOM_UTF8) if number == 1 else line
        if not line.strip():
            continue
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError:
            row = None
        if not isinstance(row, dict):
            raise SourceError(
                "filedrop",
                "a line is no JSON object",
                f"{path.name}, line {number}",
                'write one object per line, e.g. {"function": "Sales", "plan_seats": 4}',
            )
        yield number, row


def _compact(values: list[Any]) -> Cells:
    """``values`` as an Arrow array, which takes a fraction of the memory, where they are texts."""
    return pa.array(values, pa.string()) if all(value is None or value.__class__ is str for value in values) else values


def _joined(parts: list[Cells]) -> Cells:
    """The parts of a column as one; as a list where one of them is."""
    if all(isinstance(part, pa.Array) for part in parts):
        return pa.chunked_array(parts, pa.string())
    return [value for part in parts for value in (part.to_pylist() if isinstance(part, pa.Array) else part)]


def _csv(path: Path, mapping: Mapping) -> Sheet:
    misfits = Misfits(path.name)
    numbers = array("q")
    chunks: list[list[pa.Array]] = []
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader, separator = _csv_reader(lines, mapping.header_row)
        header = [tidy(cell) for cell in next(reader, [])]
        for numbered, rows in _numbered(reader, mapping.header_row - 1):
            if set(map(len, rows)) != {len(header)}:
                numbered, rows = _of_length(numbered, rows, len(header), misfits)
            numbers.extend(numbered)
            cells = zip(*rows, strict=True)
            chunks.append([pc.utf8_trim_whitespace(pa.array(column, pa.string())) for column in cells])
    further = "; if the columns' names stand in another row, say header_row in the mapping"
    misfits.raise_any(
        "write as many cells as the header has; put quotes around cells that contain the separator"
        + (further if len(header) < _FEW_NAMES else "")
    )
    columns: list[Cells] = [
        pa.chunked_array([chunk[at] for chunk in chunks if chunk], pa.string()) for at in range(len(header))
    ]
    return _without_empty_rows(Sheet(path.name, header, columns, numbers, says_point=separator == ","))


def _csv_reader(lines: TextIO, header_row: int) -> tuple[Any, str]:
    """A reader whose next row is the header, and the separator the header has most of."""
    for _ in range(header_row - 1):
        lines.readline()
    start = lines.tell()
    sample = lines.readline()
    lines.seek(start)
    separator = max(",;\t|", key=sample.count) if sample else ","
    return csv.reader(lines, delimiter=separator, strict=True), separator


def _misquoted(path: Path, mapping: Mapping) -> SourceError:
    """The error for a CSV file that cannot be cut into cells, with the row where that begins."""
    before = mapping.header_row - 1
    row = before + 1
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader, _ = _csv_reader(lines, mapping.header_row)
        with suppress(csv.Error):
            for _ in reader:
                row = before + reader.line_num + 1
    return SourceError(
        "filedrop",
        "a quote is not closed, or stands within a cell",
        f"{path.name}, row {row}",
        'close the quote, and write quotes within a cell twice, e.g. "the ""new"" team"',
    )


def _numbered(reader: Any, passed_over: int) -> Iterator[tuple[Iterable[int], list[list[str]]]]:
    """Chunks of rows and the numbers of the lines they end on; ``passed_over`` lines came before the reader's."""
    line = passed_over + reader.line_num
    while rows := list(islice(reader, _CHUNK_ROWS)):
        last = passed_over + reader.line_num
        numbers: Iterable[int] = range(line + 1, last + 1)
        if last - line != len(rows):  # some cells have lines of their own
            lengths = (1 + sum(len(_LINE_END.findall(cell)) for cell in row) for row in rows)
            numbers = islice(accumulate(lengths, initial=line), 1, None)
        line = last
        yield numbers, rows


def _of_length(
    numbers: Iterable[int], rows: list[list[str]], length: int, misfits: Misfits
) -> tuple[list[int], list[list[str]]]:
    """Rows as long as the header, with their numbers; others are misfits unless they are empty."""
    fitting: list[tuple[int, list[str]]] = []
    for number, row in zip(numbers, rows, strict=True):
        if len(row) == length:
            fitting.append((number, row))
        elif any(cell.strip() for cell in row):
            misfits.add(number, None, f"a row has {len(row)} cells, the header {length}")
    return [number for number, _ in fitting], [row for _, row in fitting]


def _without_empty_rows(sheet: Sheet) -> Sheet:
    """``sheet`` without rows of nothing but blanks."""
    if not sheet.columns:
        return sheet
    is_empty = pc.equal(sheet.columns[0], "")
    for column in sheet.columns[1:]:
        if not pc.any(is_empty).as_py():
            return sheet
        is_empty = pc.and_(is_empty, pc.equal(column, ""))
    kept = pc.invert(is_empty)
    columns = [pc.filter(column, kept) for column in sheet.columns]
    numbers = pa.array(sheet.numbers, pa.int64()).filter(kept).to_pylist()
    return Sheet(sheet.place, sheet.header, columns, numbers, says_point=sheet.says_point)
