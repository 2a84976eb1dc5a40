"""Count the rows of two copies of a table that differ, in any order, doubles within a relative tolerance."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

RELATIVE_TOLERANCE = 1e-9
FLOATING = ("DOUBLE", "FLOAT")


@dataclass(frozen=True)
class TableDifference:
    """How two copies of a table differ; ``left_only``, ``right_only`` count rows without an equal on the other side."""

    table: str
    left_rows: int
    right_rows: int
    left_only: int
    right_only: int
    missing_columns: tuple[str, ...]
    examples: tuple[str, ...]

    @property
    def is_equal(self) -> bool:
        """True when both copies hold the same rows and columns."""
        return not (self.left_only or self.right_only or self.missing_columns)


def compare_tables(connection: duckdb.DuckDBPyConnection, table: str, left: str, right: str) -> TableDifference:
    """Compare the relations ``left`` and ``right`` as multisets of rows over the columns of ``left``.

    Values other than doubles must be equal. Rows are paired by their exact columns, doubles in ascending order within
    equal exact columns, and must lie within ``RELATIVE_TOLERANCE`` of each other (absolute below 1).
    """
    kinds = _columns(connection, left)
    others = _columns(connection, right)
    missing = tuple(sorted(set(kinds) ^ set(others)))
    exact = [name for name, kind in kinds.items() if kind not in FLOATING and name in others]
    inexact = [name for name, kind in kinds.items() if kind in FLOATING and name in others]
    rows = [connection.execute(f"select count(*) from {side}").fetchall()[0][0] for side in (left, right)]
    for name, side in (("left_side", left), ("right_side", right)):
        columns = [f'cast("{column}" as varchar) as "{column}"' for column in exact]
        columns += [f'cast("{column}" as double) as "{column}"' for column in inexact]
        keys = ", ".join(f'"{column}"' for column in exact) or "1"
        order = ", ".join(f'"{column}" nulls last' for column in inexact) or "1"
        connection.execute(
            f"create or replace temp table {name} as select {', '.join(columns)}, "
            f"row_number() over (partition by {keys} order by {order}) as copy_number from {side}"
        )
    pairing = " and ".join(f'l."{column}" is not distinct from r."{column}"' for column in [*exact, "copy_number"])
    close = " and ".join(
        f'(l."{column}" is not distinct from r."{column}" or abs(l."{column}" - r."{column}") '
        f'<= {RELATIVE_TOLERANCE} * greatest(1, abs(l."{column}"), abs(r."{column}")))'
        for column in inexact
    )
    condition = f"{pairing} and {close}" if close else pairing
    counts, examples = [], []
    for here, there in (("left_side", "right_side"), ("right_side", "left_side")):
        anti = f"select * from {here} as l where not exists (select 1 from {there} as r where {condition})"
        connection.execute(f"create or replace temp table unpaired as {anti}")
        counts.append(connection.execute("select count(*) from unpaired").fetchall()[0][0])
        if counts[-1]:
            found = connection.execute("select * from unpaired order by all limit 3")
            names = [column[0] for column in found.description or []]
            examples += [f"{here}: {dict(zip(names, row, strict=True))}" for row in found.fetchall()]
    return TableDifference(table, rows[0], rows[1], counts[0], counts[1], missing, tuple(examples))


def _columns(connection: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    return {row[0]: row[1] for row in connection.execute(f"describe select * from {relation}").fetchall()}
