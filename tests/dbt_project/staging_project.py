"""The part of the dbt project up to the unioned entities, run in-process over a small observation log made by hand."""

from __future__ import annotations

import json
import shutil
import warnings
from contextlib import chdir
from copy import deepcopy
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from hirehouse.base.staging import delivered
from hirehouse.ingestion.tables import DUCKDB_TYPES, TableSpec

PROJECT = Path(__file__).parents[2] / "dbt_project"
FILES = (
    "dbt_project.yml",
    "profiles.yml",
    "vars.yml",
    "models/sources_ops.yml",
    "models/intermediate/applications/int_applications__zoned.sql",
    "models/intermediate/requisitions/int_requisition_versions__keyed.sql",
    "models/intermediate/stages/int_stages__mapped.sql",
    "seeds/function_map.csv",
    "seeds/office_timezone.csv",
    "seeds/stage_map.csv",
)
FOLDERS = ("models/staging", "models/intermediate/unioned", "tests/generic")
MACROS = ("config", "contract", "json", "log", "metrics", "statistics", "text", "time", "types")
CLOCK = "2026-06-30 18:00:00+00"


class StagingProject:
    """A copy of the project's lower half in ``folder``, parsed once; ``run`` builds models into a DuckDB file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in (*FILES, *FOLDERS, *(f"macros/{name}" for name in MACROS)):
            source, copy = PROJECT / name, folder / "project" / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, copy)
            else:
                shutil.copy(source, copy)
        self.manifest: Any = None
        self.parse()

    def parse(self) -> None:
        """Read the copy anew, after a change of its files."""
        self.manifest = None
        self.manifest = self._invoke(self.folder, "parse").result

    def run(self, warehouse: Path, *arguments: str) -> Any:
        """One dbt command over ``warehouse``, a file named warehouse.duckdb as when parsed; returns dbt's result.

        Before models are run, the seeds are. Fails the test with dbt's message if a node fails.
        """
        if arguments[0] == "run":
            self._invoke(warehouse.parent, "seed")
        return self._invoke(warehouse.parent, *arguments).result

    def _invoke(self, home: Path, *arguments: str) -> Any:
        places = ["--project-dir", str(self.folder / "project"), "--profiles-dir", str(self.folder / "project")]
        places += ["--target-path", str(self.folder / "target"), "--log-path", str(self.folder / "logs")]
        places += ["--vars", json.dumps({"delivered": delivered(self.folder / "project")})]
        # dbt's own dependencies warn while they are imported; those are theirs, and any of ours is an error
        with chdir(home), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from dbt.cli.main import dbtRunner

            # a copy: dbt marks ephemeral models as compiled in it, and the next command would leave them out
            runner = dbtRunner(manifest=deepcopy(self.manifest))
            done = runner.invoke([*arguments, *places, "--target", "duckdb", "--quiet", "--no-version-check"])
            from dbt.adapters.duckdb.connections import DuckDBConnectionManager

            DuckDBConnectionManager.close_all_connections()
        results = getattr(done.result, "results", [])
        failed = [f"{found.node.name}: {found.message}" for found in results if found.status in ("error", "fail")]
        assert done.success, "\n".join(failed) or str(done.exception)
        return done


def _raw_tables(system: str) -> dict[str, TableSpec]:
    """What a connector declares; importing one imports dlt, whose dependencies warn."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from hirehouse.ingestion import registry

        return registry.connectors()[system].tables


def open_log(path: Path) -> duckdb.DuckDBPyConnection:
    """A warehouse file with all connectors' raw tables, empty, and the ops tables; UTC. The caller closes it."""
    connection = duckdb.connect(str(path))
    connection.execute("set timezone = 'UTC'")
    connection.execute("create schema ops")
    connection.execute(
        f"create table ops.run_clock as select 'run' as run_id, timestamptz '{CLOCK}' as as_of_at, "
        "date '2026-06-30' as as_of_date, 'America/New_York' as company_timezone, "
        "'USD' as company_currency, 'test' as code_version"
    )
    connection.execute(
        "create table ops.load (system varchar, load_id varchar, observed_at timestamptz, is_first boolean)"
    )
    for system in ("greenhouse", "gem", "filedrop", "journal"):
        connection.execute(f"create schema raw_{system}")
        for table, spec in _raw_tables(system).items():
            columns = ", ".join(f'"{name}" {DUCKDB_TYPES[kind]}' for name, kind in spec.all_columns.items())
            connection.execute(f'create table raw_{system}."{table}" ({columns})')
    return connection


def complete(connection: duckdb.DuckDBPyConnection, system: str, load_id: str, observed_at: datetime | str) -> None:
    """Count a load as completed."""
    connection.execute("insert into ops.load values (?, ?, ?, false)", [system, load_id, observed_at])


def observe(
    connection: duckdb.DuckDBPyConnection,
    system: str,
    table: str,
    load_id: str,
    observed_at: datetime | str,
    *records: dict[str, Any],
    is_deleted: bool = False,
) -> None:
    """Append observations of records (vendor's column -> value; what is missing is null)."""
    for record in records:
        row = {**record, "_observed_at": observed_at, "_is_deleted": is_deleted, "_dlt_load_id": load_id}
        names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
        connection.execute(f'insert into raw_{system}."{table}" ({names}) values ({marks})', list(row.values()))


def rows(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    """All rows of a query over a warehouse file, times in UTC."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        connection.execute("set timezone = 'UTC'")
        return connection.execute(sql).fetchall()
