"""The first gate over Spark's rule models: ``python -m hirehouse.parity.gate PLAN.json``, called between the phases."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from hirehouse.build.warehouse import open_warehouse
from hirehouse.expectations.gates import run_rules_gate
from hirehouse.parity import plan as planning


def main(plan_path: Path) -> int:
    """Judge what Spark built and hand it the verdicts; 0 unless the gate blocked or failed."""
    plan = json.loads(plan_path.read_text())
    work = Path(plan["work"])
    with open_warehouse(Path(plan["warehouse"]), read_only=True) as reference:
        planning.mirror(work, reference)
    mirrored = work / "spark.duckdb"
    with open_warehouse(mirrored) as connection:
        connection.execute("create schema if not exists ops")
        for folder in sorted((work / "ops").iterdir()):
            connection.execute(f"create or replace table ops.{folder.name} as from read_parquet('{folder}/*.parquet')")
    result = run_rules_gate(mirrored, Path(plan["manifest"]), None)
    with open_warehouse(mirrored) as connection:
        for table in planning.WRITTEN_BY_THE_GATE:
            planning.export_table(connection, f"ops.{table}", planning.ops_folder(work, table))
    if result.status in ("blocked", "errored"):
        sys.stderr.write("\n".join(result.reasons) + "\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
