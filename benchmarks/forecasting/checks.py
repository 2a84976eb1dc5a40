"""What the forecast must reach, and what nobody has published yet: the rows of the table, each with its measure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial

import pandas as pd

from benchmarks.forecasting.scoring import COMPANY, METHODS, SMALL, crps_ratio, functions_only, standard_error
from hirehouse.forecast.scores import bias

OURS = METHODS[0]
Measure = Callable[[pd.DataFrame], float]


@dataclass(frozen=True)
class Band:
    """Values that pass, ends included."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Whether ``value`` passes; NaN does not."""
        return self.low <= value <= self.high

    def __str__(self) -> str:
        """As people write it."""
        if self.low == float("-inf"):
            return f"<= {self.high:g}"
        return f">= {self.low:g}" if self.high == float("inf") else f"{self.low:g} to {self.high:g}"


@dataclass(frozen=True)
class Criterion:
    """One row: its scores are those of ``scenario`` and ``horizon``; ``must`` or ``stretch`` None asks nothing."""

    name: str
    scenario: str
    horizon: int
    measure: Measure
    must: Band | None
    stretch: Band | None


@dataclass(frozen=True)
class Result:
    """A check's outcome over all companies. ``error`` is a standard error over companies."""

    name: str
    value: float
    error: float
    must: str
    is_met: bool
    stretch: str
    is_stretch_met: bool

    def as_row(self) -> dict[str, object]:
        """For JSON."""
        return asdict(self)


def at_most(value: float) -> Band:
    """Up to ``value``."""
    return Band(float("-inf"), value)


def at_least(value: float) -> Band:
    """From ``value``."""
    return Band(value, float("inf"))


def _ratio(scores: pd.DataFrame, against: str = "oracle") -> float:
    return crps_ratio(scores, OURS, against)


def _small(scores: pd.DataFrame) -> float:
    return crps_ratio(scores[scores["size"] <= SMALL], OURS)


def _ours(scores: pd.DataFrame) -> pd.DataFrame:
    return functions_only(scores[scores.method == OURS])


def _coverage(scores: pd.DataFrame) -> float:
    return float(_ours(scores).pit.mean())


def _company_coverage(scores: pd.DataFrame) -> float:
    return float(scores[(scores.method == OURS) & (scores.function == COMPANY)].pit.mean())


def _seconds(scores: pd.DataFrame) -> float:
    return float(scores.seconds.mean())


def _bias(scores: pd.DataFrame) -> float:
    return abs(bias(_ours(scores)["mean"], _ours(scores).actual))


BETTER = at_most(0.999)
_MUST_Q1 = {"clean": (1.15, 1.07), "unlogged": (1.18, 1.09), "drift": (1.27, 1.15)}


def checks_of(scenarios: list[str]) -> list[Criterion]:
    """The rows for ``scenarios``; a scenario without a target of its own is shown without one. Calibration must hold in
    each scenario one quarter ahead, and is aimed at in both."""
    rows = []
    for scenario in scenarios:
        asked, clean = scenario in _MUST_Q1, scenario == "clean"
        must, stretch = (at_most(value) for value in _MUST_Q1[scenario]) if asked else (None, None)
        rows.append(Criterion("CRPS / oracle", scenario, 1, _ratio, must, stretch))
        rows.append(Criterion("CRPS / oracle", scenario, 2, _ratio, *_only(clean, at_most(1.20), at_most(1.12))))
        bands = _only(clean, at_most(1.17), at_most(1.08))
        rows.append(Criterion("small functions, CRPS / oracle", scenario, 1, _small, *bands))
        for horizon in (1, 2):
            required = asked and horizon == 1
            for other in METHODS[1:]:
                measure = partial(_ratio, against=other)
                bands = (BETTER if required else None, BETTER if asked else None)
                rows.append(Criterion(f"CRPS / {other}", scenario, horizon, measure, *bands))
            bands = (Band(0.75, 0.85) if required else None, Band(0.78, 0.82) if asked else None)
            rows.append(Criterion("PIT in 80 %, functions", scenario, horizon, _coverage, *bands))
            bands = (at_least(0.74) if required else None, Band(0.78, 0.86) if asked else None)
            rows.append(Criterion("PIT in 80 %, company", scenario, horizon, _company_coverage, *bands))
            bands = _only(clean, at_most(0.05), at_most(0.02))
            rows.append(Criterion("absolute bias", scenario, horizon, _bias, *bands))
        rows.append(Criterion("seconds a forecast", scenario, 1, _seconds, at_most(10), at_most(1)))
    return rows


def _only(asked: bool, must: Band, stretch: Band) -> tuple[Band | None, Band | None]:
    return (must, stretch) if asked else (None, None)


def run_check(check: Criterion, scores: pd.DataFrame) -> Result:
    """Measure one row on the scores of all companies."""
    part = scores[(scores.scenario == check.scenario) & (scores.horizon == check.horizon)]
    value = check.measure(part)
    return Result(
        name=f"{check.scenario} Q+{check.horizon}: {check.name}",
        value=value,
        error=standard_error(part, check.measure),
        must=str(check.must or ""),
        is_met=check.must is None or check.must.holds(value),
        stretch=str(check.stretch or ""),
        is_stretch_met=check.stretch is None or check.stretch.holds(value),
    )
