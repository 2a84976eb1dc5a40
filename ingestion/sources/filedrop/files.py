"""Reading one file of the drop: CSV, Parquet, JSON lines or Excel to rows of cells, with the number people see
beside them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import orjson
import pyarrow.lib
import pyarrow.parquet as pq

from ingestion.errors import SourceError

Cells = dict[str, Any]
SUFFIXES = (".csv", ".parquet", ".jsonl", ".xlsx")
_UNREADABLE = (OSError, ValueError, KeyError, csv.Error, pyarrow.lib.ArrowException, BadZipFile)


def read_header(path: Path) -> list[str]:
    """Column names of a file, in its order; for JSON lines those of its first row."""
    try:
        if path.suffix == ".parquet":
            return list(pq.read_schema(path).names)
        if path.suffix == ".jsonl":
            return list(dict.fromkeys(name for _, row in _json_lines(path) for name in row))
        return next((values for _, values in _sheet(path)), [])
    except SourceError:
        raise
    except _UNREADABLE as error:
        raise unreadable(path, error) from error


def read_rows(path: Path) -> Iterator[tuple[int, Cells]]:
    """Each row's number (as a spreadsheet shows it, or the line) and its cells by column; empty rows are passed
    over."""
    try:
        if path.suffix == ".parquet":
            number = 0
            for batch in pq.ParquetFile(path).iter_batches(10_000):
                for row in batch.to_pylist():
                    number += 1
                    yield number, row
        elif path.suffix == ".jsonl":
            yield from _json_lines(path)
        else:
            yield from _sheet_rows(path)
    except SourceError:
        raise
    except _UNREADABLE as error:
        raise unreadable(path, error) from error


def _sheet_rows(path: Path) -> Iterator[tuple[int, Cells]]:
    lines = _sheet(path)
    _, header = next(lines, (0, []))
    for number, values in lines:
        if len(values) > len(header) and any(value not in (None, "") for value in values[len(header) :]):
            raise SourceError(
                "filedrop",
                f"a row has {len(values)} cells, the header {len(header)}",
                f"{path.name}, row {number}",
                "put quotes around cells that contain the separator",
            )
        if any(value not in (None, "") for value in values):
            yield number, dict(zip(header, values, strict=False))


def _sheet(path: Path) -> Iterator[tuple[int, list[Any]]]:
    """Rows of a CSV file or of an Excel file's first sheet, with their numbers; the first one is the header."""
    if path.suffix == ".xlsx":
        import openpyxl  # only those who drop Excel files pay for it

        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        try:
            for number, values in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
                yield number, [str(value or "").strip() for value in values] if number == 1 else list(values)
        finally:
            book.close()
        return
    with path.open(encoding="utf-8-sig", newline="") as lines:
        sample = lines.readline()
        lines.seek(0)
        separator = max(",;\t|", key=sample.count) if sample else ","
        reader = csv.reader(lines, delimiter=separator, strict=True)
        for values in reader:
            yield reader.line_num, [value.strip() for value in values]


def _json_lines(path: Path) -> Iterator[tuple[int, Cells]]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
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


def unreadable(path: Path, error: Exception) -> SourceError:
    """The error for a file that is not what its name says."""
    return SourceError(
        "filedrop",
        f"the file cannot be read as {path.suffix.removeprefix('.')}: {str(error).splitlines()[0][:150]}",
        path.name,
        "save it again in that format (CSV as UTF-8), or correct the file's extension",
    )
