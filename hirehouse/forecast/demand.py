"""Seats still to open, and requisitions that close without a hire.

New requisitions a day: the function's own rate, times the month of the year, times the pull of the hiring plan (how
much of it, and how many days ahead of its quarter seats open, is what past months tell), times shocks of the company
and of the function as large as past quarters showed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hirehouse.forecast.arrivals import MONTHS, months_of, next_month
from hirehouse.forecast.exposure import Floats, bin_of, days_at_risk
from hirehouse.forecast.history import HIRED, NEVER, History, Indices, quarter_starts
from hirehouse.forecast.shrinkage import negative_binomial, posterior_mean

CLOSURE_EDGES = (0, 30, 60, 90, 120, 180, 270)
PULLS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
LEADS = (0, 30, 45, 60, 90)
MEMORIES: tuple[float | None, ...] = (None, 12.0, 6.0)  # half-lives of a function's rate, in months
PLANNED_AHEAD = 91  # days before a month at whose plan it is judged, as far ahead as forecasts look
DISPERSIONS = np.array([1e-6, 0.02, 0.05, 0.1, 0.2, 0.4])
COMPANY_SHOCK = 0.01  # variance of the log of what a quarter opens, at least: the few quarters there are say little


@dataclass(frozen=True)
class Demand:
    """Draws of what becomes of requisitions: ``rate`` new ones a day from the origin on (draws, functions, days + 1),
    ``closure`` daily odds by age bin (draws, bins), ``resumption`` daily odds of a held seat, and the seats past
    requisitions had, by function."""

    rate: Floats
    closure: Floats
    resumption: float
    seats: tuple[Indices, ...]


@dataclass(frozen=True)
class _Months:
    """Calendar months up to the origin, the last one cut there: starts, days, and openings (functions, months)."""

    start: Indices
    days: Indices
    opened: Floats


def learn_demand(history: History, rng: np.random.Generator, draws: int, days: int) -> Demand:
    """Openings, for ``days`` after the origin, and closures of requisitions, as of the history's origin."""
    requisitions, openings = history.requisitions, history.openings
    known = requisitions.opened < NEVER
    begin = min(history.first_day, history.origin - 30)
    counted = known & (requisitions.opened >= begin) & ~requisitions.is_evergreen
    seats = np.bincount(openings.requisition[openings.opened < NEVER], minlength=len(known))
    owned = [counted & (seats > 0) & (requisitions.function == f) for f in range(len(history.functions))]
    rate = _rates(history, _months(history, counted, begin), rng, draws, days)
    return Demand(rate, _closures(history, rng, draws), _resumption(history), tuple(seats[mine] for mine in owned))


def _months(history: History, counted: NDArray[np.bool_], begin: int) -> _Months:
    starts = [begin]
    while next_month(starts[-1]) <= history.origin:
        starts.append(next_month(starts[-1]))
    start = np.array(starts)
    opened = history.requisitions.opened[counted]
    cell = history.requisitions.function[counted] * len(start) + np.searchsorted(start, opened, side="right") - 1
    counts = np.bincount(cell, minlength=len(history.functions) * len(start)).astype(np.float64)
    return _Months(start, np.diff(start, append=history.origin + 1), counts.reshape(-1, len(start)))


def _rates(history: History, months: _Months, rng: np.random.Generator, draws: int, days: int) -> Floats:
    """New requisitions a day after the origin, (draws, functions, days + 1)."""
    middle = months.start + months.days // 2
    ratios = {lead: _plan_ratios(history, middle, middle - PLANNED_AHEAD, lead) for lead in LEADS}
    pull, lead = _choose_pull(months, ratios)
    predicted = months.days * _pulled(ratios[lead], pull)
    base = (months.opened.sum(axis=1) + 0.5) / np.maximum(predicted.sum(axis=1), 1)
    expected = base[:, None] * predicted
    by_month = [
        np.bincount(months_of(middle), weights=side.sum(axis=0), minlength=MONTHS) for side in (months.opened, expected)
    ]
    season = posterior_mean(by_month[0][None].astype(np.float64), by_month[1][None].astype(np.float64))[0]
    predicted *= season[months_of(middle)]
    weight = _remembered(months, predicted)
    seen, due = (months.opened * weight).sum(axis=1), (predicted * weight).sum(axis=1)
    own = rng.gamma(0.5 + seen, 1.0 / np.maximum(due, 1), size=(draws, len(base)))
    ahead = history.origin + np.arange(days + 1)
    to_come = _plan_ratios(history, ahead, np.full(len(ahead), history.origin), lead)
    shape = _pulled(to_come, pull) * season[months_of(ahead)]
    rate = own[:, :, None] * shape * _shocks(history, months, base[:, None] * predicted, rng, draws, ahead)
    rate[..., 0] = 0.0
    return np.asarray(rate)


def _choose_pull(months: _Months, ratios: dict[int, Floats]) -> tuple[float, int]:
    """How much of the plan's ups and downs openings follow, and how many days ahead of it, as past months tell best."""
    best, choice = -np.inf, (0.0, 0)
    total = months.opened.sum(axis=1, keepdims=True) + 0.5
    for pull in PULLS:
        for lead, ratio in ratios.items():
            predicted = months.days * _pulled(ratio, pull)
            mean = np.maximum(predicted * total / np.maximum(predicted.sum(axis=1, keepdims=True), 1), 1e-9)
            score = float((months.opened * np.log(mean) - mean).sum())
            if score > best + 1e-9:
                best, choice = score, (pull, lead)
    return choice


def _remembered(months: _Months, predicted: Floats) -> Floats:
    """Each month's weight, by the half-life that would have forecast the last year's months best."""
    count = len(months.start)
    ages = (months.start[-1] - months.start) / 30.4
    best, choice = -np.inf, np.ones(count)
    for half_life in MEMORIES:
        weight = np.ones(count) if half_life is None else 0.5 ** (ages / half_life)
        score = 0.0
        for month in range(max(count - MONTHS, 6), count):
            past = slice(0, month)
            seen = (months.opened[:, past] * weight[past]).sum(axis=1) + 0.5
            mean = predicted[:, month] * seen / np.maximum((predicted[:, past] * weight[past]).sum(axis=1), 1)
            score += float((months.opened[:, month] * np.log(np.maximum(mean, 1e-9)) - mean).sum())
        if score > best + 1e-9:
            best, choice = score, weight
    return choice


def _pulled(ratio: Floats, pull: float) -> Floats:
    """The factor of openings where plans are ``ratio`` of their mean and openings follow ``pull`` of that."""
    return np.maximum(1.0 - pull + pull * ratio, 0.05)


def _plan_ratios(history: History, days: Indices, known_by: Indices, lead: int) -> Floats:
    """The plan of the quarter ``lead`` days after each day over the function's mean plan, (functions, days); 1 where
    there is none. ``known_by`` is the day whose latest plan each day is judged by, or the first plan made after it.
    """
    plans, functions = history.plans, len(history.functions)
    if not len(plans.seats):
        return np.ones((functions, len(days)))
    # Function, quarter and day of planning in one number each, so that one search finds the version of every day.
    version = (plans.function * NEVER + plans.quarter) * NEVER + plans.planned
    order = np.argsort(version, kind="stable")
    version, seats = version[order], plans.seats[order]
    asked = (np.arange(functions)[:, None] * NEVER + quarter_starts(days + lead)) * NEVER
    first = np.minimum(np.searchsorted(version, asked), len(version) - 1)
    latest = np.maximum(np.searchsorted(version, asked + known_by, side="right") - 1, first)
    count = np.bincount(plans.function, minlength=functions)
    level = np.bincount(plans.function, weights=plans.seats, minlength=functions) / np.maximum(count, 1)
    is_planned = (version[first] // NEVER == asked // NEVER) & (level > 0)[:, None]
    return np.where(is_planned, seats[latest] / np.where(level > 0, level, 1.0)[:, None], 1.0)


def _shocks(
    history: History, months: _Months, expected: Floats, rng: np.random.Generator, draws: int, ahead: Indices
) -> Floats:
    """Factors (draws, functions, days) that hold for a calendar quarter: of the company, and of each function."""
    quarters = quarter_starts(months.start)
    names, number = np.unique(quarters, return_inverse=True)
    sums = [
        np.stack([np.bincount(number, weights=row, minlength=len(names)) for row in side]).astype(np.float64)
        for side in (months.opened, expected)
    ]
    variance = _dispersion(sums[0], sums[1])
    company = max(_dispersion(sums[0].sum(axis=0)[None], sums[1].sum(axis=0)[None]), COMPANY_SHOCK)
    _, place = np.unique(quarter_starts(ahead), return_inverse=True)
    shape = 1.0 / variance
    own = rng.gamma(shape, 1.0 / shape, size=(draws, len(sums[0]), place.max() + 1))
    common = np.exp(rng.normal(-company / 2, np.sqrt(company), size=(draws, 1, place.max() + 1)))
    return np.asarray((own * common)[:, :, place])


def _dispersion(observed: Floats, expected: Floats) -> float:
    """The likeliest variance over squared mean, beyond Poisson, of counts about their expectation."""
    mean = np.maximum(expected, 1e-9)[..., None]
    likelihood = negative_binomial(observed[..., None], mean, 1.0 / DISPERSIONS)
    return float(DISPERSIONS[int(np.argmax(likelihood.sum(axis=(0, 1))))])


def _closures(history: History, rng: np.random.Generator, draws: int) -> Floats:
    requisitions, openings, visits = history.requisitions, history.openings, history.visits
    count = len(requisitions.function)
    seats = np.bincount(openings.requisition[openings.opened < NEVER], minlength=count)
    hires = np.bincount(visits.requisition[visits.outcome == HIRED], minlength=count)
    closed = requisitions.closed < NEVER
    unfilled = closed & (hires < np.maximum(seats, 1)) & (requisitions.opened < NEVER)
    age = bin_of(np.maximum(requisitions.closed - requisitions.opened, 0)[unfilled], CLOSURE_EDGES)
    events = np.bincount(age, minlength=len(CLOSURE_EDGES))
    known = requisitions.opened < NEVER
    days = days_at_risk(
        requisitions.opened[known],
        np.minimum(requisitions.closed, history.origin + 1)[known],
        np.zeros(int(known.sum()), dtype=np.int64),
        1,
        CLOSURE_EDGES,
        0,
        history.origin + 1,
    )[0]
    mean = (events.sum() + 0.5) / (days.sum() + 365)
    return rng.gamma(events + 1.0, 1.0 / (days + 1.0 / mean), size=(draws, len(CLOSURE_EDGES)))


def _resumption(history: History) -> float:
    """Daily odds that a held seat is open again, from past holds; one in two months without any."""
    holds = history.holds
    begun = holds.started < NEVER
    ended = begun & (holds.ended < NEVER)
    days = (np.minimum(holds.ended, history.origin) - holds.started)[begun].sum()
    return float((ended.sum() + 1.0) / (days + 60.0))


def sample_seats(demand: Demand, function: int, rng: np.random.Generator, size: int) -> Indices:
    """Seats of new requisitions: of the function's past ones, or of anybody's with the weight of five requisitions."""
    own, everybody = demand.seats[function], np.concatenate([*demand.seats, np.ones(1, dtype=np.int64)])
    # One number tells both: the first places are the own ones, five more are shared by everybody's.
    place = rng.random(size) * (len(own) + 5)
    share = np.maximum(place - len(own), 0.0) / 5
    return np.concatenate([own, everybody])[
        np.where(place < len(own), place, len(own) + share * len(everybody)).astype(np.int64)
    ]
