"""``python -m hirehouse.parity``: one small company through both engines, every public table compared."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from rich.table import Table

from hirehouse.base.settings import load_settings
from hirehouse.cli.demo import Demo, run_demo
from hirehouse.cli.terminal import err, out
from hirehouse.parity.run import SPARK_PYTHON, build_on_spark, compare_public_tables


def main() -> int:
    """Build, compare and tell; 0 when no public table differs."""
    parser = argparse.ArgumentParser(prog="make parity", description=__doc__)
    parser.add_argument("--scale", type=int, default=800, help="applications of the simulated company")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--home", type=Path, help="a finished home to compare, instead of a new company")
    parser.add_argument("--spark-python", type=Path, default=SPARK_PYTHON)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hirehouse-parity-") as scratch:
        settings = load_settings(home=options.home or Path(scratch) / "home")
        if options.home is None and run_demo(settings, Demo(seed=options.seed, scale=options.scale)) != 0:
            return 1
        err.print("building the same models on Spark", markup=False)
        work = Path(scratch) / "spark"
        build_on_spark(settings, work, options.spark_python)
        differences = compare_public_tables(settings, work)
    table = Table("table", "rows", "rows on Spark", "only DuckDB", "only Spark")
    for found in differences:
        counts = (found.left_rows, found.right_rows, found.left_only, found.right_only)
        table.add_row(found.table, *(f"{count:,}" for count in counts), style=None if found.is_equal else "red")
    out.print(table)
    unequal = [found for found in differences if not found.is_equal]
    for found in unequal:
        err.print("\n".join([found.table, *found.missing_columns, *found.examples]), markup=False)
    out.print(f"{len(differences)} public tables compared, {len(unequal)} differ")
    return 1 if unequal else 0


if __name__ == "__main__":
    sys.exit(main())
