"""``make bench``: full build, daily run, ingest, pacing and one forecast, as a table and as JSON.

Targets are those of the design: a full build at most 1.5 times the same SQL in bare DuckDB, a daily run at most 15 % of
the full build, at least 95 % of the vendor's allowed rate, at most 4 GB of memory in any step, a forecast within ten
seconds. How good forecasts are is a measurement of its own: ``python -m benchmarks.forecasting``.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from rich.table import Table

from benchmarks.company import Served, served
from benchmarks.measure import Cost, measured
from hirehouse.base.settings import PROJECT_ROOT, load_settings
from hirehouse.build.run_record import records
from hirehouse.cli.terminal import err, out
from hirehouse.sandbox.world import DEMO_NOW

SYSTEMS = ("greenhouse", "gem", "filedrop")
PACED_SCALE = 6_000
GREENHOUSE_WINDOW = 30
GREENHOUSE_LIMIT = 50
GIB = 1024**3


@dataclass
class Bench:
    """Collects rows of ``(scale, what, figures, target)``."""

    work: Path
    rows: list[dict[str, Any]] = field(default_factory=list)

    def note(self, scale: int, what: str, figures: dict[str, Any], target: str = "") -> None:
        """Remember one measurement and tell it at once."""
        self.rows.append({"applications": scale, "what": what, **figures, "target": target})
        err.print(f"{scale:>9,}  {what}: " + ", ".join(f"{k} {_shown(v)}" for k, v in figures.items()), markup=False)

    def build(self, scale: int) -> None:
        """Ingest, full build against bare DuckDB, and a daily run, at one size."""
        folder = self.work / f"company-{scale}"
        home = folder / "home"
        with served(folder / "sandbox", scale) as company:
            for system in SYSTEMS:
                self._ingest(scale, company, system, home)
            first = DEMO_NOW.isoformat()
            full = self._run(scale, company, home, first, "--no-ingest", "--full-refresh", what="full run")
            steps = _steps(home)
            build = sum(seconds for name, seconds in steps.items() if name.startswith("dbt "))
            bare = self._bare(scale, home)
            self.note(scale, "full build / bare DuckDB", {"ratio": build / bare.wall, "seconds": build}, "<= 1.5")
            self.note(scale, "full run / bare DuckDB", {"ratio": full.wall / bare.wall})
            self._foretell(scale, home)
            later = DEMO_NOW + timedelta(days=1)
            company.move_to(later)
            daily = self._run(scale, company, home, later.isoformat(), what="daily run")
            daily_steps = _steps(home)
            daily_build = sum(seconds for name, seconds in daily_steps.items() if name.startswith("dbt "))
            ratio = {"ratio": daily_build / build, "seconds": daily_build}
            self.note(scale, "daily build / full build", ratio, "<= 0.15")
            self.note(scale, "daily run / full run", {"ratio": daily.wall / full.wall})

    def pace(self) -> None:
        """The share of Greenhouse's documented rate that a load reaches."""
        folder = self.work / "paced"
        with served(folder / "sandbox", PACED_SCALE, rate_limit="documented") as company:
            log = folder / "ingest.log"
            measured(self._load("greenhouse", folder / "home"), company.environment, log)
        told = json.loads(log.read_text().splitlines()[-1])
        # The vendor's windows are fixed: a load touches the one it begins in, those it spans, and the one it ends in.
        allowed = GREENHOUSE_LIMIT * (int(told["seconds"] // GREENHOUSE_WINDOW) + 2)
        share = told["requests"] / allowed
        figures = {"share": share, "requests": told["requests"]}
        self.note(PACED_SCALE, "share of the allowed rate", figures, ">= 0.95")

    def _load(self, system: str, home: Path) -> list[str]:
        raw, state = str(home / "raw"), str(home / "state" / "dlt")
        return [sys.executable, "-m", "benchmarks.ingest", system, raw, state, DEMO_NOW.isoformat()]

    def _ingest(self, scale: int, company: Served, system: str, home: Path) -> None:
        log = self.work / f"ingest-{system}-{scale}.log"
        cost = measured(self._load(system, home), company.environment, log)
        told = json.loads(log.read_text().splitlines()[-1])
        figures = {"rows": told["rows"], "rows_per_cpu_second": told["rows"] / cost.cpu, **_costs(cost)}
        self.note(scale, f"ingest {system}", figures, "memory <= 4 GB")

    def _run(self, scale: int, company: Served, home: Path, as_of: str, *options: str, what: str) -> Cost:
        command = [sys.executable, "-m", "hirehouse.cli", "run", "--home", str(home), "--as-of", as_of, *options]
        cost = measured(command, company.environment, self.work / f"{what}-{scale}.log")
        self.note(scale, what, {**_costs(cost), "steps": _steps(home)}, "memory <= 4 GB")
        return cost

    def _bare(self, scale: int, home: Path) -> Cost:
        command = [sys.executable, "-m", "benchmarks.bare", str(home / "warehouse.duckdb"), str(home / "state" / "dbt")]
        cost = measured(command, {"PYTHONPATH": str(PROJECT_ROOT)}, self.work / f"bare-{scale}.log")
        self.note(scale, "the same SQL in bare DuckDB", dict(_costs(cost)))
        return cost

    def _foretell(self, scale: int, home: Path) -> None:
        log = self.work / f"foretell-{scale}.log"
        command = [sys.executable, "-m", "benchmarks.foretell", str(home / "warehouse.duckdb")]
        cost = measured(command, {"PYTHONPATH": str(PROJECT_ROOT)}, log)
        figures = json.loads(log.read_text().splitlines()[-1]) | {"memory_gb": cost.peak_memory / GIB}
        self.note(scale, "one forecast", figures, "foretell <= 1 s at 100k, <= 10 s at 1M")


def _steps(home: Path) -> dict[str, float]:
    """Seconds by step of the newest run of a home."""
    newest = max(records(load_settings(home=home)), key=lambda record: record.sequence)
    return {name: round(seconds, 1) for name, seconds in newest.steps.items()}


def _costs(cost: Cost) -> dict[str, float]:
    return {"wall": cost.wall, "cpu": cost.cpu, "memory_gb": cost.peak_memory / GIB}


def _shown(value: Any) -> str:
    return f"{value:,.2f}" if isinstance(value, float) else str(value)


def main() -> int:
    """Measure, print, and write ``benchmarks/results/latest.json``."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--scales", default="25000,250000,1000000", help="applications, comma-separated")
    parser.add_argument("--no-pacing", action="store_true", help="leave out the load at the documented rate")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hirehouse-bench-") as work:
        bench = Bench(Path(work))
        for scale in (int(text) for text in options.scales.split(",")):
            bench.build(scale)
        if not options.no_pacing:
            bench.pace()
    table = Table("applications", "what", "figures", "target")
    for row in bench.rows:
        figures = {k: v for k, v in row.items() if k not in {"applications", "what", "target"}}
        shown = ", ".join(f"{name} {_shown(value)}" for name, value in figures.items())
        table.add_row(f"{row['applications']:,}", row["what"], shown, row["target"])
    out.print(table)
    results = PROJECT_ROOT / "benchmarks" / "results"
    results.mkdir(exist_ok=True)
    (results / "latest.json").write_text(json.dumps(bench.rows, indent=1))
    out.print(f"written to {results / 'latest.json'}", markup=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
