"""A company small enough to know by heart, so that tests can say which values an API must show.

Job 11 (one seat, filled by application 103), job 12 (draft at first), job 13 (closed). Candidates 1 to 8; candidate 6
is
merged into 5 on 10 June, candidate 7 anonymised on 12 June, candidate 8 deleted on 14 June. Everything happens in 2026.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from hirehouse.sandbox.table_spec import ARROW_TYPES
from hirehouse.sandbox.world import TABLES, World, empty_table
from tests.sandbox.small_demand import demand, organisation, people
from tests.sandbox.small_moments import MANY, NOW, at
from tests.sandbox.small_pipeline import outreach, pipeline

__all__ = ["MANY", "NOW", "at", "build_small_company"]


def build_small_company() -> World:
    """The company described above, with its tables typed as declared."""
    rows: dict[str, list[dict[str, Any]]] = {**organisation(), **demand(), **people(), **pipeline(), **outreach()}
    tables = {name: _table(name, rows.get(name, [])) for name in TABLES}
    return World(seed=1, scale=MANY, dirt="none", now=NOW, tables=tables)


def _table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    spec = TABLES[name]
    if not rows:
        return empty_table(name)
    for row in rows:
        assert set(row) <= set(spec.columns), (name, set(row) - set(spec.columns))
    schema = pa.schema([pa.field(column, ARROW_TYPES[kind]) for column, kind in spec.columns.items()])
    flags = {column: False for column, kind in spec.columns.items() if kind == "boolean"}
    full = [{**dict.fromkeys(spec.columns), **flags, **row} for row in rows]
    return pa.Table.from_pylist(full, schema=schema)
