"""People who still come: arrivals on an open requisition, by entry stage.

A pooled rate by posting age, times the month of the year, times what a requisition's seats draw, times the function,
times the requisition, each shrunk.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hirehouse.base.vocabulary import STAGES
from hirehouse.forecast.exposure import Floats, bin_of, days_at_risk
from hirehouse.forecast.history import NEVER, History, Indices, day_date
from hirehouse.forecast.shrinkage import posterior_mean, prior_strength, sample_multipliers

POSTING_EDGES = (0, 3, 7, 14, 21, 28, 42, 60, 90, 120, 180, 270)
MONTHS = 12
# Entry classes: at the first stage, and at any later one (sourced, referred).
CLASSES = 2
MOST_SEATS = 4  # of a requisition, beyond which more of them are taken to draw no more people
SHOCK = 0.03  # variance of the log of what arrivals move by, of the company and of each function


@dataclass(frozen=True)
class Arrivals:
    """Draws of the arrivals' rate a day: ``by_age`` (classes, posting bins), ``month`` (classes, 12), ``function``
    (draws, classes, functions), ``requisition`` (draws, classes, requisitions; 0 where one is not open), ``seats``
    (classes, seats from 0 to ``MOST_SEATS``; what more seats draw is in ``requisition`` too), the spread of new
    requisitions (classes,) and where late entries begin (functions, stages)."""

    by_age: Floats
    month: Floats
    function: Floats
    requisition: Floats
    seats: Floats
    spread: Floats
    entry: Floats


def learn_arrivals(history: History, rng: np.random.Generator, draws: int) -> Arrivals:
    """Arrivals as of the history's origin."""
    visits, requisitions, openings = history.visits, history.requisitions, history.openings
    count, functions = len(requisitions.function), len(history.functions)
    first = np.flatnonzero(visits.is_first & (requisitions.opened < NEVER)[visits.requisition])
    place, stage, entered = visits.requisition[first], visits.stage[first], visits.entered[first]
    late = (stage > 0).astype(np.int64)
    age = bin_of(np.maximum(entered - requisitions.opened[place], 0), POSTING_EDGES)
    begin = max(history.first_day, 0)
    exposure = _posting_days(history, begin)
    by_age, month = np.empty((CLASSES, len(POSTING_EDGES))), np.empty((CLASSES, MONTHS))
    expected = np.zeros((CLASSES, count))
    days = np.arange(history.first_day, entered.max(initial=history.first_day) + 1)
    by_bin, by_month, observed = (
        np.bincount(late * size + cell, minlength=CLASSES * size).reshape(CLASSES, size).astype(np.float64)
        for cell, size in (
            (age, len(POSTING_EDGES)),
            (months_of(days)[entered - history.first_day], MONTHS),
            (place, count),
        )
    )
    at_risk = exposure.sum(axis=(0, 1))
    for entry, arrived in enumerate(by_bin):
        mean = (arrived.sum() + 0.5) / (at_risk.sum() + 100)
        by_age[entry] = (arrived + 2) / (at_risk + 2 / mean)
        predicted = exposure @ by_age[entry]  # (requisitions, months)
        month[entry] = posterior_mean(by_month[entry][None], predicted.sum(axis=0)[None])[0]
        expected[entry] = predicted @ month[entry]
    owner = requisitions.function
    seats = np.bincount(openings.requisition[openings.opened < NEVER], minlength=count)
    told = np.minimum(seats, MOST_SEATS)
    level = posterior_mean(_summed(observed, owner, functions), _summed(expected, owner, functions))
    by_seats = posterior_mean(
        _summed(observed, told, MOST_SEATS + 1), _summed(expected * level[:, owner], told, MOST_SEATS + 1)
    )
    expected *= by_seats[:, told]
    by_function = [_summed(side, owner, functions) for side in (observed, expected)]
    function = sample_multipliers(rng, by_function[0], by_function[1], draws)
    for size in ((draws, CLASSES, 1), function.shape):
        function *= np.exp(rng.normal(0.0, np.sqrt(SHOCK), size=size))
    own = expected * posterior_mean(by_function[0], by_function[1])[:, owner]
    spread = np.array([prior_strength(observed[entry], own[entry]) for entry in range(CLASSES)])
    # Only where people can still come: drawn for everything that ever was open, it would cost most of the time here.
    is_open = np.flatnonzero((requisitions.opened < NEVER) & (requisitions.closed == NEVER))
    shape, rate = ((spread[:, None] + side[:, is_open]).T[..., None] for side in (observed, own))
    requisition = np.zeros((draws, CLASSES, count))
    requisition[..., is_open] = (rng.standard_gamma(shape, size=(len(is_open), CLASSES, draws)) / rate).T
    requisition *= by_seats[:, told]
    entries = np.bincount(owner[place] * len(STAGES) + stage, minlength=functions * len(STAGES))
    entries = entries.reshape(functions, len(STAGES)).astype(float)
    entries[:, 0] = 0.0
    pooled = entries.sum(axis=0) + 0.1 * (np.arange(len(STAGES)) == 1)
    entries += 20 * pooled / pooled.sum()
    entry_shares = entries / entries.sum(axis=1, keepdims=True)
    return Arrivals(by_age, month, function, requisition, by_seats, spread, entry_shares)


def _summed(values: Floats, group: Indices, groups: int) -> Floats:
    """Rows of values (classes, requisitions) summed by group."""
    return np.stack([np.bincount(group, weights=row, minlength=groups) for row in values])


def _posting_days(history: History, begin: int) -> Floats:
    """Open days (requisitions, months of the year, posting bins) up to the origin."""
    requisitions = history.requisitions
    count = len(requisitions.function)
    found = np.zeros((count, MONTHS, len(POSTING_EDGES)))
    start = begin
    while start <= history.origin:
        day = day_date(start)
        end = min(next_month(start), history.origin + 1)
        there = np.flatnonzero((requisitions.opened < end) & (requisitions.closed > start))
        opened, closed, place = requisitions.opened[there], requisitions.closed[there], np.arange(len(there))
        found[there, day.month - 1] += days_at_risk(opened, closed, place, len(there), POSTING_EDGES, start, end)
        start = end
    return found


def months_of(days: Indices) -> Indices:
    """The month of the year, 0 to 11, of each day."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % MONTHS


def next_month(day: int) -> int:
    """The first day of the month after the one of ``day``."""
    month = np.datetime64(day, "D").astype("datetime64[M]") + 1
    return int(month.astype("datetime64[D]").astype(np.int64))
