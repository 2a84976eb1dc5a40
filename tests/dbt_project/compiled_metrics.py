"""The compiled SQL of `models/metrics`, run over a drawn company in memory: a second where dbt itself takes ten."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pandas as pd
from core_file import write_tables

from benchmarks.bare import statements

PROJECT = Path(__file__).parents[2] / "dbt_project"


class CompiledMetrics:
    """Compiled once into ``folder``; ``over`` gives a database with every metric table of one company."""

    def __init__(self, folder: Path) -> None:
        target = folder / "target"
        command = [
            str(Path(sys.executable).parent / "dbt"),
            *("compile", "--select", "path:models/metrics", "--project-dir", str(PROJECT), "--profiles-dir"),
            *(str(PROJECT), "--target-path", str(target), "--log-path", str(folder / "logs"), "--no-version-check"),
        ]
        environment = {**os.environ, "HIREHOUSE_TARGET": "duckdb"}
        done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-4000:]
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
