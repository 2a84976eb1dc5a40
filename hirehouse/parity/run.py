"""Build a finished run's models on Spark and compare every public table with DuckDB's."""

from __future__ import annotations

import subprocess
from pathlib import Path

from hirehouse.base.errors import HirehouseError
from hirehouse.base.manifest import manifest_path, public_tables, read_manifest
from hirehouse.base.settings import PROJECT_ROOT, Settings, environment
from hirehouse.build.warehouse import open_warehouse
from hirehouse.cli.terminal import err
from hirehouse.parity.compare import TableDifference, compare_tables
from hirehouse.parity.plan import mirror, write_plan

SPARK_PYTHON = PROJECT_ROOT / ".venv-spark" / "bin" / "python"


def build_on_spark(settings: Settings, work: Path, spark_python: Path) -> None:
    """Run both dbt phases on Spark under ``work`` over the observation log of ``settings.home``.

    Tells on standard error how long each step took. Raises ``HirehouseError`` with the models that failed, or when
    Spark's environment is missing.
    """
    if not spark_python.exists():
        raise HirehouseError(
            "Spark's environment is missing", str(spark_python), "run `make parity`, which installs it"
        )
    plan = write_plan(settings, work)
    command = [str(spark_python), "-m", "hirehouse.parity.spark", str(plan)]
    log_path = work / "spark.log"
    with (
        log_path.open("w") as log,
        subprocess.Popen(
            command, cwd=work, env=spark_environment(), stdout=subprocess.PIPE, stderr=log, text=True
        ) as building,
    ):
        for line in building.stdout or []:
            err.print(line.rstrip(), markup=False, highlight=False)
    if building.returncode != 0:
        last = "\n".join(log_path.read_text().strip().splitlines()[-40:])
        raise HirehouseError("the build on Spark failed", str(work), f"its last words:\n{last}")


def spark_environment() -> dict[str, str]:
    """The environment of a program that Spark's Python runs: it imports from here and builds for Spark."""
    return environment(
        PYTHONPATH=str(PROJECT_ROOT),
        HIREHOUSE_TARGET="spark",
        DBT_SEND_ANONYMOUS_USAGE_STATS="false",
        SPARK_LOCAL_IP="127.0.0.1",
    )


def compare_public_tables(settings: Settings, work: Path) -> list[TableDifference]:
    """One ``TableDifference`` per public table, in the order of schema and name."""
    with open_warehouse(settings.warehouse_path, read_only=True) as connection:
        mirror(work, connection)
        connection.execute(f"attach '{work / 'spark.duckdb'}' as spark (read_only)")
        return [
            compare_tables(connection, table.full_name, table.full_name, f"spark.{table.full_name}")
            for table in public_tables(read_manifest(manifest_path(settings)))
        ]
