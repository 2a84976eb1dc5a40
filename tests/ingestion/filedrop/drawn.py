"""Files as people might drop them, drawn by a seed: what they say in truth, how it is written, what is wrong.

A drawn drop has one entity in one or two files. Harmless dirt (blanks, ``3.0``, marks of numbers that the mapping
declares) must not change what is read; harmful dirt must be refused, or told where something is left out.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hirehouse.ingestion.sources.filedrop.endpoints import ENTITIES, VOCABULARIES, Entity
from tests.ingestion.filedrop.written import Cell, Style, write_file

DRAWN = ("applications", "openings", "offers", "source_spend", "hiring_plan", "reviews", "employees", "currency_rates")
FORMATS = ("csv", "csv", "csv", "xlsx", "xlsx", "jsonl", "parquet")
ZONES = ("UTC", "America/New_York", "Pacific/Auckland", "Europe/Berlin", "Asia/Kolkata")

Row = dict[str, Any]
"""A true row: canonical values, a ``date`` in a time column where the time of day is not known."""


@dataclass
class Drop:
    """A drawn folder: ``truth`` is what has to be read by key, ``rows_in`` how many rows its files hold.

    ``fault`` names the harmful dirt, ``told_as`` the kind of the note its rows come in with (None: the file is
    refused), ``place`` what a refusal names.
    """

    seed: int
    entity: Entity
    truth: dict[tuple[Any, ...], Row]
    rows_in: int
    fault: str | None
    place: tuple[str, ...]
    told_as: str | None
    files: list[Path] = field(default_factory=list)


def draw(seed: int, folder: Path) -> Drop:
    """Writes the drop of ``seed`` into ``folder``."""
    rng = random.Random(seed)
    entity = ENTITIES[rng.choice(DRAWN)]
    style = _style(rng, rng.choice(FORMATS))
    columns = _columns(rng, entity)
    rows = _rows(rng, entity, columns, rng.randrange(2, 9))
    drop = Drop(seed, entity, {_key(entity, row): row for row in rows}, 0, None, (), None)
    older = _older(rng, entity, columns, rows) if rng.random() < 0.3 else []
    fault = rng.choice(_faults(entity, columns, style)) if rng.random() < 0.5 else None
    names = rng.choice([("_9", "_10"), ("", " (1)"), ("_2026-2-28", "_2026-03-01"), (" 28.02.2026", " 01.03.2026")])
    for batch, name in ((older, names[0]), (rows, names[1])):
        if not batch:
            continue
        path = folder / f"{entity.spec.name}{name}.{style.kind}"
        cells = [{column: Cell(row.get(column)) for column in columns} for row in batch]
        if fault is not None and batch is rows:
            fault.plant(rng, drop, cells, style)
        drop.rows_in += len(cells)
        write_file(path, entity, columns, cells, style, rng)
        drop.files.append(path)
    for key, row in {_key(entity, row): row for row in older}.items():
        drop.truth.setdefault(key, row)
    mapping = style.mapping(entity, columns)
    if mapping:
        (folder / f"{entity.spec.name}.mapping.yml").write_text(mapping, "utf-8")
    for name in rng.sample((".DS_Store", "Thumbs.db", f"~${entity.spec.name}.xlsx", "notes.txt"), 2):
        (folder / name).write_bytes(b"\x00\x01")
    return drop


def _style(rng: random.Random, kind: str) -> Style:
    style = Style(kind, rng.choice(ZONES), rng.choice((",", ";", "\t", "|")))
    style.decimal, style.thousands = rng.choice(((None, None), (None, None), (",", "."), (".", ","), (",", " ")))
    style.date_format = rng.choice((None, None, "%d.%m.%Y", "%m/%d/%Y"))
    style.timestamp_format = rng.choice((None, None, "%d.%m.%Y %H:%M", "%d/%m/%Y %H:%M UTC", "%Y-%m-%dT%H:%M:%S%z"))
    style.words = rng.random() < 0.3
    style.renames = rng.random() < 0.3
    style.header_row = rng.choice((1, 1, 1, 3)) if kind in ("csv", "xlsx") else 1
    style.is_dirty = rng.random() < 0.6
    return style


def _columns(rng: random.Random, entity: Entity) -> list[str]:
    columns = [
        name for name in entity.columns if name in entity.required or name in entity.spec.key or rng.random() < 0.6
    ]
    rng.shuffle(columns)
    return columns


def _rows(rng: random.Random, entity: Entity, columns: list[str], count: int) -> list[Row]:
    rows: dict[tuple[Any, ...], Row] = {}
    while len(rows) < count:
        row = {name: _value(rng, entity, name, entity.columns[name]) for name in columns}
        for name in columns:
            if name not in entity.required and rng.random() < 0.3:
                row[name] = None
        rows[_key(entity, row)] = row
    return list(rows.values())


def _older(rng: random.Random, entity: Entity, columns: list[str], rows: list[Row]) -> list[Row]:
    """Rows of an older file: some of the newer ones' keys with other values, some of its own."""
    again = [
        {**_rows(rng, entity, columns, 1)[0], **{name: row[name] for name in entity.spec.key}} for row in rows[::2]
    ]
    own = [
        row
        for row in _rows(rng, entity, columns, 2)
        if _key(entity, row) not in {_key(entity, other) for other in rows}
    ]
    return list({_key(entity, row): row for row in (*own, *again)}.values())


def _key(entity: Entity, row: Row) -> tuple[Any, ...]:
    return tuple(row.get(name) for name in entity.spec.key)


def _value(rng: random.Random, entity: Entity, name: str, kind: str) -> Any:
    words = VOCABULARIES.get((entity.spec.name, name))
    if words is not None:
        return rng.choice(sorted(words))
    day = date(2024, 1, 1) + timedelta(days=rng.randrange(800))
    if kind == "timestamp" and rng.random() < 0.6:
        # In no zone at night, when clocks are changed, or at midnight, when a workbook cannot say whether it is a day.
        zone = ZoneInfo("UTC")
        return datetime(day.year, day.month, day.day, rng.randrange(16, 18), rng.randrange(60), tzinfo=zone).astimezone(
            UTC
        )
    makers: dict[str, Callable[[], Any]] = {
        "id": lambda: rng.choice((str(rng.randrange(1, 10**9)), f"00{rng.randrange(100)}", f"x-{rng.randrange(999)}A")),
        "string": lambda: rng.choice(
            ("Sales", "Research & Development", "Büro 7", 'The "new" team', "none", "A;B,C|D")
        ),
        "bigint": lambda: rng.randrange(1, 3000),
        "double": lambda: rng.randrange(1, 3_000_000) / 100,
        "boolean": lambda: rng.random() < 0.5,
        "date": lambda: day,
        "timestamp": lambda: day,
    }
    if name == "currency":
        return rng.choice(("EUR", "USD", "GBP"))
    return makers[kind]()


@dataclass(frozen=True)
class Fault:
    """One kind of harmful dirt. ``plant`` changes the cells, and says in the drop what has to be told."""

    name: str
    plant: Callable[[random.Random, Drop, list[dict[str, Cell]], Style], None]


def _in_cell(name: str, column: str, texts: tuple[str, ...]) -> Fault:
    """A cell whose text has to be refused with its column."""

    def plant(rng: random.Random, drop: Drop, cells: list[dict[str, Cell]], style: Style) -> None:
        # openpyxl makes an error cell of such a text: that is another fault.
        fitting = [text for text in texts if style.kind != "xlsx" or not text.startswith("#")]
        rng.choice(cells)[column] = Cell(raw=rng.choice(fitting))
        drop.fault, drop.place = name, (style.shown(column),)

    return Fault(name, plant)


def _rest(name: str, place: str, change: Callable[[list[dict[str, Cell]], Style], None]) -> Fault:
    """A fault of rows and columns: a refusal has to say ``place``."""

    def plant(rng: random.Random, drop: Drop, cells: list[dict[str, Cell]], style: Style) -> None:
        change(cells, style)
        drop.fault, drop.place = name, (place,)

    return Fault(name, plant)


def _doubled(column: str) -> Fault:
    """A key twice: the later row is taken, whatever else the earlier one says, and the earlier one is counted."""

    def plant(rng: random.Random, drop: Drop, cells: list[dict[str, Cell]], style: Style) -> None:
        at = rng.randrange(len(cells))
        cells.append(dict(cells[at]))
        cells[at] = {**cells[at], column: Cell(rng.choice(cells)[column].value)}
        drop.fault, drop.told_as = "a key twice", "overruled"

    return Fault("a key twice", plant)


def _left_out(column: str, is_required: bool) -> Fault:
    """A failed formula: refused where a value is needed, else told."""

    def plant(rng: random.Random, drop: Drop, cells: list[dict[str, Cell]], style: Style) -> None:
        at = rng.randrange(len(cells))
        cells[at][column] = Cell(raw="=1/0")
        drop.fault, drop.place = "failed formula", (style.shown(column),)
        drop.told_as = None if is_required else "unread_cell"
        if drop.told_as:
            list(drop.truth.values())[at][column] = None

    return Fault("failed formula", plant)


def _faults(entity: Entity, columns: list[str], style: Style) -> list[Fault]:
    kinds = {kind: [name for name in columns if entity.columns[name] == kind] for kind in set(entity.columns.values())}
    faults = [_doubled(name) for name in columns if name not in entity.spec.key]
    ids = ("6.00012E+11", "#N/A", "NULL", "nan", "None", "5.5", "12.000", "#REF!")
    faults += [_in_cell("no id", name, ids) for name in kinds.get("id", ())]
    faults += [
        _in_cell("no whole number", name, ("5.5", "twelve", "1e3", *(("12.000",) if style.decimal is None else ())))
        for name in kinds.get("bigint", ())
    ]
    faults += [_in_cell("no number", name, ("12 EUR", "n/a", "1.2.3", "1.25E+05")) for name in kinds.get("double", ())]
    faults += [_in_cell("no day", name, ("30.02.2026", "2026-02-30", "soon")) for name in kinds.get("date", ())]
    moments = ("2026-01-31 09:30 CET", "31.01.2026 09:30 EST", "1767225600", "soon")
    faults += [_in_cell("no time", name, moments) for name in kinds.get("timestamp", ())]
    faults += [
        _in_cell("an unknown word", name, ("Frozen",)) for name in columns if (entity.spec.name, name) in VOCABULARIES
    ]
    faults += [_in_cell("nothing", name, ("",)) for name in entity.required if name != "currency"]
    numbers = kinds.get("double", ())
    if style.kind == "csv" and style.separator != "," and style.decimal is None and numbers:
        faults += [_ambiguous(name) for name in numbers]
    if style.kind == "csv":
        faults.append(_rest("a short row", "cells, the header", lambda cells, style: style.shorten.add(0)))
        faults.append(_rest("a long row", "cells, the header", lambda cells, style: style.lengthen.add(0)))
    if style.kind in ("csv", "xlsx"):
        faults.append(
            _rest("a column without a name", "has values and no name", lambda cells, style: style.unnamed.add(0))
        )
    if style.kind == "xlsx":
        faults += [_left_out(name, name in entity.filled) for name in columns]
    faults.append(
        _rest("an unknown column", "'Surprise' is unknown", lambda cells, style: style.unknown.append("Surprise"))
    )
    return faults


def _ambiguous(column: str) -> Fault:
    """A whole column of amounts that could be thousands."""

    def plant(rng: random.Random, drop: Drop, cells: list[dict[str, Cell]], style: Style) -> None:
        for row in cells:
            row[column] = Cell(raw=f"{rng.randrange(1, 999)}.{rng.randrange(1000):03d}")
        drop.fault, drop.place = "thousands or decimals", (style.shown(column), "decimal and thousands")

    return Fault("thousands or decimals", plant)
