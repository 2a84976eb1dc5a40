"""The compiled SQL of `models/metrics`, run over a drawn company in memory: a second where dbt itself takes ten."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import duckdb
import pandas as pd

from benchmarks.bare import statements
from hirehouse.base.manifest import target_path
from hirehouse.base.settings import Settings
from hirehouse.build import dbt_command
from tests.companies.core_file import write_tables


class CompiledMetrics:
    """Compiled once into ``folder``; ``over`` gives a database with every metric table of one company."""

    def __init__(self, folder: Path, parsed: Settings) -> None:
        target = folder / "target"
        if not target.exists():
            shutil.copytree(target_path(parsed), folder / "parsed")
            command = dbt_command.arguments(parsed, "compile", "--select", "path:models/metrics")
            own = {"DBT_TARGET_PATH": str(folder / "parsed"), "DBT_LOG_PATH": str(folder / "logs")}
            environment = dbt_command.dbt_environment(parsed) | own
            done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stdout[-4000:]
            (folder / "parsed").rename(target)
        self._statements = statements(target, "models/metrics/")

    @property
    def tables(self) -> list[str]:
        """The public tables, without their schema."""
        return sorted(name.split(".")[1].strip('"') for name, _ in self._statements if name.startswith("metrics."))

    def over(self, core: dict[str, pd.DataFrame]) -> duckdb.DuckDBPyConnection:
        """A connection whose database ``warehouse`` holds the company and its metrics; the caller closes it."""
        connection = duckdb.connect()
        connection.execute("set timezone = 'UTC'; attach ':memory:' as warehouse; use warehouse")
        write_tables(core, connection)
        for table, statement in self._statements:
            connection.execute(f"create schema if not exists {table.split('.')[0]}")
            connection.execute(statement)
        return connection

    def renew(self, connection: duckdb.DuckDBPyConnection, *tables: str) -> None:
        """Build these tables (``schema.table``) once more, from what their inputs hold now."""
        found = {name.replace('"', ""): statement for name, statement in self._statements}
        for table in tables:
            connection.execute(found[table])
