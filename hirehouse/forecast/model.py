"""One forecast: every method's hires by function and quarter, as of a history's origin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from hirehouse.forecast.arrivals import learn_arrivals
from hirehouse.forecast.baselines import sample_counts, sample_recent_mean
from hirehouse.forecast.calibration import learn_yields
from hirehouse.forecast.demand import learn_demand
from hirehouse.forecast.hazards import Hazards, learn_hazards, tally
from hirehouse.forecast.history import History, Indices, quarters_ahead
from hirehouse.forecast.odds import chances
from hirehouse.forecast.simulate import Futures, simulate
from hirehouse.forecast.state import FunctionState, states

QUARTERS = 3  # the rest of the running one and the next two
DRAWS = 40
PATHS = 25
LEAST_DAYS = 180  # of stage history, below which counts alone forecast
METHODS = ("semi_markov", "counts", "recent_mean")


@dataclass(frozen=True)
class Forecast:
    """``samples`` by method: hires still to come (paths, functions, quarters); ``states`` and ``futures`` by function
    are the semi-Markov model's own, empty where history is too short for it."""

    origin: int
    functions: tuple[str, ...]
    quarters: tuple[int, ...]
    samples: dict[str, Indices]
    states: list[FunctionState]
    futures: list[Futures]

    @property
    def champion(self) -> str:
        """The method people are shown."""
        return next(method for method in METHODS if method in self.samples)


def forecast(history: History, draws: int = DRAWS, paths: int = PATHS) -> Forecast:
    """Forecast hires accepted after the origin, to the end of the running calendar quarter and in the next two.

    The same history gives the same numbers: every generator is seeded by the origin's day and the function's place.
    """
    history = history.compacted()
    quarters, ends = horizon(history.origin)
    size = draws * paths
    samples: dict[str, Indices] = {}
    where: list[FunctionState] = []
    futures: list[Futures] = []
    if history.origin - history.first_day >= LEAST_DAYS and history.functions:
        where, futures = semi_markov(history, ends, draws, paths)
        samples["semi_markov"] = np.stack([each.hires.sum(axis=0) for each in futures], axis=1)
    samples["counts"] = sample_counts(history, ends, np.random.default_rng([history.origin, 1]), size)
    samples["recent_mean"] = sample_recent_mean(history, ends, np.random.default_rng([history.origin, 2]), size)
    return Forecast(history.origin, history.functions, quarters, samples, where, futures)


def horizon(origin: int) -> tuple[tuple[int, ...], Indices]:
    """First days of the quarters forecast at the end of day ``origin``, and the days from it to each one's end."""
    bounds = quarters_ahead(origin, QUARTERS)
    return tuple(bounds[:-1]), np.array([bound - 1 - origin for bound in bounds[1:]])


def semi_markov(
    history: History,
    ends: Indices,
    draws: int,
    paths: int,
    only: int | None = None,
    change: Callable[[Hazards], Hazards] = lambda hazards: hazards,
    applicants: float = 1.0,
    demand_of: History | None = None,
) -> tuple[list[FunctionState], list[Futures]]:
    """States and futures of every function, or of one; ``ends`` are days from the origin, not decreasing.

    ``change`` and ``applicants`` (a factor of what is still to come) are a scenario's; ``demand_of`` is the history new
    requisitions are learned from where a scenario has added some to ``history``.
    """
    seeds = np.random.SeedSequence([history.origin, 0]).spawn(3 + len(history.functions))
    generators = [np.random.default_rng(seed) for seed in seeds]
    counts = tally(history)
    hazards = learn_hazards(history, counts, generators[0], draws)
    yields = learn_yields(demand_of or history, counts, hazards)
    odds = chances(change(hazards), int(ends[-1]))
    arrivals = learn_arrivals(history, generators[1], draws)
    arrivals = replace(arrivals, function=arrivals.function * applicants)
    demand = learn_demand(demand_of or history, generators[2], draws, int(ends[-1]))
    where = [state for state in states(history) if only is None or state.function == only]
    futures = [
        simulate(state, odds, arrivals, demand, ends, generators[3 + state.function], paths, yields) for state in where
    ]
    return where, futures
