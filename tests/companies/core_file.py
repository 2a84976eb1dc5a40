"""Writes a drawn company where dbt finds it, and reads a published one as if it were drawn."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd

from hirehouse.build.warehouse import OPS_TABLES
from tests.companies.core_columns import CORE_COLUMNS


def write_core(tables: dict[str, pd.DataFrame], warehouse: Path) -> None:
    """Write the tables to a new DuckDB file, typed as in `CORE_COLUMNS`; those without a schema belong to `core`."""
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("set timezone = 'UTC'")
        write_tables(tables, connection)


def write_tables(tables: dict[str, pd.DataFrame], connection: duckdb.DuckDBPyConnection) -> None:
    """Write the tables to the open database, beside empty ones of ``ops``."""
    connection.execute("create schema if not exists ops")
    for name, columns in OPS_TABLES.items():
        connection.execute(f"create table if not exists ops.{name} ({columns})")
    for name, frame in tables.items():
        relation = name if "." in name else f"core.{name}"
        connection.execute(f"create schema if not exists {relation.split('.')[0]}")
        connection.register("frame", frame.astype(object).where(frame.notna(), None))
        casts = ", ".join(f'cast("{column}" as {kind}) as "{column}"' for column, kind in CORE_COLUMNS[name].items())
        connection.execute(f"create table {relation} as select {casts} from frame")
        connection.unregister("frame")


def read_core(published: Path, warehouse: Path) -> dict[str, pd.DataFrame]:
    """Read the tables of `CORE_COLUMNS`: those of `core` from a published file, the others from its warehouse."""
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute(f"attach '{published}' as published (read_only)")
        connection.execute(f"attach '{warehouse}' as warehouse (read_only)")
        frames = {}
        for name, columns in CORE_COLUMNS.items():
            if name.startswith("fairness."):
                continue
            chosen = ", ".join(
                f"cast({column} as double)" if kind.startswith("decimal") else column
                for column, kind in columns.items()
            )
            relation = f"warehouse.{name}" if "." in name else f"published.core.{name}"
            rows = connection.execute(f"select {chosen} from {relation}").fetchall()
            frames[name] = pd.DataFrame(rows, columns=list(columns))
        return frames
