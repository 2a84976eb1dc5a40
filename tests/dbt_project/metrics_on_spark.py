"""The metric tables of one drawn company after another, computed on Spark; run by Spark's own Python.

``python metrics_on_spark.py PLAN.json`` compiles `models/metrics` once. Each line of standard input then names a folder
with a company's tables, ``<schema>.<table>.parquet``, to which the public metric tables are added under the same kind
of name; the line is repeated on standard output when they are there.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pyarrow.parquet as parquet
from pyarrow import Table
from pyspark.sql import SparkSession

from benchmarks.bare import compiled_models
from hirehouse.parity.spark import Project, build_session


class Company:
    """One company's tables as temporary views.

    The rows of every table are part of the plans that read it. For so few rows Spark is done in two thirds of the time
    that tables in files would take it: nothing is listed, committed or read back, and what is empty is planned away.
    """

    def __init__(self, session: SparkSession, folder: Path) -> None:
        self._session = session
        self._folder = folder
        self._names: list[str] = []
        for path in sorted(folder.glob("*.parquet")):
            self._declare(path.stem, parquet.read_table(path))

    def compute(self, name: str, query: str) -> None:
        """Run a model and declare its table; write it too when it is a public one."""
        rows = self._session.sql(self._as_views(query)).toArrow()
        self._declare(name, rows)
        if name.startswith("metrics."):
            parquet.write_table(rows, self._folder / f"{name}.parquet")

    def _declare(self, name: str, rows: Table) -> None:
        self._session.createDataFrame(rows).createOrReplaceTempView(f"`{name}`")
        self._names.append(name)

    def _as_views(self, query: str) -> str:
        """A temporary view has no schema: ``core.fct_hire`` is its whole name."""
        return re.sub(rf"\b({'|'.join(map(re.escape, self._names))})\b", r"`\1`", query)


def main(plan_path: Path) -> None:
    """Compile, then serve companies until standard input ends."""
    plan = json.loads(plan_path.read_text())
    session = build_session(Path(plan["work"]))
    Project(plan).compile("path:models/metrics")
    models = compiled_models(Path(plan["target_path"]), "models/metrics/")
    for line in sys.stdin:
        company = Company(session.newSession(), Path(line.strip()))
        for node, query in models:
            company.compute(f"{node['schema']}.{node['alias']}", query)
        sys.stdout.write(line)
        sys.stdout.flush()
    session.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
