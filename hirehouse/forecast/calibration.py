"""How many times as fast as people's own odds say seats fill: learned from past quarters, where they convince.

At each of the last quarter ends the model's expected hires, for a range of factors, meet the hires there were: on
requisitions open then, and on those opened after. Everything is in closed form: a requisition with k seats expects
min(k, people hired), people being independent of each other but for the factor.
"""

from __future__ import annotations

import numpy as np

from hirehouse.forecast.arrivals import Arrivals, learn_arrivals
from hirehouse.forecast.arrivals_to_come import AS_ODDS_SAY, Coming, Yields
from hirehouse.forecast.baselines import past_quarters
from hirehouse.forecast.demand import Demand, learn_demand
from hirehouse.forecast.exposure import Floats
from hirehouse.forecast.hazards import Hazards, Tally, learn_hazards
from hirehouse.forecast.history import HIRED, History, Indices, next_quarter
from hirehouse.forecast.odds import chances
from hirehouse.forecast.seats import closure_risk
from hirehouse.forecast.shrinkage import negative_binomial
from hirehouse.forecast.simulate import candidate_curves, raised
from hirehouse.forecast.state import FunctionState, states

FACTORS = np.array([0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0, 6.0])
CONVINCING = 6.0  # gain in log-likelihood below which people's own odds stand as they are
DOUBT = 0.4  # standard deviation of the log of a factor before anything is seen
DISPERSION = 0.02  # of a function's hires in a quarter beyond Poisson, when factors are judged
QUARTERS = 4
DRAWS = 4
LEAST_DAYS = 180
MOST_NEW_SEATS = 10
MOST_TOLD_APART = 3  # seats whose distribution is exact; larger requisitions take the Poisson one
SPREAD = np.array([0.2, 0.5, 0.85, 1.3, 2.15])  # a new requisition's own draw of applicants, in fifths


def learn_yields(history: History, counts: Tally, hazards: Hazards) -> Yields:
    """Factors as of the origin of a history and its ``counts``; 1 where no quarter with history enough is over."""
    scores = np.zeros((2, len(FACTORS)))
    for start in past_quarters(history, QUARTERS):
        known = history.as_known(start - 1)
        if start - known.first_day < LEAST_DAYS:
            continue
        end = next_quarter(start)
        expected = _expected(
            known, counts.as_known(history, start - 1), end - start, (hazards.half_life, hazards.shock_variance)
        )
        for place, hires in enumerate(_hires(history, start, end)):
            mean = np.maximum(expected[place], 0.02)
            scores[place] += negative_binomial(hires[:, None], mean, 1.0 / DISPERSION).sum(axis=0)
    gain = scores - scores[:, FACTORS == 1.0] - 0.5 * (np.log(FACTORS) / DOUBT) ** 2
    best = np.where(gain.max(axis=1) >= CONVINCING, FACTORS[np.argmax(gain, axis=1)], 1.0)
    return Yields(float(best[0]), float(best[1]))


def _hires(history: History, start: int, end: int) -> tuple[Floats, Floats]:
    """Hires of a quarter by function, on requisitions opened before it and in it."""
    visits, requisitions = history.visits, history.requisitions
    hired = (visits.outcome == HIRED) & (visits.left >= start) & (visits.left < end)
    requisition = visits.requisition[hired]
    is_old = requisitions.opened[requisition] < start
    owner, functions = requisitions.function[requisition], len(history.functions)
    old = np.bincount(owner[is_old], minlength=functions).astype(np.float64)
    return old, np.bincount(owner[~is_old], minlength=functions).astype(np.float64)


def _expected(known: History, counts: Tally, days: int, memory: tuple[float | None, float]) -> Floats:
    """Expected hires (old or new, functions, factors) within ``days`` of the origin of what was known then."""
    rng = np.random.default_rng([known.origin, 4])
    odds = chances(learn_hazards(known, counts, rng, DRAWS, memory), days)
    arrivals, demand = learn_arrivals(known, rng, DRAWS), learn_demand(known, rng, DRAWS, days)
    found = np.zeros((2, len(known.functions), len(FACTORS)))
    where = states(known)
    for state, (curves, curve_of) in zip(where, candidate_curves(where, odds), strict=True):
        coming = Coming(state, odds, arrivals, demand, AS_ODDS_SAY)
        own = np.clip(curves[:, :, -1].mean(axis=1), 0, 0.999)[curve_of].astype(np.float64)
        found[0, state.function] = _on_open(state, own, coming, demand, days)
        found[1, state.function] = _on_new(state, coming, arrivals, demand)
    return found


def _on_open(state: FunctionState, own: Floats, coming: Coming, demand: Demand, days: int) -> Floats:
    """Hires by factor, of candidates with their ``own`` odds and of people still to come."""
    count = len(state.requisition)
    if not count:
        return np.zeros(len(FACTORS))
    later = coming.open_curves()[..., -1].mean(axis=1)
    still_open = np.exp(-closure_risk(state, demand, days + 1).mean(axis=0)[:, days // 2])
    still_open = np.where(state.is_held, still_open * (1 - np.exp(-demand.resumption * days / 2)), still_open)
    large = np.flatnonzero(state.seats > MOST_TOLD_APART)
    found = []
    for factor in FACTORS:
        chance = raised(own, factor)
        ratio = chance / (1 - chance)
        none, first, second = (
            np.bincount(state.candidate_requisition, weights=values, minlength=count)
            for values in (np.log1p(-chance), ratio, ratio**2)
        )
        rate = factor * later
        # Coefficients of the product of (1 + ratio z) and exp(rate z): odds of none, one and two hires.
        nobody = np.exp(none - rate)
        pairs = (first**2 - second) / 2 + first * rate + rate**2 / 2
        at_most = np.cumsum([nobody, nobody * (first + rate), nobody * pairs], axis=0)
        few = np.where(state.seats > np.arange(MOST_TOLD_APART)[:, None], 1 - at_most, 0.0).sum(axis=0)
        mean = np.bincount(state.candidate_requisition, weights=chance, minlength=count) + rate
        few[large] = _capped(mean[large], state.seats[large])
        found.append((few * still_open).sum())
    return np.array(found)


def _on_new(state: FunctionState, coming: Coming, arrivals: Arrivals, demand: Demand) -> Floats:
    own = demand.seats[state.function]
    seats = own if len(own) else np.concatenate([*demand.seats, np.ones(1, dtype=np.int64)])
    drawing = np.minimum(seats, arrivals.seats.shape[1] - 1)
    found = np.zeros(len(FACTORS))
    curves = coming.fresh_curves()
    for draw in range(DRAWS):
        scale = arrivals.function[draw, :, state.function, None] * curves[:, draw]
        days = np.arange(scale.shape[1])[::-1]
        weight = demand.rate[draw, state.function] * np.exp(-demand.closure[draw, 0] * days / 2)
        for told in np.unique(drawing).tolist():
            mine = seats[drawing == told]
            hires = FACTORS[:, None, None] * SPREAD[:, None] * (arrivals.seats[:, told] @ scale)[days]
            term, fewer = np.exp(-hires), np.zeros_like(hires)
            for number in range(min(int(mine.max()), MOST_NEW_SEATS)):
                # Requisitions with a first, a second, ... seat.
                share = (mine > number).sum() / len(seats)
                fewer += term
                found += share * ((1 - fewer).mean(axis=1) @ weight) / DRAWS
                term *= hires / (number + 1)
    return found


def _capped(mean: Floats, seats: Indices) -> Floats:
    """E[min(seats, Poisson(mean))]."""
    total, term, below = np.zeros_like(mean), np.exp(-mean), np.zeros_like(mean)
    for number in range(int(seats.max(initial=0, where=seats <= 60))):
        below = below + term
        total += np.where(seats > number, 1 - below, 0.0)
        term = term * mean / (number + 1)
    return np.where(seats > 60, mean, total)
