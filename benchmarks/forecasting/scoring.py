"""One company's forecasts scored, and many companies' scores added up."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.forecasting import oracle
from benchmarks.forecasting.product import forecast_samples
from benchmarks.forecasting.world import MarketWorld, simulate
from hirehouse.forecast.model import METHODS
from hirehouse.forecast.scores import bias, crps, pit_share, wape

COMPANY = "all"
ORACLE = "oracle"
SMALL = 4.0
"""Hires a quarter up to which a function is small."""


@dataclass(frozen=True)
class Task:
    """One company to score."""

    seed: int
    scenario: str
    origins: int
    history_days: int
    paths: int
    cache: Path


def score_company(task: Task) -> pd.DataFrame:
    """Scores of the product's methods and the oracle at every origin: one row per scenario, seed, origin, method,
    function (and ``all``) and horizon, with mean, actual, crps, pit (M-49) and the product's seconds."""
    world = simulate(task.seed, task.scenario, task.origins, task.history_days)
    parts = []
    for number, origin in enumerate(world.origins):
        frames = world.history_as_known(origin)
        began = time.perf_counter()
        samples = forecast_samples(frames, origin)
        seconds = time.perf_counter() - began
        alphabetical = np.argsort(np.argsort(np.array(world.functions)))
        by_method = {method: samples[method][:, alphabetical] for method in METHODS}
        by_method[ORACLE] = oracle.cached_forecast(world, number, task.cache, task.paths)
        parts += [_scores(world, number, method, drawn) for method, drawn in by_method.items()]
        parts[-len(by_method)] = parts[-len(by_method)].assign(seconds=seconds)
    return pd.concat(parts, ignore_index=True).assign(scenario=task.scenario, seed=task.seed)


def _scores(world: MarketWorld, number: int, method: str, samples: NDArray[np.int64]) -> pd.DataFrame:
    """Scores of samples [paths, F, 2], the company's total being their sum path by path."""
    drawn = np.concatenate([samples, samples.sum(axis=1, keepdims=True)], axis=1)
    drawn = np.moveaxis(drawn, 0, -1)
    actual = np.concatenate([world.truth[number], world.truth[number].sum(axis=0, keepdims=True)])
    rows, horizons = actual.shape
    return pd.DataFrame(
        {
            "origin": number,
            "method": method,
            "function": np.repeat([*world.functions, COMPANY], horizons),
            "size": np.repeat([*world.sizes, world.sizes.sum()], horizons),
            "horizon": np.tile([1, 2], rows),
            "mean": drawn.mean(axis=-1).ravel(),
            "actual": actual.ravel(),
            "crps": crps(drawn, actual).ravel(),
            "pit": pit_share(drawn, actual).ravel(),
        }
    )


def functions_only(scores: pd.DataFrame) -> pd.DataFrame:
    """The rows of functions, without the companies' totals."""
    return scores[scores.function != COMPANY]


def crps_ratio(scores: pd.DataFrame, method: str, against: str = ORACLE) -> float:
    """Mean CRPS of ``method`` as a ratio to that of ``against``, over the functions of ``scores``."""
    mean = functions_only(scores).groupby("method").crps.mean()
    return float(mean[method] / mean[against])


def standard_error(scores: pd.DataFrame, measure: Callable[[pd.DataFrame], float]) -> float:
    """Standard error of a measure over companies, by leaving out each once (jackknife); NaN for one company."""
    seeds = scores.seed.unique()
    if len(seeds) < 2:
        return float("nan")
    without = np.array([measure(scores[scores.seed != seed]) for seed in seeds])
    return float(np.sqrt((len(seeds) - 1) * without.var()))


def summary(scores: pd.DataFrame) -> list[dict[str, Any]]:
    """One entry per scenario, horizon and method: CRPS ratios, calibration, bias and WAPE."""
    found = []
    for scenario, horizon in scores[["scenario", "horizon"]].drop_duplicates().itertuples(index=False):
        part = scores[(scores.scenario == scenario) & (scores.horizon == horizon)]
        for method in part.method.unique():
            own = part[part.method == method]
            functions, company = functions_only(own), own[own.function == COMPANY]
            entry = {"scenario": scenario, "horizon": int(horizon), "method": method, "n": len(functions)}
            entry |= {
                "crps": float(functions.crps.mean()),
                "crps_ratio": crps_ratio(part, method),
                "crps_ratio_small": crps_ratio(part[part["size"] <= SMALL], method),
                "company_crps_ratio": float(company.crps.mean() / _oracle_company(part)),
                "pit_share_80": float(functions.pit.mean()),
                "company_pit_share_80": float(company.pit.mean()),
                "bias": bias(functions["mean"], functions.actual),
                "wape": wape(functions["mean"], functions.actual),
                "company_wape": wape(company["mean"], company.actual),
            }
            found.append(entry)
    return found


def _oracle_company(part: pd.DataFrame) -> float:
    return float(part[(part.method == ORACLE) & (part.function == COMPANY)].crps.mean())
