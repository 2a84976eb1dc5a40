"""What a published run leaves for later ones: the logs of ``ops``, and the models they are read from.

The models' places come from dbt's manifest. Every one of them is built by every run that publishes, the forecasts of a
first run included (their tables are there, and may be empty): one that is not there is an error, never a log without
rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from string import Formatter
from typing import Any

import duckdb

from hirehouse.base.errors import HirehouseError
from hirehouse.base.manifest import manifest_path, read_manifest
from hirehouse.base.settings import Settings
from hirehouse.build.dbt_command import code_version
from hirehouse.build.run_identity import Identity
from hirehouse.build.warehouse import clock_of, create_ops_tables, open_warehouse
from hirehouse.publish.publication import Publication, current_version, whole_publications
from hirehouse.publish.published import Published

# Log: the rows a run adds to it. Names in braces are models; what is in ops is named as it is.
LOGGED = {
    "rule_result_log": """
        select run_id, run_at, rule_id, scope_type, scope, evaluated, failed, legacy_failed, status
        from {rule_result} where run_id = $run_id and run_at = $run_at order by all""",
    "finding_log": """
        select distinct rule_id, entity_type, entity_id, $run_at::timestamptz as run_at
        from {rule_failures} order by all""",
    "row_count_log": """
        select $run_at::timestamptz as run_at, table_name, row_count
        from {entity_row_counts} order by all""",
    "forecast_log": """
        select $run_at::timestamptz as run_at, code_version, input_hash, forecasts.*
        from {hiring_forecast} as forecasts, ops.run_clock, ops.forecast_run
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
        from {int_forecasts__scored}
        where function <> 'all' and method = (select champion from ops.forecast_run) order by all""",
    "forecast_application_log": """
        select $run_at::timestamptz as run_at, snapshot_date, application_key, p_hire_quarter
        from {fct_pipeline_snapshot}
        where p_hire_quarter is not null
            and snapshot_date = (select max(snapshot_date) from {fct_pipeline_snapshot})
        order by all""",
}

# Forecast methods by the names of earlier versions, and the logs that hold them.
FORMER_METHODS = {"a2": "recent_mean", "b3": "counts"}
METHOD_LOGS = ("forecast_log", "forecast_distribution_log", "forecast_score_log")


class ModelRelations(dict[str, str]):
    """``schema.table`` by model name; asking for a model the project does not have raises ``HirehouseError``."""

    def __missing__(self, model: str) -> str:
        where, remedy = "dbt's manifest", "run `hirehouse manifest`, then run again"
        raise HirehouseError(f"the project has no model {model}, which a run's log is read from", where, remedy)


def relations(manifest: Mapping[str, Any]) -> ModelRelations:
    """Where each model of ``manifest`` (dbt's, parsed) is in the warehouse."""
    models = (node for node in manifest["nodes"].values() if node["resource_type"] == "model")
    return ModelRelations({node["name"]: f"{node['schema']}.{node['alias']}" for node in models})


def prepare(settings: Settings, as_of: datetime) -> None:
    """Bring what earlier runs left into the warehouse, before the clock of the run at ``as_of`` is written there.

    Findings are recalled where the logs are empty, a run that was killed between publishing and logging is logged, and
    a replay takes the logs of the home it reads, up to its own instant. Any of these may have been written by an
    earlier version, so the methods are given today's names last.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    with open_warehouse(settings.warehouse_path) as connection:
        connection.execute("begin")
        create_ops_tables(connection)
        if connection.execute("select 1 from ops.row_count_log limit 1").fetchone() is None:
            recall_findings(connection, settings.published_path, whole_publications(settings))
        _catch_up(connection, settings)
        if settings.log_home is not None:
            live = settings.log_home / settings.warehouse_path.name
            if live.exists():
                with open_warehouse(live, read_only=True) as other:
                    take(connection, other, as_of)
        rename_methods(connection)
        connection.execute("commit")


def keep(settings: Settings, run: Identity) -> None:
    """Remember the published run: its rule results, its failing entities, its forecasts and its row counts.

    Appending the same run again replaces what was there, so a replay or a retry changes nothing.
    """
    models = relations(read_manifest(manifest_path(settings)))
    with open_warehouse(settings.warehouse_path) as connection:
        connection.execute("begin")
        append(connection, run, models)
        connection.execute("commit")
        connection.execute("checkpoint")


def append(
    connection: duckdb.DuckDBPyConnection, run: Identity, models: ModelRelations, may_lack: bool = False
) -> None:
    """Replace what the logs hold of ``run`` by what its tables say; to be called in a transaction.

    Raises ``HirehouseError`` when a table is missing, unless the run ``may_lack`` some.
    """
    for name in LOGGED:
        connection.execute(f"delete from ops.{name} where run_at = ?", [run.as_of])
    built = _tables(connection)
    values = {"run_id": run.run_id, "run_at": run.as_of}
    for name, sql in LOGGED.items():
        missing = sorted({models[model] for _, model, _, _ in Formatter().parse(sql) if model} - built)
        if missing and not may_lack:
            what, remedy = f"ops.{name} cannot be kept: no table {missing[0]}", "run `hirehouse run --full-refresh`"
            raise HirehouseError(what, "the warehouse file", remedy)
        if not missing:
            used = {key: value for key, value in values.items() if f"${key}" in sql}
            connection.execute(f"insert into ops.{name} by name {sql.format_map(models)}", used)


def take(connection: duckdb.DuckDBPyConnection, other: duckdb.DuckDBPyConnection, before: datetime) -> None:
    """Replace the logs by what runs before an instant left in another warehouse.

    A log that a warehouse made by an earlier version of the project does not have yet has nothing to give.
    """
    held = _tables(other)
    for name in LOGGED:
        connection.execute(f"delete from ops.{name}")
        if f"ops.{name}" in held:
            rows = other.execute(f"select * from ops.{name} where run_at < ?", [before])
            connection.register("taken", rows.to_arrow_table())
            connection.execute(f"insert into ops.{name} by name select * from taken")
            connection.unregister("taken")


def rename_methods(connection: duckdb.DuckDBPyConnection) -> None:
    """Give the methods of logged forecasts, and of findings about them, today's names, so that the rows still count."""
    for former, today in FORMER_METHODS.items():
        for name in METHOD_LOGS:
            connection.execute(f"update ops.{name} set method = ? where method = ?", [today, former])
        connection.execute(
            "update ops.finding_log set entity_id = ? || substr(entity_id, ?) "
            "where rule_id = 'FCT-02' and starts_with(entity_id, ?)",
            [today, len(former) + 1, f"{former},"],
        )


def recall_findings(connection: duckdb.DuckDBPyConnection, published: Path, versions: Iterable[Publication]) -> int:
    """Fill an empty log of findings from what is still published; returns of how many versions.

    For a warehouse that lost its logs, and for homes of a time when no run's findings were kept.
    """
    count = 0
    if connection.execute("select 1 from ops.finding_log limit 1").fetchone() is None:
        for version in versions:
            query = (
                "select distinct rule_id, entity_type, entity_id, $at::timestamptz as run_at "
                "from hygiene.finding where state = 'open' order by all"
            )
            try:
                with closing(Published(published / version.database)) as file:
                    found = file.arrow(query, at=version.as_of_at)
            except (HirehouseError, duckdb.Error):
                continue  # broken, or without the table: of that version nothing can be recalled
            connection.register("recalled", found)
            connection.execute("insert into ops.finding_log by name select * from recalled")
            connection.unregister("recalled")
            count += 1
    return count


def _tables(connection: duckdb.DuckDBPyConnection) -> set[str]:
    found = connection.execute("select table_schema || '.' || table_name from information_schema.tables").fetchall()
    return {name for (name,) in found}


def _catch_up(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Log the run before this one if it was killed between publishing and logging; its tables are still there.

    Where the project has changed since, they are those of its code, which may not have built all that is logged now.
    """
    run = clock_of(connection)
    published = [each.run_id for each in whole_publications(settings) if each.version == current_version(settings)]
    if run is None or run.run_id not in published:
        return
    if connection.execute("select 1 from ops.row_count_log where run_at = ?", [run.as_of]).fetchone() is None:
        built_by = connection.execute("select code_version from ops.run_clock").fetchone()
        models = relations(read_manifest(manifest_path(settings)))
        append(connection, run, models, may_lack=built_by != (code_version(),))
