"""Build the dbt models on Spark; runs in Spark's own virtual environment, so it imports pyspark and dbt only.

``python -m hirehouse.parity.spark PLAN.json``: declares the raw tables over the observation log and the ops tables over
their Parquet copies, runs both phases of the project in one session, and lets the gate judge in between.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest
from pyspark.sql import SparkSession

# A parity company is small: what makes Spark fast on terabytes (many partitions, adaptive plans, generated code, the
# optimising compiler) would only cost time here.
SPARK_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.parquet.compression.codec": "none",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.default.parallelism": "2",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.memory": "2g",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.log.level": "ERROR",
}
JVM_OPTIONS = "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=256m -XX:+UseSerialGC"


def build_session(work: Path) -> SparkSession:
    """A local session whose tables lie under ``work``; its catalog lives as long as the session."""
    builder = SparkSession.builder.master("local[2]").appName("hirehouse-parity")
    for name, value in SPARK_SETTINGS.items():
        builder = builder.config(name, value)
    builder = builder.config("spark.sql.warehouse.dir", str(work / "tables"))
    builder = builder.config("spark.driver.extraJavaOptions", f"{JVM_OPTIONS} -Djava.io.tmpdir={work / 'tmp'}")
    (work / "tmp").mkdir(parents=True, exist_ok=True)
    return builder.getOrCreate()


def declare_tables(session: SparkSession, tables: list[dict[str, Any]]) -> None:
    """External tables over Parquet folders; ``tables`` has schema, table, columns (name, Spark type) and folder."""
    for table in tables:
        session.sql(f"create schema if not exists {table['schema']}")
        columns = ", ".join(f"`{name}` {kind}" for name, kind in table["columns"])
        name = f"{table['schema']}.`{table['table']}`"
        session.sql(f"drop table if exists {name}")
        Path(table["folder"]).mkdir(parents=True, exist_ok=True)
        session.sql(f"create table {name} ({columns}) using parquet location '{table['folder']}'")


class Project:
    """The dbt project, read once for all commands of the plan."""

    def __init__(self, plan: dict[str, Any]) -> None:
        places = ["--project-dir", plan["project_dir"], "--profiles-dir", plan["project_dir"], "--target", "spark"]
        places += ["--target-path", plan["target_path"], "--log-path", plan["log_path"], "--vars", plan["vars"]]
        self._places = [*places, "--quiet"]
        parsed = dbtRunner().invoke(["parse", *self._places])
        if not isinstance(parsed.result, Manifest):
            raise RuntimeError(str(parsed.exception))
        self._runner = dbtRunner(manifest=parsed.result)

    def build(self, tag: str) -> None:
        """Seeds and models of a tag, without tests; raises ``RuntimeError`` naming the models that failed."""
        models = ["--select", f"tag:{tag}", "--exclude-resource-type", "test", "unit_test"]
        self._invoke("build", *models, "--full-refresh", "--threads", "2")

    def compile(self, selection: str) -> None:
        """Write the SQL of the selected models below the target path; nothing is run."""
        self._invoke("compile", "--select", selection, "--no-populate-cache")

    def _invoke(self, *arguments: str) -> None:
        outcome = self._runner.invoke([*arguments, *self._places])
        if not outcome.success:
            results = getattr(outcome.result, "results", [])
            failed = [f"{result.node.unique_id}: {result.message}" for result in results if result.status == "error"]
            raise RuntimeError("\n".join(failed) or str(outcome.exception))


@contextmanager
def step(name: str) -> Iterator[None]:
    """Tell on standard output how long a step took."""
    started = time.perf_counter()
    yield
    sys.stdout.write(f"  {name:<38}  {time.perf_counter() - started:.1f} s\n")
    sys.stdout.flush()


def main(plan_path: Path) -> None:
    """Build everything the plan names."""
    plan = json.loads(plan_path.read_text())
    with step("Spark: start, declare the log"):
        session = build_session(Path(plan["work"]))
        declare_tables(session, plan["tables"])
    with step("Spark: read the project"):
        project = Project(plan)
    with step("Spark: staging, intermediate, rules"):
        project.build("phase1")
    with step("first gate over Spark's rows"):
        subprocess.run(plan["gate_command"], check=True)
    for table in plan["gate_tables"]:
        session.catalog.refreshTable(f"ops.{table}")
    with step("Spark: core, metrics, hygiene"):
        project.build("phase2")
    session.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
