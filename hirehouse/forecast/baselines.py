"""Forecasts from counts alone: the challenger, and the fallback where stage history is short (forecast.md 2).

``a2`` is the mean of the last four full quarters; ``b1`` scales the stage-weighted pipeline and ``b2`` the free seats
by the yields of past quarters, shrunk over functions; ``b3`` is the mean of the three with a range as wide as its past
errors were. Yields and errors come only from quarters that were over at the origin.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.special import gammaln

from hirehouse.forecast.exposure import Floats
from hirehouse.forecast.history import (
    ACTIVE,
    CENSORED,
    HIRED,
    NEVER,
    STAGES,
    History,
    Indices,
    quarter_start,
)
from hirehouse.forecast.state import UNLIMITED, free_seats

TRAILING = 4
MOST_PAST = 8
DISPERSIONS = np.array([1e-6, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8])


def past_quarters(history: History, count: int) -> list[int]:
    """First days of the last ``count`` full quarters within stage history, newest first."""
    found: list[int] = []
    start = quarter_start(quarter_start(history.origin + 1) - 1)
    while len(found) < count and start >= history.first_day:
        found.append(start)
        start = quarter_start(start - 1)
    return found


def trailing_mean(history: History) -> Floats:
    """Hires a day by function over the last four full quarters (a2); over all days known where there is no full one."""
    quarters = past_quarters(history, TRAILING)
    start = quarters[-1] if quarters else history.first_day
    end = quarter_start(history.origin + 1) if quarters else history.origin + 1
    return (history.hires(start, end) + 0.125) / max(end - start, 1)


def sample_a2(history: History, ends: Indices, rng: np.random.Generator, paths: int) -> Indices:
    """Samples (paths, functions, quarters) of hires between the origin and each end: Poisson of a Gamma rate."""
    quarters = past_quarters(history, TRAILING)
    days = max(quarter_start(history.origin + 1) - quarters[-1] if quarters else history.origin + 1, 1)
    seen = trailing_mean(history) * days
    rate = rng.gamma(seen + 0.375, 1.0 / days, size=(paths, len(seen)))
    return rng.poisson(rate[..., None] * np.diff(ends, prepend=0)).astype(np.int64)


def sample_b3(history: History, ends: Indices, rng: np.random.Generator, paths: int) -> Indices:
    """Samples (paths, functions, quarters) of the combined forecast, negative binomial about its mean."""
    means = _combined(history, ends)
    dispersion = _dispersion(history, ends)
    shape = 1.0 / dispersion
    rate = rng.gamma(shape, 1.0 / shape, size=(paths, *means.shape)) * means
    return rng.poisson(rate).astype(np.int64)


def _combined(history: History, ends: Indices) -> Floats:
    """Mean of a2, b1 and b2, (functions, quarters)."""
    spans = np.diff(ends, prepend=0)
    level = trailing_mean(history)[:, None] * spans
    sides = [level]
    for measure in (_weighted_pipeline, free_seat_counts):
        size = measure(history)
        sides.append(
            np.stack(
                [size * _yield(history, measure, end - span, span) for end, span in zip(ends, spans, strict=True)],
                axis=1,
            )
        )
    return np.mean(sides, axis=0)


def _yield(history: History, measure: Callable[[History], Floats], after: int, span: int) -> Floats:
    """Hires between ``after`` and ``after + span`` days from a past quarter's start, per unit of the measure then."""
    if span == 0:
        return np.zeros(len(history.functions))
    hires, sizes = np.zeros(len(history.functions)), np.zeros(len(history.functions))
    for start in past_quarters(history, MOST_PAST):
        begin = start + after
        if begin + span <= history.origin + 1:
            sizes += measure(history.as_known(start - 1))
            hires += history.hires(begin, begin + span)
    pooled = (hires.sum() + 0.5) / (sizes.sum() + 1.0)
    return (hires + 4 * pooled) / (sizes + 4)


def _weighted_pipeline(history: History) -> Floats:
    """Active candidates on open requisitions, each at the pooled odds that its stage ends in a hire, by function."""
    visits, requisitions = history.visits, history.requisitions
    last = np.flatnonzero(np.r_[visits.application[1:] != visits.application[:-1], len(visits.application) > 0])
    fate = np.full(len(visits.application), CENSORED)
    numbers = np.cumsum(np.r_[0, visits.application[1:] != visits.application[:-1]]) if len(last) else last
    if len(last):
        fate = visits.outcome[last][numbers]
    decided = (fate != ACTIVE) & (fate != CENSORED)
    reached = np.bincount(visits.stage[decided], minlength=len(STAGES))
    hired = np.bincount(visits.stage[decided & (fate == HIRED)], minlength=len(STAGES))
    odds = hired / np.maximum(reached, 1)
    waiting = (visits.outcome == ACTIVE) & (requisitions.closed[visits.requisition] == NEVER)
    owner = requisitions.function[visits.requisition[waiting]]
    weighted = np.bincount(owner, weights=odds[visits.stage[waiting]], minlength=len(history.functions))
    return weighted.astype(np.float64)


def free_seat_counts(history: History) -> Floats:
    """Free seats on open requisitions, evergreen ones left out, by function."""
    seats = free_seats(history)
    counted = np.where(seats >= UNLIMITED, 0, seats)
    owner = history.requisitions.function
    return np.bincount(owner, weights=counted, minlength=len(history.functions)).astype(float)


def _dispersion(history: History, ends: Indices) -> float:
    """Variance over squared mean, beyond Poisson, of the combined forecast's past errors; the likeliest of a few."""
    scores = np.zeros(len(DISPERSIONS))
    span = int(ends[-1] - (ends[-2] if len(ends) > 1 else 0))
    for start in past_quarters(history, MOST_PAST)[:TRAILING]:
        past = history.as_known(start - 1)
        if past.origin - past.first_day < span:
            continue
        means = np.maximum(_combined(past, np.array([span]))[:, 0], 0.05)
        hires = history.hires(start, start + span)[:, None]
        a = 1.0 / DISPERSIONS
        likelihood = gammaln(a + hires) - gammaln(a) + a * np.log(a) - (a + hires) * np.log(a + means[:, None])
        scores += (likelihood + hires * np.log(means)[:, None]).sum(axis=0)
    return float(DISPERSIONS[int(np.argmax(scores))]) if scores.any() else 0.1
