"""The table of what must be reached: each row measures what it says, and says yes and no rightly."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from benchmarks.forecasting.checks import checks_of, run_check
from benchmarks.forecasting.scoring import COMPANY, METHODS, ORACLE, standard_error, summary


def _scores(crps: dict[str, float], companies: int = 3) -> pd.DataFrame:
    """Scores with a CRPS by method of a large function, and half of it of a small one."""
    rows = [
        {
            "scenario": "clean",
            "seed": seed,
            "method": method,
            "function": function,
            "size": size,
            "horizon": horizon,
            "mean": size * 1.04,
            "actual": size,
            "crps": score * (0.5 if size < 4 else 1.0),
            "pit": 0.8,
            "seconds": 0.5,
        }
        for seed in range(companies)
        for method, score in crps.items()
        for function, size in (("Sales", 10.0), ("Finance", 2.0), (COMPANY, 12.0))
        for horizon in (1, 2)
    ]
    return pd.DataFrame(rows)


def test_rows_measure_what_they_say() -> None:
    ours, counts, recent_mean = METHODS
    scores = _scores({ours: 1.1, counts: 1.2, recent_mean: 1.0, ORACLE: 1.0})
    results = {result.name: result for result in (run_check(check, scores) for check in checks_of(["clean"]))}
    ratio = results["clean Q+1: CRPS / oracle"]
    assert ratio.value == pytest.approx(1.1) and ratio.error == pytest.approx(0.0)
    assert ratio.is_met and not ratio.is_stretch_met and ratio.must == "<= 1.15" and ratio.stretch == "<= 1.07"
    assert results["clean Q+1: small functions, CRPS / oracle"].value == pytest.approx(1.1)
    assert results["clean Q+1: CRPS / counts"].is_met and not results["clean Q+1: CRPS / recent_mean"].is_met
    assert (
        results["clean Q+2: CRPS / recent_mean"].is_met and not results["clean Q+2: CRPS / recent_mean"].is_stretch_met
    )
    assert results["clean Q+1: absolute bias"].value == pytest.approx(0.04)
    assert results["clean Q+1: PIT in 80 %, company"].is_stretch_met
    assert results["clean Q+1: seconds a forecast"].is_stretch_met


def test_a_value_that_cannot_be_computed_is_not_met() -> None:
    scores = _scores(dict.fromkeys((*METHODS, ORACLE), 1.0)).assign(pit=np.nan)
    checks = [check for check in checks_of(["clean"]) if "PIT" in check.name and check.must]
    assert [run_check(check, scores).is_met for check in checks] == [False, False]


def test_errors_are_over_companies() -> None:
    scores = _scores(dict.fromkeys((*METHODS, ORACLE), 1.0), companies=4)
    values = np.array([1.0, 2.0, 3.0, 6.0])
    scores["crps"] = values[scores.seed]
    error = standard_error(scores, lambda part: float(part.crps.mean()))
    assert error == pytest.approx(values.std(ddof=1) / 2)
    assert np.isnan(standard_error(scores[scores.seed == 0], lambda part: float(part.crps.mean())))


def test_the_summary_has_every_method_at_every_horizon() -> None:
    found = summary(_scores(dict.fromkeys((*METHODS, ORACLE), 1.0)))
    assert [(entry["method"], entry["horizon"]) for entry in found] == [
        (method, horizon) for horizon in (1, 2) for method in (*METHODS, ORACLE)
    ]
    assert all(entry["crps_ratio"] == entry["crps_ratio_small"] == 1.0 for entry in found)
    assert found[0]["bias"] == pytest.approx(0.04) and found[0]["n"] == 6
