"""The compiled SQL of `models/metrics`, run over drawn companies in one session of Spark, which has its own Python."""

from __future__ import annotations

import json
import subprocess
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import duckdb

from hirehouse.base.settings import Settings
from hirehouse.parity.plan import project_plan
from hirehouse.parity.run import SPARK_PYTHON, spark_environment
from tests.companies.core_file import write_tables
from tests.companies.drawn import Core

PROGRAM = Path(__file__).with_name("metrics_on_spark.py")


class SparkMetrics:
    """A session in a process of its own; ``over`` gives a database with every metric table of one company."""

    def __init__(self, folder: Path, parsed: Settings) -> None:
        self._folder = folder
        self._asked = 0
        plan = folder / "plan.json"
        plan.write_text(json.dumps(project_plan(parsed, folder)))
        self._log = (folder / "spark.log").open("w")
        self._process = subprocess.Popen(
            [str(SPARK_PYTHON), str(PROGRAM), str(plan)],
            cwd=folder,
            env=spark_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )

    def __enter__(self) -> SparkMetrics:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.communicate()
        self._log.close()

    def over(self, core: Core) -> duckdb.DuckDBPyConnection:
        """A connection whose schema ``metrics`` holds what Spark says of the company; the caller closes it."""
        folder = self._folder / f"company-{self._asked}"
        folder.mkdir()
        self._asked += 1
        export(core, folder)
        self._answer(str(folder))
        connection = duckdb.connect()
        connection.execute("set timezone = 'UTC'; create schema metrics")
        for path in folder.glob("metrics.*.parquet"):
            connection.execute(f"create table {path.stem} as from '{path}'")
        return connection

    def _answer(self, request: str) -> None:
        """Wait until the request is repeated; what else is said there is Spark's small talk."""
        with suppress(BrokenPipeError):
            self._process.stdin.write(f"{request}\n")
            self._process.stdin.flush()
        if all(line.strip() != request for line in self._process.stdout):
            raise AssertionError((self._folder / "spark.log").read_text()[-4000:])


def export(core: Core, folder: Path) -> None:
    """Write every table of the company as Parquet, typed as DuckDB's."""
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        write_tables(core, connection)
        tables = connection.execute("select table_schema || '.' || table_name from information_schema.tables")
        for (name,) in tables.fetchall():
            connection.execute(f"copy (from {name}) to '{folder}/{name}.parquet' (format parquet)")
