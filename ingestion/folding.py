"""Of rows with one key within one load the last is meant: which those are, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc


def distinct(rows: pa.Table, key: Sequence[str]) -> int:
    """How many different keys ``rows`` have."""
    columns = list(key)
    if len(columns) == 1:
        return int(pc.count_distinct(rows.column(columns[0]), mode="all").as_py())
    return _grouped(rows.select(columns)).aggregate([]).num_rows


def is_last(rows: pa.Table, key: Sequence[str]) -> pa.Array:
    """Per row of ``rows`` whether no later one has its key."""
    columns = list(key)
    positions = pa.arange(0, rows.num_rows)
    last = _grouped(rows.select(columns), positions).aggregate([("_position", "max")]).column("_position_max")
    return pc.is_in(positions, last.combine_chunks())


def absent(rows: pa.Table, others: Sequence[pa.Table], key: Sequence[str]) -> pa.Table:
    """The keys of ``rows`` that occur in none of ``others``; ``rows`` have each key once."""
    columns = list(key)
    rows = rows.select(columns)
    known = pa.concat_tables([rows, *(other.select(columns).cast(rows.schema) for other in others)])
    return rows.filter(pc.invert(_occurs_again(known, rows.num_rows)))


def _occurs_again(rows: pa.Table, first: int) -> pa.Array:
    """For each of the ``first`` rows whether its key occurs behind them; empty values in a key are equal."""
    spans = _grouped(rows, pa.arange(0, rows.num_rows)).aggregate([("_position", "min"), ("_position", "max")])
    again = spans.filter(pc.greater_equal(spans.column("_position_max"), first)).column("_position_min")
    return pc.is_in(pa.arange(0, first), again.combine_chunks())


def _grouped(keys: pa.Table, positions: pa.Array | None = None) -> pa.TableGroupBy:
    """``keys`` grouped by all their columns. In one thread: feeds are read in threads already, and each of Arrow's own
    would keep memory of its own."""
    columns = keys.column_names
    numbered = keys if positions is None else keys.append_column("_position", positions)
    return numbered.group_by(columns, use_threads=False)
