"""Of rows with one key within one load the last is meant: which those are, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc


def distinct(rows: pa.Table, key: Sequence[str]) -> int:
    """How many different keys ``rows`` have."""
    return rows.select(list(key)).group_by(list(key)).aggregate([]).num_rows


def is_last(rows: pa.Table, key: Sequence[str]) -> pa.Array:
    """Per row of ``rows`` whether no later one has its key."""
    columns = list(key)
    positions = pa.array(range(rows.num_rows), pa.int64())
    numbered = rows.select(columns).append_column("_position", positions)
    last = numbered.group_by(columns).aggregate([("_position", "max")]).column("_position_max")
    return pc.is_in(positions, last.combine_chunks())


def absent(rows: pa.Table, others: Sequence[pa.Table], key: Sequence[str]) -> pa.Table:
    """The keys of ``rows`` that occur in none of ``others``; ``rows`` have each key once."""
    columns = list(key)
    rows = rows.select(columns)
    known = pa.concat_tables([rows, *(other.select(columns).cast(rows.schema) for other in others)])
    return rows.filter(pc.invert(_occurs_again(known, rows.num_rows)))


def _occurs_again(rows: pa.Table, first: int) -> pa.Array:
    """For each of the ``first`` rows whether its key occurs behind them; empty values in a key are equal."""
    numbered = rows.append_column("_position", pa.array(range(rows.num_rows), pa.int64()))
    spans = numbered.group_by(rows.column_names).aggregate([("_position", "min"), ("_position", "max")])
    again = spans.filter(pc.greater_equal(spans.column("_position_max"), first)).column("_position_min")
    return pc.is_in(pa.array(range(first), pa.int64()), again.combine_chunks())
