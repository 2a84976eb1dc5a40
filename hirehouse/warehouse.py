"""The private DuckDB file before dbt works in it: raw views over the observation log, and the ``ops`` tables.

dbt reads the run's instant as a table (``ops.run_clock``), never as a variable, so that a new run needs no new parse.
The logs of earlier runs are never dropped by a rebuild; models read them before the run's own instant only, so that a
replay sees what it saw the first time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import duckdb

from hirehouse.errors import HirehouseError
from hirehouse.publish import current_publication
from hirehouse.run import Run
from hirehouse.settings import Settings
from ingestion import log, registry

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
# What a published run leaves for later ones, and the relations it is read from.
LOGGED = {
    "rule_result_log": """
        select run_id, run_at, rule_id, scope_type, scope, evaluated, failed, legacy_failed, status
        from hygiene.rule_result where run_id = $run_id and run_at = $run_at order by all""",
    "finding_log": """
        select distinct rule_id, entity_type, entity_id, $run_at::timestamptz as run_at
        from intermediate.rule_rows order by all""",
    "row_count_log": """
        select $run_at::timestamptz as run_at, table_name, row_count
        from intermediate.entity_row_counts order by all""",
    "forecast_log": """
        select $run_at::timestamptz as run_at, code_version, input_hash, forecasts.*
        from metrics.hiring_forecast as forecasts, ops.run_clock, ops.forecast_run
        where forecasts.as_of_date = run_clock.as_of_date order by all""",
    # Quarter ends only, each once: what later accuracy is scored on.
    "forecast_distribution_log": """
        select $run_at::timestamptz as run_at, made.*
        from ops.forecast_distribution as made, ops.run_clock
        where (made.is_reconstructed or made.origin_date = run_clock.as_of_date)
            and date_trunc('quarter', made.origin_date + 1) = made.origin_date + 1
            and made.origin_date not in (select origin_date from ops.forecast_distribution_log where run_at < $run_at)
        order by all""",
    # What the method shown is judged on by the next run's FCT-02. The company total is its functions once more.
    "forecast_score_log": """
        select $run_at::timestamptz as run_at, method, function, horizon, actual, mean, pit_in_range, origin_date,
            quarter_start_date
        from intermediate.int_forecasts__scored
        where function <> 'all' and method = (select champion from ops.forecast_run) order by all""",
    "forecast_application_log": """
        select $run_at::timestamptz as run_at, snapshot_date, application_key, p_hire_quarter
        from core.fct_pipeline_snapshot
        where p_hire_quarter is not null
            and snapshot_date = (select max(snapshot_date) from core.fct_pipeline_snapshot)
        order by all""",
}
RELATIONS_READ = {
    "rule_result_log": ("hygiene", "rule_result"),
    "finding_log": ("intermediate", "rule_rows"),
    "row_count_log": ("intermediate", "entity_row_counts"),
    "forecast_log": ("metrics", "hiring_forecast"),
    "forecast_distribution_log": ("ops", "forecast_distribution"),
    "forecast_score_log": ("intermediate", "int_forecasts__scored"),
    "forecast_application_log": ("core", "fct_pipeline_snapshot"),
}


@contextmanager
def open_warehouse(path: Path, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the private file, closed at the end of the block; times are UTC.

    Raises ``HirehouseError`` when another program holds the file or it cannot be read.
    """
    try:
        connection = duckdb.connect(str(path), read_only=read_only, config={"autoinstall_known_extensions": "false"})
    except duckdb.IOException as error:
        busy = "lock" in str(error).lower()
        what = "another program has the warehouse file open" if busy else "the warehouse file cannot be opened"
        remedy = (
            "close it there; to look at data, open the published file instead (`hirehouse status` names it)"
            if busy
            else "move it away and run `hirehouse run --full-refresh`: everything in it is rebuilt from the raw files"
        )
        raise HirehouseError(what, str(path), remedy) from error
    try:
        connection.execute("set TimeZone = 'UTC'")
        yield connection
    finally:
        connection.close()


def prepare(settings: Settings, run: Run) -> None:
    """Make the file ready for dbt: raw views of ``run``'s systems, the clock, the loads, and the logs."""
    settings.home.mkdir(parents=True, exist_ok=True)
    with open_warehouse(settings.warehouse_path) as connection:
        connection.execute("begin")
        connection.execute("create schema if not exists ops")
        for name, columns in OPS_TABLES.items():
            connection.execute(f"create table if not exists ops.{name} ({columns})")
        _catch_up(connection, settings)
        if settings.log_home is not None:
            _take_logs(connection, run.as_of, settings.log_home / settings.warehouse_path.name)
        _create_raw_views(connection, settings.raw_path, run.systems)
        _write_clock(connection, settings, run)
        _write_loads(connection, run)
        connection.execute("commit")
        connection.execute("checkpoint")


def write_finished_build(settings: Settings, phase: str, as_of: datetime | None) -> None:
    """Tell models at which instant a phase was last finished; ``None``: it is to be rebuilt."""
    with open_warehouse(settings.warehouse_path) as connection:
        connection.execute("delete from ops.finished_build where phase = ?", [phase])
        if as_of is not None:
            connection.execute("insert into ops.finished_build values (?, ?)", [phase, as_of])


def append_logs(settings: Settings, run: Run) -> None:
    """Remember the published run: its rule results, its failing entities and its row counts.

    Appending the same run again replaces what was there, so a replay or a retry changes nothing.
    """
    with open_warehouse(settings.warehouse_path) as connection:
        connection.execute("begin")
        _append_logs(connection, run.run_id, run.as_of)
        connection.execute("commit")
        connection.execute("checkpoint")


def _catch_up(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Log the run before this one if it was killed between publishing and logging; its tables are still there."""
    publication = current_publication(settings)
    clock = connection.execute("select run_id, as_of_at from ops.run_clock").fetchone()
    if publication is None or clock is None or clock[0] != publication.run_id:
        return
    if connection.execute("select 1 from ops.row_count_log where run_at = ?", [clock[1]]).fetchone() is None:
        _append_logs(connection, clock[0], clock[1])


def _take_logs(connection: duckdb.DuckDBPyConnection, before: datetime, live: Path) -> None:
    """What runs before an instant left in another home's warehouse, which is only read; none where it has no file."""
    if not live.exists():
        return
    with open_warehouse(live, read_only=True) as other:
        for name in LOGGED:
            connection.execute(f"delete from ops.{name}")
            if _exist(other, ("ops", name)):
                rows = other.execute(f"select * from ops.{name} where run_at < ?", [before])
                connection.register("taken", rows.to_arrow_table())
                connection.execute(f"insert into ops.{name} by name select * from taken")
                connection.unregister("taken")


def _append_logs(connection: duckdb.DuckDBPyConnection, run_id: str, run_at: datetime) -> None:
    for name in LOGGED:
        connection.execute(f"delete from ops.{name} where run_at = ?", [run_at])
    for name, sql in LOGGED.items():
        if _exist(connection, RELATIONS_READ[name]):
            values = {"run_id": run_id, "run_at": run_at}
            used = {key: value for key, value in values.items() if f"${key}" in sql}
            connection.execute(f"insert into ops.{name} by name {sql}", used)


def _create_raw_views(connection: duckdb.DuckDBPyConnection, raw_path: Path, systems: Sequence[str]) -> None:
    connectors = registry.connectors()
    for system in systems:
        connection.execute(f"create schema if not exists raw_{system}")
        for table, spec in connectors[system].tables.items():
            sql = log.raw_relation_sql(raw_path, system, spec)
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


def _write_loads(connection: duckdb.DuckDBPyConnection, run: Run) -> None:
    connection.execute("delete from ops.load")
    first: dict[str, datetime] = {}
    for load in run.loads:  # oldest first; every package of a system's first instant is its first load
        is_first = load.observed_at == first.setdefault(load.system, load.observed_at)
        row = [load.system, load.load_id, load.observed_at, is_first]
        connection.execute("insert into ops.load values (?, ?, ?, ?)", row)


def _exist(connection: duckdb.DuckDBPyConnection, relation: tuple[str, str]) -> bool:
    found = connection.execute(
        "select 1 from information_schema.tables where table_schema = ? and table_name = ?", list(relation)
    ).fetchone()
    return found is not None
