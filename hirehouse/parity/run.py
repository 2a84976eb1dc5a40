"""Build a finished run's models on Spark and compare every public table with DuckDB's."""

from __future__ import annotations

import subprocess
from pathlib import Path

from hirehouse.errors import HirehouseError
from hirehouse.parity.compare import Difference, compare_tables
from hirehouse.parity.plan import mirror, write_plan
from hirehouse.public_tables import public_tables
from hirehouse.settings import PROJECT_ROOT, Settings, environment
from hirehouse.warehouse import open_warehouse


def build_on_spark(settings: Settings, work: Path, spark_python: Path) -> None:
    """Run both dbt phases on Spark under ``work`` over the observation log of ``settings.home``.

    Raises ``HirehouseError`` with the models that failed, or when Spark's environment is missing.
    """
    if not spark_python.exists():
        raise HirehouseError(
            "Spark's environment is missing", str(spark_python), "run `make parity`, which installs it"
        )
    plan = write_plan(settings, work)
    done = subprocess.run(
        [str(spark_python), "-m", "hirehouse.parity.spark", str(plan)],
        cwd=work,
        env=environment(PYTHONPATH=str(PROJECT_ROOT), HIREHOUSE_TARGET="spark", DBT_SEND_ANONYMOUS_USAGE_STATS="false"),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        words = "\n".join(done.stderr.strip().splitlines()[-40:])
        raise HirehouseError("the build on Spark failed", str(work), f"its last words:\n{words}")


def compare_public_tables(settings: Settings, work: Path) -> list[Difference]:
    """One ``Difference`` per public table, in the order of schema and name."""
    with open_warehouse(settings.warehouse_path, read_only=True) as connection:
        mirror(work, connection)
        connection.execute(f"attach '{work / 'spark.duckdb'}' as spark (read_only)")
        return [
            compare_tables(connection, table.full_name, table.full_name, f"spark.{table.full_name}")
            for table in public_tables(settings)
        ]
