"""What a raw table looks like: its declared columns in portable types, its key, its three observation columns."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pyarrow as pa

ARROW_TYPES: dict[str, pa.DataType] = {
    "string": pa.string(),
    "id": pa.string(),  # in the one normal form of ids, see hirehouse.ingestion.values.read_id
    "json": pa.string(),  # nested lists and objects stay one JSON text, so a vendor's new nesting is no new table
    "bigint": pa.int64(),
    "double": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "day": pa.date32(),
    "timestamp": pa.timestamp("us", tz="UTC"),
    "seconds": pa.int64(),
    "milliseconds": pa.int64(),
}
"""Portable column type -> Arrow type of the observation log.

``seconds`` and ``milliseconds`` count since 1970 and are kept as the numbers they came as; staging makes instants of
them (macro ``from_unix_seconds``). The log says what the vendor said, and tables of homes that hold such numbers
already neither change their type nor get every row once more.
"""

DUCKDB_TYPES: dict[str, str] = {
    "string": "varchar",
    "id": "varchar",
    "json": "varchar",
    "bigint": "bigint",
    "double": "double",
    "boolean": "boolean",
    "date": "date",
    "day": "date",
    "timestamp": "timestamptz",
    "seconds": "bigint",
    "milliseconds": "bigint",
}
"""Portable column type -> DuckDB type of the raw views."""

SPARK_TYPES: dict[str, str] = {
    **DUCKDB_TYPES,
    "string": "string",
    "id": "string",
    "json": "string",
    "timestamp": "timestamp",
}
"""Portable column type -> Spark SQL type of the raw views."""

UNITS_PER_SECOND = {"seconds": 1, "milliseconds": 1000, "bigint": 1}
"""Types of whole numbers that can date a row -> how many of them make a second; a plain number counts seconds."""

OBSERVATION_COLUMNS: dict[str, str] = {"_observed_at": "timestamp", "_is_deleted": "boolean", "_dlt_load_id": "string"}
"""Columns every raw table has after the vendor's: the run's instant, tombstone or not, dlt's load id."""


@dataclass(frozen=True)
class TableSpec:
    """One raw table as its connector declares it.

    ``columns`` maps the field's name to a portable type, a key of :data:`ARROW_TYPES`; times are in UTC. ``day`` is a
    field that is a day in truth, whatever time of day the vendor writes behind it. Names are in snake case, which is
    how the log writes them; a field the vendor calls ``createdAt`` is declared, and found, as ``created_at``. ``key``
    names the columns that identify a record, ``description`` starts with the grain. A new column of the vendor is no
    part of the declaration: it is added to the log by itself and reported. Raises ``ValueError`` for a declaration that
    cannot be.
    """

    name: str
    columns: dict[str, str]
    key: tuple[str, ...]
    description: str

    def __post_init__(self) -> None:
        unknown = {kind for kind in self.columns.values() if kind not in ARROW_TYPES}
        missing = [column for column in self.key if column not in self.columns]
        if unknown or missing or not self.key:
            raise ValueError(f"table {self.name}: unknown types {sorted(unknown)}, key columns not declared {missing}")
        taken = [name for name in self.columns if name in OBSERVATION_COLUMNS]
        if taken:
            raise ValueError(
                f"table {self.name}: {', '.join(taken)} is a column of the log's own: declare another name"
            )
        renamed = {name: log_name(name) for name in (self.name, *self.columns) if log_name(name) != name}
        if renamed:
            told = ", ".join(f"{name} as {right}" for name, right in renamed.items())
            raise ValueError(f"table {self.name}: the log writes names in snake case: declare {told}")

    @property
    def all_columns(self) -> dict[str, str]:
        """Declared columns followed by the observation columns."""
        return {**self.columns, **OBSERVATION_COLUMNS}


_PLAIN_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*", re.ASCII)


def log_name(field: str) -> str:
    """The name under which the log writes a field: dlt's snake case."""
    if _PLAIN_NAME.fullmatch(field):
        return field
    if not field.strip():
        return "unnamed"
    # Only for the other names: importing dlt takes a second, and the command line declares tables, too.
    from dlt.common.normalizers.naming.snake_case import NamingConvention

    return str(NamingConvention().normalize_identifier(field))


def portable_type(arrow_type: pa.DataType) -> str:
    """The portable name of an Arrow type found in the log; raises ValueError for a type we never write."""
    if pa.types.is_dictionary(arrow_type):
        arrow_type = arrow_type.value_type
    if pa.types.is_timestamp(arrow_type):
        return "timestamp"
    if pa.types.is_large_string(arrow_type) or pa.types.is_string(arrow_type):
        return "string"
    for name, known in ARROW_TYPES.items():
        if arrow_type == known:
            return name
    raise ValueError(f"no portable type for {arrow_type}")


RECONCILIATION = TableSpec(
    name="reconciliation",
    columns={
        "entity": "string",
        "source_rows": "bigint",
        "log_rows": "bigint",
        "source_newest_at": "timestamp",
        "checked_at": "timestamp",
    },
    key=("entity", "checked_at"),
    description="One row per raw table and check: rows at the source against live rows of the log after the load.",
)
"""Every system lands this table besides the vendor's own."""

INPUT_NOTE = TableSpec(
    name="input_note",
    columns={
        "entity": "string",
        "kind": "string",
        "place": "string",
        "detail": "string",
        "rows": "bigint",
        "noted_at": "timestamp",
    },
    key=("entity", "kind", "place", "noted_at"),
    description="One row per raw table, kind of note and place: input of a load that was not taken as it came.",
)
"""Every system lands this table with the reconciliation. ``kind`` is a key of ``notes.KINDS``, ``place``
a file, sheet, list or record key, ``noted_at`` the run's instant."""

INGEST_RUN = TableSpec(
    name="ingest_run",
    columns={"system": "string", "kind": "string", "observed_at": "timestamp"},
    key=("system", "kind", "observed_at"),
    description="One row per load package, so that a package's instant is known without opening its other files.",
)
"""Written into every package; kind is ``load`` or ``reconciliation``."""

COMMON_TABLES: dict[str, TableSpec] = {spec.name: spec for spec in (RECONCILIATION, INPUT_NOTE, INGEST_RUN)}
"""Tables every system has besides the vendor's own. They are logs themselves: rows are added, none changes."""
