"""``python -m benchmarks.forecasting``: the product's forecasts against an oracle, on companies it has not seen.

Prints what must be reached, what is, and its standard error over companies; writes all scores to
``benchmarks/results``.
"""

from __future__ import annotations

import argparse
import json
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

import pandas as pd

from benchmarks.forecasting import oracle
from benchmarks.forecasting.checks import Result, checks_of, run_check
from benchmarks.forecasting.parameters import SCENARIOS
from benchmarks.forecasting.scoring import Task, score_company, summary
from hirehouse.base.settings import PROJECT_ROOT
from hirehouse.cli.terminal import err, out

RESULTS = PROJECT_ROOT / "benchmarks" / "results"
CACHE = PROJECT_ROOT / ".cache" / "forecasting"


def main() -> int:
    """Score, print, write; 1 if something that must be reached is not."""
    options = _options()
    scenarios = options.scenarios.split(",")
    tasks = [
        Task(seed, scenario, options.origins, options.history_days, options.paths, options.cache)
        for scenario in scenarios
        for seed in range(options.seeds_from, options.seeds_from + options.companies)
    ]
    scores = _scored(tasks, options.processes)
    results = [run_check(check, scores) for check in checks_of(scenarios)]
    _show_methods(scores)
    _show(results)
    RESULTS.mkdir(parents=True, exist_ok=True)
    told = {
        "companies": options.companies,
        "origins": options.origins,
        "seeds_from": options.seeds_from,
        "history_days": options.history_days,
        "simulator": oracle.code_digest(),
        "seconds_per_forecast": float(scores.seconds.mean()),
        "checks": [result.as_row() for result in results],
        "methods": summary(scores),
    }
    (RESULTS / "forecasting.json").write_text(json.dumps(told, indent=1))
    scores.to_parquet(RESULTS / "forecasting-scores.parquet")
    out.print(f"written to {RESULTS / 'forecasting.json'}", markup=False)
    return 0 if all(result.is_met for result in results) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.forecasting", description=__doc__)
    parser.add_argument("--companies", type=int, default=12)
    parser.add_argument("--origins", type=int, default=6, help="quarter ends of each company at which to forecast")
    parser.add_argument("--scenarios", default="clean,unlogged,drift", help=f"of {', '.join(SCENARIOS)}")
    parser.add_argument("--seeds-from", type=int, default=1000, help="seed of the first company")
    parser.add_argument("--history-days", type=int, default=540, help="history before the first origin")
    parser.add_argument("--paths", type=int, default=oracle.PATHS, help="futures of the oracle at each origin")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--cache", type=Path, default=CACHE, help="folder that keeps the oracle's forecasts")
    return parser.parse_args()


def _scored(tasks: list[Task], processes: int) -> pd.DataFrame:
    """Scores of all companies, in the order of ``tasks``, telling each that is done."""
    with ProcessPoolExecutor(processes) as pool:
        running = {pool.submit(score_company, task): task for task in tasks}
        for done, future in enumerate(as_completed(running), start=1):
            task, scores = running[future], future.result()
            err.print(f"  {done}/{len(tasks)}  company {task.seed}, {task.scenario}: {_told(scores)}", markup=False)
        return pd.concat([future.result() for future in running], ignore_index=True)


def _told(scores: pd.DataFrame) -> str:
    entries = {entry["method"]: entry for entry in summary(scores) if entry["horizon"] == 1}
    ratios = ", ".join(f"{method} {entry['crps_ratio']:.2f}" for method, entry in entries.items() if method != "oracle")
    return f"CRPS / oracle {ratios}; {scores.seconds.mean():.2f} s a forecast"


def _show_methods(scores: pd.DataFrame) -> None:
    """One line per scenario, horizon and method. Plain lines: a table is cut where there is no wide terminal."""
    heads = ("CRPS", "/ oracle", "small", "company", "PIT 80", "company", "bias", "WAPE")
    out.print(f"{'':<14}{'method':<13}" + "".join(f"{head:>9}" for head in heads))
    for entry in summary(scores):
        names = ("crps", "crps_ratio", "crps_ratio_small", "company_crps_ratio", "pit_share_80", "company_pit_share_80")
        figures = [f"{entry[name]:.3f}" for name in names] + [f"{entry[name]:+.1%}" for name in ("bias", "wape")]
        label = f"{entry['scenario']} Q+{entry['horizon']}"
        out.print(f"{label:<14}{entry['method']:<13}" + "".join(f"{figure:>9}" for figure in figures))


def _show(results: list[Result]) -> None:
    out.print(f"\n{'check':<46}{'value':>7}{'±':>7}  {'must':<18}{'stretch':<18}")
    for result in results:
        must = f"{result.must:<14}{_mark(result.must, result.is_met):<4}"
        stretch = f"{result.stretch:<14}{_mark(result.stretch, result.is_stretch_met):<4}"
        out.print(f"{result.name:<46}{result.value:>7.3f}{result.error:>7.3f}  {must}{stretch}", markup=False)


def _mark(asked: str, is_met: bool) -> str:
    return "" if not asked else "yes" if is_met else "NO"


if __name__ == "__main__":
    sys.exit(main())
