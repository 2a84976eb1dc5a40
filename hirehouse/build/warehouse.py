"""The private DuckDB file before dbt works in it: raw views over the observation log, and the ``ops`` tables.

dbt reads the run's instant as a table (``ops.run_clock``), never as a variable, so that a new run needs no new parse.
The logs of earlier runs are never dropped by a rebuild; models read them before the run's own instant only, so that a
replay sees what it saw the first time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from hirehouse.base.duckdb_file import opened
from hirehouse.base.errors import HirehouseError
from hirehouse.base.settings import Settings
from hirehouse.build.run_identity import Identity, Run
from hirehouse.ingestion import drift, observation_log, registry
from hirehouse.ingestion.tables import COMMON_TABLES

DISTRIBUTION_COLUMNS = (
    "origin_date date, quarter_start_date date, function varchar, method varchar, hires bigint, probability double, "
    "is_reconstructed boolean"
)
RULE_RESULT_COLUMNS = (
    "run_id varchar, run_at timestamptz, rule_id varchar, scope_type varchar, scope varchar, "
    "evaluated bigint, failed bigint, legacy_failed bigint, status varchar"
)
OPS_TABLES = {
    "run_clock": (
        "run_id varchar, as_of_at timestamptz, as_of_date date, company_timezone varchar, company_currency varchar, "
        "code_version varchar"
    ),
    "load": "system varchar, load_id varchar, observed_at timestamptz, is_first boolean",
    "raw_column": (
        "system varchar, table_name varchar, column_name varchar, declared_type varchar, found_type varchar, "
        "earlier_type varchar, row_count bigint, filled_count bigint, earlier_row_count bigint, "
        "earlier_filled_count bigint, is_new boolean"
    ),
    "finished_build": "phase varchar, as_of_at timestamptz",
    "rule_verdict": (
        "run_id varchar, run_at timestamptz, rule_id varchar, gate varchar, status varchar, "
        "evaluated bigint, failed bigint, legacy_failed bigint"
    ),
    "rule_result_log": RULE_RESULT_COLUMNS,
    "finding_log": "rule_id varchar, entity_type varchar, entity_id varchar, run_at timestamptz",
    "row_count_log": "run_at timestamptz, table_name varchar, row_count bigint",
    "forecast_run": (
        "origin_date date, first_history_date date, champion varchar, input_hash varchar, trained_through_date date"
    ),
    "forecast_distribution": DISTRIBUTION_COLUMNS,
    "forecast_part": (
        "quarter_start_date date, function varchar, expected_pipeline double, expected_new_applicants double, "
        "expected_new_requisitions double, lost_to_seats double"
    ),
    "forecast_gap": (
        "quarter_start_date date, function varchar, canonical_stage varchar, seats bigint, entries bigint"
    ),
    "forecast_application": "application_key varchar, quarter_start_date date, p_hire double",
    "forecast_opening": "opening_key varchar, quarter_start_date date, seat_number bigint, p_fill double",
    "forecast_application_log": (
        "run_at timestamptz, snapshot_date date, application_key varchar, p_hire_quarter double"
    ),
    "forecast_distribution_log": f"run_at timestamptz, {DISTRIBUTION_COLUMNS}",
    "forecast_log": (
        "run_at timestamptz, code_version varchar, input_hash varchar, as_of_date date, quarter_start_date date, "
        "function varchar, method varchar, mean double, p10 bigint, p50 bigint, p90 bigint, p_target double, "
        "target_hires bigint, commit bigint, best_case bigint, hires_to_date bigint, expected_pipeline double, "
        "expected_new_applicants double, expected_new_requisitions double, lost_to_seats double, "
        "is_champion boolean, is_reconstructed boolean, trained_through_date date"
    ),
    "forecast_score_log": (
        "run_at timestamptz, method varchar, function varchar, horizon integer, actual bigint, mean double, "
        "pit_in_range double, origin_date date, quarter_start_date date"
    ),
}


BUILD_ANEW = (
    "move it away and run `hirehouse run --full-refresh`: tables are rebuilt from the log, and of earlier runs the "
    "findings of the versions still published are recalled"
)


@contextmanager
def open_warehouse(path: Path, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the private file, closed at the end of the block; times are UTC.

    Raises ``HirehouseError`` when another program holds the file or it cannot be read.
    """
    with opened(path, BUILD_ANEW, read_only) as connection:
        yield connection


def prepare(settings: Settings, run: Run) -> None:
    """Make the file ready for dbt: raw views of ``run``'s systems, the clock and the loads.

    What earlier runs left is brought there first (``publish.history.prepare``), under the clock of the run before.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    with open_warehouse(settings.warehouse_path) as connection:
        connection.execute("begin")
        create_ops_tables(connection)
        _create_raw_views(connection, settings.raw_path, run.systems)
        _write_clock(connection, settings, run)
        _write_loads(connection, run)
        _write_raw_columns(connection, settings.raw_path, run)
        connection.execute("commit")
        connection.execute("checkpoint")


def create_ops_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """The tables of ``ops`` where they are missing; to be called in a transaction."""
    connection.execute("create schema if not exists ops")
    for name, columns in OPS_TABLES.items():
        connection.execute(f"create table if not exists ops.{name} ({columns})")


def write_finished_build(settings: Settings, phase: str, as_of: datetime | None) -> None:
    """Tell models at which instant a phase was last finished; ``None``: it is to be rebuilt."""
    with open_warehouse(settings.warehouse_path) as connection:
        connection.execute("delete from ops.finished_build where phase = ?", [phase])
        if as_of is not None:
            connection.execute("insert into ops.finished_build values (?, ?)", [phase, as_of])


def recorded_run(settings: Settings) -> Identity:
    """The run the warehouse was prepared for: every step after that is one of this run, whatever has changed since.

    Raises ``HirehouseError`` when the warehouse was never prepared.
    """
    with open_warehouse(settings.warehouse_path) as connection:
        found = clock_of(connection)
    if found is None:
        remedy = "run `hirehouse run`, or materialize ops/run_clock first"
        raise HirehouseError("the warehouse knows no run", str(settings.warehouse_path), remedy)
    return found


def clock_of(connection: duckdb.DuckDBPyConnection) -> Identity | None:
    """The run whose clock the warehouse holds, None in one that no run was prepared in."""
    row = connection.execute("select run_id, as_of_at from ops.run_clock").fetchone()
    return Identity(row[0], row[1].astimezone(UTC)) if row else None


def _create_raw_views(connection: duckdb.DuckDBPyConnection, raw_path: Path, systems: Sequence[str]) -> None:
    connectors = registry.connectors()
    for system in systems:
        connection.execute(f"create schema if not exists raw_{system}")
        for table, spec in connectors[system].tables.items():
            sql = observation_log.raw_relation_sql(raw_path, system, spec)
            connection.execute(f'create or replace view raw_{system}."{table}" as {sql}')


def _write_clock(connection: duckdb.DuckDBPyConnection, settings: Settings, run: Run) -> None:
    connection.execute("delete from ops.run_clock")
    connection.execute(
        "insert into ops.run_clock values (?, ?, ?, ?, ?, ?)",
        [
            run.run_id,
            run.as_of,
            settings.as_of_date,
            settings.company_timezone,
            settings.company_currency,
            run.code_version,
        ],
    )


def _write_raw_columns(connection: duckdb.DuckDBPyConnection, raw_path: Path, run: Run) -> None:
    """What became of each raw column in the newest of the run's loads; rule SCH-01 judges it."""
    loads: dict[str, set[str]] = {}
    for load in run.loads:
        loads.setdefault(load.system, set()).add(load.load_id)
    connectors = registry.connectors()
    rows = [
        [system, table, *astuple(column)]
        for system in run.systems
        for table, spec in connectors[system].tables.items()
        if table not in COMMON_TABLES
        for column in drift.columns_of(raw_path, system, spec, loads.get(system, set()))
    ]
    connection.execute("delete from ops.raw_column")
    if rows:
        names = [name for name, *_ in connection.execute("describe ops.raw_column").fetchall()]
        connection.register("found", pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows]))
        connection.execute(f"insert into ops.raw_column by name select {', '.join(names)} from found")
        connection.unregister("found")


def _write_loads(connection: duckdb.DuckDBPyConnection, run: Run) -> None:
    connection.execute("delete from ops.load")
    first: dict[str, datetime] = {}
    for load in run.loads:  # oldest first; every package of a system's first instant is its first load
        is_first = load.observed_at == first.setdefault(load.system, load.observed_at)
        row = [load.system, load.load_id, load.observed_at, is_first]
        connection.execute("insert into ops.load values (?, ?, ?, ?)", row)
