"""The simulated company as data: one `World` of typed tables that holds its whole timeline, the future included.

Every table keeps *events*, never a state: a requisition has the instant it opened and the instant it will close. The
state of any vendor's API at a simulated instant T is therefore a pure function of the rows with `visible_at <= T` (or
`created_at <= T`) in which every later instant is read as "has not happened yet". Moving the clock forward reveals
change, deletions, merges and late rows.

Rules that hold for every table:

* `timestamp` columns are UTC instants (Arrow timestamp[us, UTC]); `date` columns are local calendar days; null =
  never happens.
* A value stamped later than T must be served as null (`closed_at > T` means: still open).
* `created_at` is the instant the source stamps on the row. `visible_at`, where a table has it, is when the row first
  shows up in the API; it is later than `created_at` only for *late rows*. A child row is never visible before its
  application's `visible_at`.
* `deleted_at`: from then on the row, and everything that points to it, is gone without a trace.
* Ids are the vendors' own: integers in Greenhouse's style, base64 object ids in Gem's.
* `shown_*` columns hold planted dirt: the value the API shows instead of the true one; null = the API shows the true
  value.

The column lists are in `schema_company.py` (organisation, demand, people), `schema_pipeline.py` and
`schema_outreach.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hirehouse.sandbox.schema_company import COMPANY_TABLES
from hirehouse.sandbox.schema_outreach import OUTREACH_TABLES
from hirehouse.sandbox.schema_pipeline import PIPELINE_TABLES
from hirehouse.sandbox.table_spec import ARROW_TYPES, NA, SimTable

DEMO_NOW = datetime(2026, 6, 30, 18, 0, tzinfo=UTC)
"""The demo company's "now"; no part of the simulation reads the wall clock."""

COMPANY_TIMEZONE = "America/New_York"
COMPANY_CURRENCY = "USD"

TABLES: dict[str, SimTable] = {spec.name: spec for spec in (*COMPANY_TABLES, *PIPELINE_TABLES, *OUTREACH_TABLES)}


def to_arrow(name: str, columns: dict[str, Any]) -> pa.Table:
    """Type one table's columns as its `TableSpec` says.

    Args:
        name: a key of `TABLES`.
        columns: one array per declared column. Integers, seconds since the epoch (timestamps) and days since the
            epoch (dates) use `NA` for null; strings use None; floats use NaN. Arrow arrays pass through.

    Raises:
        KeyError: a declared column is missing or an undeclared one was given.
    """
    spec = TABLES[name]
    if set(columns) != set(spec.columns):
        raise KeyError(f"{name}: {sorted(set(columns) ^ set(spec.columns))} are declared or given, not both")
    arrays = [_to_array(columns[column], kind) for column, kind in spec.columns.items()]
    schema = pa.schema([pa.field(column, ARROW_TYPES[kind]) for column, kind in spec.columns.items()])
    return pa.Table.from_arrays(arrays, schema=schema)


def _to_array(values: Any, kind: str) -> pa.Array | pa.ChunkedArray:
    """Convert one numpy or Arrow column to the declared kind."""
    if isinstance(values, pa.Array | pa.ChunkedArray):
        return pc.cast(values, ARROW_TYPES[kind])
    if kind == "string":
        return pa.array(values, type=pa.string(), from_pandas=True)
    array = np.asarray(values)
    if kind == "double":
        return pa.array(array.astype(np.float64), mask=np.isnan(array.astype(np.float64)))
    if kind == "boolean":
        return pa.array(array.astype(bool))
    whole = array.astype(np.int64)
    mask = whole == NA
    if kind == "timestamp":
        return pa.array(np.where(mask, 0, whole) * 1_000_000, mask=mask).cast(pa.timestamp("us", tz="UTC"))
    if kind == "date":
        return pa.array(np.where(mask, 0, whole).astype(np.int32), mask=mask).cast(pa.date32())
    return pa.array(whole, mask=mask)


def empty_table(name: str) -> pa.Table:
    """Return the table with its declared types and no row."""
    spec = TABLES[name]
    return pa.schema([pa.field(column, ARROW_TYPES[kind]) for column, kind in spec.columns.items()]).empty_table()


@dataclass(frozen=True)
class World:
    """One simulated company.

    Attributes:
        seed: the seed it was built from; same seed, scale and dirt give identical tables.
        scale: applications in the 30 months before `now`.
        dirt: planted faults: `none`, `standard` (warn and quarantine faults) or `blocking` (also those that stop
        publishing).
        now: the demo's instant, UTC.
        tables: one Arrow table per entry of `TABLES`.
    """

    seed: int
    scale: int
    dirt: str
    now: datetime
    tables: dict[str, pa.Table]

    def __post_init__(self) -> None:
        """Check that every declared table is there with its declared columns."""
        for name, spec in TABLES.items():
            if self.tables[name].column_names != list(spec.columns):
                raise ValueError(f"table {name} does not have its declared columns")

    def __getitem__(self, name: str) -> pa.Table:
        """Return one table."""
        return self.tables[name]

    def connect(self) -> duckdb.DuckDBPyConnection:
        """Open a new in-memory DuckDB in UTC with every table as a view of the same name over this world (no copy).

        The caller closes it. One connection is not safe for several threads at once: use `.cursor()` per thread.
        """
        connection = duckdb.connect(":memory:")
        connection.execute("set global timezone = 'UTC'")  # cursors have it too
        for name, table in self.tables.items():
            connection.register(name, table)
        return connection

    @cached_property
    def row_counts(self) -> dict[str, int]:
        """Rows per table, future included."""
        return {name: table.num_rows for name, table in self.tables.items()}
