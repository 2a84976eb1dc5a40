"""How a drawn file is written: its format, its marks and forms, and the harmless dirt of people and programs."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from hirehouse.ingestion.sources.filedrop.endpoints import VOCABULARIES, Entity
from tests.ingestion.filedrop.books import change, write_book

BOOLEANS = {True: "Ja", False: "Nein"}


@dataclass(frozen=True)
class Cell:
    """A true value, or what is written in its stead (``raw``)."""

    value: Any = None
    raw: Any = None


@dataclass
class Style:
    """How one drop is written. What it does that no file says by itself stands in its mapping."""

    kind: str
    zone: str
    separator: str
    decimal: str | None = None
    thousands: str | None = None
    date_format: str | None = None
    timestamp_format: str | None = None
    words: bool = False
    renames: bool = False
    header_row: int = 1
    is_dirty: bool = False
    shorten: set[int] = field(default_factory=set)
    lengthen: set[int] = field(default_factory=set)
    unnamed: set[int] = field(default_factory=set)
    unknown: list[str] = field(default_factory=list)

    def shown(self, column: str) -> str:
        """The column's name in the file."""
        return f"The {column.replace('_', ' ')}" if self.renames else column

    def mapping(self, entity: Entity, columns: list[str]) -> str:
        """The mapping that says what this style does; empty if there is nothing to say."""
        said: list[str] = []
        if self.renames:
            said.append("columns: {" + ", ".join(f"{self.shown(name)}: {name}" for name in columns) + "}")
        if self.words:
            booleans = [name for name in columns if entity.columns[name] == "boolean"]
            words = dict.fromkeys(booleans, "{Ja: true, Nein: false}")
            for name in columns:
                known = VOCABULARIES.get((entity.spec.name, name))
                if known:
                    words[name] = "{" + ", ".join(f"Es ist {word}: {word}" for word in sorted(known)) + "}"
            said.append("words: {" + ", ".join(f"{name}: {meant}" for name, meant in words.items()) + "}")
        for key in ("decimal", "thousands", "date_format", "timestamp_format"):
            if getattr(self, key) is not None:
                said.append(f'{key}: "{getattr(self, key)}"')
        if self.timestamp_format and not self.date_format:
            said.append('date_format: "%Y-%m-%d"')
        if self.zone != "UTC":
            said.append(f"timezone: {self.zone}")
        if self.header_row != 1:
            said.append(f"header_row: {self.header_row}")
        if self.is_dirty:
            said.append("ignore: [No, On]")
        return "\n".join(said)


def write_file(
    path: Path, entity: Entity, columns: list[str], rows: list[dict[str, Cell]], style: Style, rng: random.Random
) -> None:
    """Writes ``rows`` as ``style`` says."""
    header = [style.shown(name) for name in columns]
    is_native = path.suffix in (".xlsx", ".parquet", ".jsonl")
    table = [[_written(row[name], entity, name, style, rng, is_native) for name in columns] for row in rows]
    if style.is_dirty:
        header = [*header, "No"]
        table = [[*line, rng.choice(("x", None, "7"))] for line in table]
    for name in style.unknown:
        header = [*header, name]
        table = [[*line, "x"] for line in table]
    if style.unnamed:
        header = [*header, ""]
        table = [[*line, "18:00" if at == 0 else None] for at, line in enumerate(table)]
    if path.suffix == ".csv":
        _write_csv(path, header, table, style, rng)
    elif path.suffix == ".xlsx":
        _write_xlsx(path, header, table, style, rng)
    elif path.suffix == ".jsonl":
        lines = [dict(zip(header, map(_json, line), strict=True)) for line in table]
        path.write_bytes(b"\n".join(orjson.dumps(line) for line in lines) + b"\n")
    else:
        arrays = [_array([line[at] for line in table]) for at in range(len(header))]
        pq.write_table(pa.Table.from_arrays(arrays, names=header), path)


def _written(cell: Cell, entity: Entity, name: str, style: Style, rng: random.Random, is_native: bool) -> Any:
    """What stands in a cell: text in CSV, a value of its own type in the other formats."""
    value = cell.value
    if cell.raw is not None:
        return cell.raw
    if value is None:
        return None
    kind = entity.columns[name]
    if style.words and (entity.spec.name, name) in VOCABULARIES:
        return f"Es ist {value}"
    if kind == "boolean":
        return (
            BOOLEANS[value]
            if style.words
            else value
            if is_native
            else rng.choice((str(value), str(value).upper(), str(int(value))))
        )
    if kind == "id":
        return _id(value, style, rng, is_native)
    if name == "currency" and style.is_dirty:
        return value.lower()
    if kind == "string":
        return f"\u00a0{value} " if style.is_dirty and rng.random() < 0.3 else value
    if kind in ("bigint", "double"):
        return value if is_native else _number(value, kind, style)
    if kind == "date":
        if is_native and style.kind != "jsonl":
            return value
        return value.strftime(style.date_format or ("%Y-%m-%d"))
    return _time(value, style, rng)


def _id(value: str, style: Style, rng: random.Random, is_native: bool) -> Any:
    is_plain = value.isdigit() and not value.startswith("0")
    if is_plain and style.is_dirty and rng.random() < 0.4:
        return float(value) if style.kind == "xlsx" else f"{value}.0"
    if style.is_dirty and rng.random() < 0.4:
        return f" {value}\u00a0"
    return int(value) if is_plain and style.kind in ("xlsx", "jsonl") else value


def _number(value: float, kind: str, style: Style) -> str:
    text = f"{value:,}" if kind == "bigint" else f"{value:,.2f}"
    if style.decimal is None:
        return text.replace(",", "")
    return text.replace(",", "T").replace(".", style.decimal).replace("T", style.thousands or "")


def _time(value: datetime | date, style: Style, rng: random.Random) -> Any:
    if not isinstance(value, datetime):
        if style.kind == "xlsx":
            return (value, "dd.mm.yyyy")
        return value.strftime(style.date_format or "%Y-%m-%d")
    local = value.astimezone(ZoneInfo(style.zone)).replace(tzinfo=None)
    if style.kind == "xlsx":
        return (local, "dd.mm.yyyy hh:mm")
    if style.timestamp_format:
        zoned = value.astimezone(UTC if "UTC" in style.timestamp_format else ZoneInfo(style.zone))
        return zoned.strftime(style.timestamp_format)
    offset = value.astimezone(ZoneInfo(style.zone)).isoformat()
    return rng.choice(
        (value.strftime("%Y-%m-%dT%H:%M:%SZ"), value.strftime("%Y-%m-%d %H:%M UTC"), offset, local.isoformat())
    )


def _write_csv(path: Path, header: list[str], table: list[list[Any]], style: Style, rng: random.Random) -> None:
    with path.open("w", encoding=rng.choice(("utf-8", "utf-8-sig")), newline="") as lines:
        writer = csv.writer(lines, delimiter=style.separator, quoting=rng.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)))
        for _ in range(style.header_row - 1):
            lines.write("An export of ours\n")
        writer.writerow(header)
        for at, line in enumerate(table):
            cells = ["" if cell is None else cell for cell in line]
            writer.writerow(cells[:-1] if at in style.shorten else [*cells, ""] if at in style.lengthen else cells)
            if style.is_dirty and rng.random() < 0.3:
                lines.write("\n")


def _write_xlsx(path: Path, header: list[str], table: list[list[Any]], style: Style, rng: random.Random) -> None:
    rows = [*([["An export of ours"]] * (style.header_row - 1)), header, *table]
    sheets: dict[str, Any] = {"Rows": rows}
    if style.is_dirty:
        sheets = {"Hidden lists": [["a"], ["b"]], **sheets}
    write_book(path, sheets, hidden=["Hidden lists"])
    if style.is_dirty:
        change(
            path,
            "xl/worksheets/sheet2.xml",
            lambda xml: xml.replace('<dimension ref="A1:', '<dimension ref="A1:A1" x="'),
        )


def _json(cell: Any) -> Any:
    return cell.isoformat() if isinstance(cell, date) else cell


def _array(values: list[Any]) -> pa.Array:
    """Values of one type as a column of it; a mixture as text, as programs write it."""
    kinds = {type(value) for value in values if value is not None}
    if len(kinds) > 1:
        values = [value if value is None else str(value) for value in values]
    return pa.array(values)
