"""The same company under other keys and in another order of rows, and whether its metric tables are the same."""

from __future__ import annotations

import duckdb
import pandas as pd
import pytest

from tests.companies.drawn import Core
from tests.reference.what_holds import numbers


def renamed(core: Core) -> Core:
    """The same company with other surrogate keys."""

    def other(name: str, column: pd.Series) -> pd.Series:
        return column.map(lambda key: f"z{str(key)[::-1]}", na_action="ignore") if name.endswith("_key") else column

    return {
        table: pd.DataFrame({name: other(name, frame[name]) for name in frame}, columns=frame.columns)
        for table, frame in core.items()
    }


def shuffled(core: Core) -> Core:
    """The same company with its rows in another order."""
    return {table: frame.sample(frac=1, random_state=3).reset_index(drop=True) for table, frame in core.items()}


def same_but_for_names_and_order(table: str, one: duckdb.DuckDBPyConnection, two: duckdb.DuckDBPyConnection) -> None:
    """Assert that a metric table holds the same rows in both databases, whatever the keys and the order."""
    rows, others = comparable(one, table), comparable(two, table)
    assert len(rows) == len(others), table
    for row, other in zip(rows, others, strict=True):
        for value, again in zip(row, other, strict=True):
            if isinstance(value, float) and isinstance(again, float):
                assert value == pytest.approx(again, rel=1e-9), (table, row, other)
            else:
                assert value == again, (table, row, other)


def comparable(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple]:
    """The rows of a metric table without surrogate keys, in the order of their rounded values."""
    columns = numbers(connection, f"describe metrics.{table}")
    kept = [(f'"{row[0]}"', row[1]) for row in columns if not row[0].endswith("_key")]
    order = ", ".join(f"round({name}, 6)" if kind == "DOUBLE" else name for name, kind in kept)
    return numbers(connection, f"select {', '.join(name for name, _ in kept)} from metrics.{table} order by {order}")
