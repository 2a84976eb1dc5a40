"""Rows drawn for the inputs of a compiled model: ids from a small pool, so that joins meet; of the rest what is asked.

Words come from the model's own SQL: whatever it compares a column with, some rows have.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import duckdb
import numpy as np
import pyarrow as pa

ROWS = 300
POOL = 60
AS_OF = datetime(2026, 6, 30, 18, tzinfo=UTC)
WORD = re.compile(r"'([^'\n]{1,40})'")
CODE = re.compile(r"(_id|_key)$|^(system|entity)$")
ZONE = re.compile(r"(^|_)timezone$")
ZONES = ("UTC", "Asia/Tokyo", "America/New_York")


def draw_inputs(
    connection: duckdb.DuckDBPyConnection, relations: list[str], sql: str, seed: int, share_null: float
) -> None:
    """Fill each relation (``schema.table``, replaced by a plain table of its shape) with drawn rows.

    Ids are always there. Of every other column a share is null, of words and switches a quarter of that share; with a
    share of 1 nothing but ids, words and switches is left.
    """
    random = np.random.default_rng(seed)
    words = sorted(set(WORD.findall(sql))) or [""]
    for relation in relations:
        columns = connection.execute(f"describe {relation}").fetchall()
        drawn = pa.table({name: _drawn(random, name, kind, words, share_null) for name, kind, *_ in columns})
        casts = ", ".join(f'cast("{name}" as {kind}) as "{name}"' for name, kind, *_ in columns)
        connection.register("drawn", drawn)
        connection.execute(
            f"drop {_kind(connection, relation)} {relation}; create table {relation} as select {casts} from drawn"
        )
        connection.unregister("drawn")


def _kind(connection: duckdb.DuckDBPyConnection, relation: str) -> str:
    schema, name = relation.split(".")
    found = connection.execute(
        "select count(*) from duckdb_views() where schema_name = ? and view_name = ?", [schema, name]
    ).fetchall()
    return "view" if found[0][0] else "table"


def _drawn(random: np.random.Generator, name: str, kind: str, words: list[str], share_null: float) -> pa.Array:
    if CODE.search(name):
        return pa.array([str(number) for number in random.integers(POOL, size=ROWS)])
    days = random.integers(-900, 60, size=ROWS)
    values: list[object]
    if kind == "VARCHAR":
        values = list(random.choice(ZONES if ZONE.search(name) else words, size=ROWS))
    elif kind == "BOOLEAN":
        values = [bool(each) for each in random.integers(2, size=ROWS)]
    elif kind == "DATE":
        values = [(AS_OF + timedelta(days=int(each))).date() for each in days]
    elif kind.startswith("TIMESTAMP"):
        values = [AS_OF + timedelta(days=int(each)) for each in days]
    else:
        values = [int(each) for each in random.integers(-2, 50, size=ROWS)]
    empty = random.random(ROWS) < (share_null / 4 if kind in ("VARCHAR", "BOOLEAN") else share_null)
    return pa.array([None if gone else value for value, gone in zip(values, empty, strict=True)])
