"""How a table of the simulated company is declared: one line per column, `name kind what it means`."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

NA = -(2**62)
"""Stands for null in the integer arrays (ids, epoch seconds, epoch days) the simulation computes with."""

ARROW_TYPES: dict[str, pa.DataType] = {
    "bigint": pa.int64(),
    "double": pa.float64(),
    "string": pa.string(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us", tz="UTC"),
}


@dataclass(frozen=True)
class SimTable:
    """A table: its name, what one row is, column name to kind (a key of `ARROW_TYPES`), and column name to meaning."""

    name: str
    grain: str
    columns: dict[str, str]
    meanings: dict[str, str]


def declare(name: str, grain: str, text: str) -> SimTable:
    """Read a declaration with one `name kind meaning` per line.

    Raises:
        ValueError: a line has no meaning or an unknown kind.
    """
    columns: dict[str, str] = {}
    meanings: dict[str, str] = {}
    for line in text.strip().splitlines():
        column, kind, meaning = line.split(maxsplit=2)
        if kind not in ARROW_TYPES:
            raise ValueError(f"{name}.{column}: unknown kind {kind}")
        columns[column] = kind
        meanings[column] = meaning
    return SimTable(name=name, grain=grain, columns=columns, meanings=meanings)
