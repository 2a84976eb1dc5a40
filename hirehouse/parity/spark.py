"""Build the dbt models on Spark; runs in Spark's own virtual environment, so it imports pyspark and dbt only.

``python -m hirehouse.parity.spark PLAN.json``: declares the raw tables over the observation log and the ops tables over
their Parquet copies, runs both phases of the project in one session, and lets the gate judge in between.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from dbt.cli.main import dbtRunner
from pyspark.sql import SparkSession

SPARK_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    # a parity company is small: the default of 200 shuffle partitions would only cost time
    "spark.sql.shuffle.partitions": "2",
    "spark.default.parallelism": "2",
    "spark.sql.adaptive.coalescePartitions.parallelismFirst": "false",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.ansi.enabled": "true",
    "spark.driver.memory": "3g",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.log.level": "ERROR",
}


def build_session(work: Path) -> SparkSession:
    """A local session whose catalog and tables lie under ``work``."""
    builder = SparkSession.builder.master("local[2]").appName("hirehouse-parity")
    for name, value in SPARK_SETTINGS.items():
        builder = builder.config(name, value)
    builder = builder.config("spark.sql.warehouse.dir", str(work / "tables"))
    builder = builder.config(
        "spark.driver.extraJavaOptions", f"-Dderby.system.home={work / 'derby'} -Djava.io.tmpdir={work / 'tmp'}"
    )
    (work / "tmp").mkdir(parents=True, exist_ok=True)
    return builder.enableHiveSupport().getOrCreate()


def declare_tables(session: SparkSession, tables: list[dict[str, Any]]) -> None:
    """External tables over Parquet folders; ``tables`` has schema, table, columns (name, Spark type) and folder."""
    for table in tables:
        session.sql(f"create schema if not exists {table['schema']}")
        columns = ", ".join(f"`{name}` {kind}" for name, kind in table["columns"])
        name = f"{table['schema']}.`{table['table']}`"
        session.sql(f"drop table if exists {name}")
        Path(table["folder"]).mkdir(parents=True, exist_ok=True)
        session.sql(f"create table {name} ({columns}) using parquet location '{table['folder']}'")


def run_dbt(plan: dict[str, Any], *arguments: str) -> None:
    """One dbt command in this process; raises ``RuntimeError`` naming the models that failed."""
    places = ["--project-dir", plan["project_dir"], "--profiles-dir", plan["project_dir"], "--target", "spark"]
    places += ["--target-path", plan["target_path"], "--log-path", plan["log_path"], "--vars", plan["vars"]]
    outcome = dbtRunner().invoke([*arguments, *places, "--quiet", "--threads", "2"])
    if not outcome.success:
        failed = [
            f"{r.node.unique_id}: {r.message}" for r in getattr(outcome.result, "results", []) if r.status == "error"
        ]
        raise RuntimeError("\n".join(failed) or str(outcome.exception))


def main(plan_path: Path) -> None:
    """Build everything the plan names."""
    plan = json.loads(plan_path.read_text())
    session = build_session(Path(plan["work"]))
    declare_tables(session, plan["tables"])
    run_dbt(plan, "seed")
    run_dbt(plan, "run", "--select", "tag:phase1", "--full-refresh")
    subprocess.run(plan["gate_command"], check=True)
    session.catalog.refreshTable("ops.rule_verdict")
    session.catalog.refreshTable("ops.rule")
    run_dbt(plan, "run", "--select", "tag:phase2", "--full-refresh")
    session.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
