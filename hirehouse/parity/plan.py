"""What Spark needs to know to build the same models over the same files, and what DuckDB reads of the outcome."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import duckdb

from hirehouse.base.manifest import manifest_path
from hirehouse.base.settings import DBT_PROJECT_DIR, Settings
from hirehouse.build import dbt_command
from hirehouse.build.warehouse import open_warehouse
from hirehouse.ingestion import observation_log, registry
from hirehouse.ingestion.tables import SPARK_TYPES

# DuckDB's names for the types of the ops tables -> Spark's
OPS_TYPES = {"VARCHAR": "string", "TIMESTAMP WITH TIME ZONE": "timestamp", "DOUBLE": "double"}
WRITTEN_BY_THE_GATE = ("rule", "rule_verdict")


def write_plan(settings: Settings, work: Path) -> Path:
    """Copy a finished run's ops tables to Parquet under ``work`` and write ``plan.json`` there; returns its path."""
    work.mkdir(parents=True, exist_ok=True)
    plan = {
        **project_plan(settings, work),
        "manifest": str(manifest_path(settings)),
        "warehouse": str(settings.warehouse_path),
        "tables": [*_raw_tables(settings), *_ops_tables(settings, work)],
        "gate_command": [sys.executable, "-m", "hirehouse.parity.gate", str(work / "plan.json")],
        "gate_tables": list(WRITTEN_BY_THE_GATE),
    }
    path = work / "plan.json"
    path.write_text(json.dumps(plan, indent=1))
    return path


def project_plan(settings: Settings, work: Path) -> dict[str, str]:
    """Where Spark finds the project, what dbt is told of this installation, and where both may write."""
    return {
        "work": str(work),
        "project_dir": str(DBT_PROJECT_DIR),
        "target_path": str(work / "dbt"),
        "log_path": str(work / "logs"),
        "vars": json.dumps(dbt_command.variables(settings)),
    }


def mirror(work: Path, like: duckdb.DuckDBPyConnection) -> None:
    """Make ``spark.duckdb`` under ``work``: a view over each table Spark has written, typed as in ``like``'s tables.

    A table for which Spark wrote no file is empty there.
    """
    types = {
        (schema, table): columns
        for schema, table, columns in like.execute(
            "select table_schema, table_name, list(column_name || '|' || data_type order by ordinal_position) "
            "from information_schema.columns group by all"
        ).fetchall()
    }
    with open_warehouse(work / "spark.duckdb") as mirrored:
        for folder in sorted((work / "tables").glob("*.db/*")):
            schema, table = folder.parent.name.removesuffix(".db"), folder.name
            mirrored.execute(f"create schema if not exists {schema}")
            if any(folder.glob("*.parquet")):
                source = f"select * from read_parquet('{folder}/*.parquet')"
            else:
                columns = [entry.split("|") for entry in types[schema, table]]
                source = f"select {', '.join(f'cast(null as {kind}) as {name}' for name, kind in columns)} where false"
            mirrored.execute(f'create or replace view {schema}."{table}" as {source}')


def ops_folder(work: Path, table: str) -> Path:
    """Where the Parquet copy of an ops table is for Spark."""
    return work / "ops" / table


def export_table(connection: duckdb.DuckDBPyConnection, relation: str, folder: Path) -> None:
    """Write ``relation`` as the only Parquet file of ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    connection.execute(f"copy (select * from {relation}) to '{folder / 'rows.parquet'}' (format parquet)")


def _raw_tables(settings: Settings) -> list[dict[str, Any]]:
    known = registry.connectors()
    return [
        {
            "schema": observation_log.dataset(system),
            "table": table,
            "columns": [[name, SPARK_TYPES[kind]] for name, kind in spec.all_columns.items()],
            "folder": str(settings.raw_path / observation_log.dataset(system) / table),
        }
        for system in dbt_command.systems(settings)
        for table, spec in known[system].tables.items()
    ]


def _ops_tables(settings: Settings, work: Path) -> list[dict[str, Any]]:
    with open_warehouse(settings.warehouse_path, read_only=True) as connection:
        columns: dict[str, list[list[str]]] = {}
        for table, name, kind in connection.execute(
            "select table_name, column_name, data_type from information_schema.columns where table_schema = 'ops' "
            "order by table_name, ordinal_position"
        ).fetchall():
            columns.setdefault(table, []).append([name, OPS_TYPES.get(kind, kind.lower())])
        for table in columns:
            current = "where false" if table in WRITTEN_BY_THE_GATE else ""
            export_table(connection, f"(select * from ops.{table} {current})", ops_folder(work, table))
    return [
        {"schema": "ops", "table": table, "columns": kinds, "folder": str(ops_folder(work, table))}
        for table, kinds in columns.items()
    ]
