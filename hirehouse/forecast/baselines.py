"""Forecasts from counts alone: the challenger, and the fallback where stage history is short.

``recent_mean`` is the mean of the last four full quarters. ``counts`` is the mean of that and of two others, which
scale the stage-weighted pipeline and the free seats by the yields of past quarters, shrunk over functions; its range is
as wide as its past errors were. Yields and errors come only from quarters that were over at the origin.
"""

from __future__ import annotations

import numpy as np

from hirehouse.base.vocabulary import STAGES
from hirehouse.forecast.exposure import Floats
from hirehouse.forecast.history import ACTIVE, CENSORED, HIRED, NEVER, History, Indices, quarter_start_day
from hirehouse.forecast.shrinkage import negative_binomial
from hirehouse.forecast.state import UNLIMITED, free_seats

TRAILING = 4
MOST_PAST = 8
DISPERSIONS = np.array([1e-6, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8])


def past_quarters(history: History, count: int, origin: int | None = None) -> list[int]:
    """First days of the last ``count`` quarters that are over at an origin and within stage history, newest first."""
    found: list[int] = []
    start = quarter_start_day(quarter_start_day((history.origin if origin is None else origin) + 1) - 1)
    while len(found) < count and start >= history.first_day:
        found.append(start)
        start = quarter_start_day(start - 1)
    return found


def trailing_mean(history: History, origin: int) -> Floats:
    """Hires a day by function over the last four full quarters; over all days known where there is no full one."""
    quarters = past_quarters(history, TRAILING, origin)
    start = quarters[-1] if quarters else history.first_day
    end = quarter_start_day(origin + 1) if quarters else origin + 1
    return (history.hires(start, end) + 0.125) / max(end - start, 1)


def sample_recent_mean(history: History, ends: Indices, rng: np.random.Generator, paths: int) -> Indices:
    """Samples (paths, functions, quarters) of hires between the origin and each end: Poisson of a Gamma rate."""
    quarters = past_quarters(history, TRAILING)
    days = max(quarter_start_day(history.origin + 1) - quarters[-1] if quarters else history.origin + 1, 1)
    seen = trailing_mean(history, history.origin) * days
    rate = rng.gamma(seen + 0.375, 1.0 / days, size=(paths, len(seen)))
    return rng.poisson(rate[..., None] * np.diff(ends, prepend=0)).astype(np.int64)


def sample_counts(history: History, ends: Indices, rng: np.random.Generator, paths: int) -> Indices:
    """Samples (paths, functions, quarters) of the combined forecast, negative binomial about its mean."""
    past = _Past(history)
    means = past.combined(history.origin, ends)
    shape = 1.0 / past.dispersion(ends)
    rate = rng.gamma(shape, 1.0 / shape, size=(paths, *means.shape)) * means
    return rng.poisson(rate).astype(np.int64)


class _Past:
    """What could be counted at past quarter starts and at the origin itself, each looked up once."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._counted: dict[int, tuple[Floats, Floats]] = {}

    def _counts(self, origin: int) -> tuple[Floats, Floats]:
        """The weighted pipeline and the free seats at the end of a day, by function."""
        if origin not in self._counted:
            known = self._history.as_known(origin)
            self._counted[origin] = (weighted_pipeline(known), free_seat_counts(known))
        return self._counted[origin]

    def combined(self, origin: int, ends: Indices) -> Floats:
        """Mean of the three forecasts as of an origin, (functions, quarters)."""
        spans = np.diff(ends, prepend=0)
        sides = [trailing_mean(self._history, origin)[:, None] * spans]
        for number, size in enumerate(self._counts(origin)):
            yields = [self._yield(origin, number, end - span, span) for end, span in zip(ends, spans, strict=True)]
            sides.append(size[:, None] * np.stack(yields, axis=1))
        return np.asarray(np.mean(sides, axis=0))

    def _yield(self, origin: int, number: int, after: int, span: int) -> Floats:
        """Hires between ``after`` and ``after + span`` days from past quarters' starts, per unit counted then."""
        if span == 0:
            return np.zeros(len(self._history.functions))
        hires, sizes = np.zeros(len(self._history.functions)), np.zeros(len(self._history.functions))
        for start in past_quarters(self._history, MOST_PAST, origin):
            if start + after + span <= origin + 1:
                sizes += self._counts(start - 1)[number]
                hires += self._history.hires(start + after, start + after + span)
        pooled = (hires.sum() + 0.5) / (sizes.sum() + 1.0)
        return np.asarray((hires + 4 * pooled) / (sizes + 4))

    def dispersion(self, ends: Indices) -> float:
        """Variance over squared mean, beyond Poisson, of the combined forecast's past errors: the likeliest."""
        scores = np.zeros(len(DISPERSIONS))
        span = int(ends[-1] - (ends[-2] if len(ends) > 1 else 0))
        for start in past_quarters(self._history, TRAILING):
            if start - 1 - self._history.first_day < span:
                continue
            means = np.maximum(self.combined(start - 1, np.array([span]))[:, 0], 0.05)
            hires = self._history.hires(start, start + span)[:, None].astype(np.float64)
            scores += negative_binomial(hires, means[:, None], 1.0 / DISPERSIONS).sum(axis=0)
        return float(DISPERSIONS[int(np.argmax(scores))]) if scores.any() else 0.1


def weighted_pipeline(history: History) -> Floats:
    """Active candidates on open requisitions, each at the pooled odds that its stage ends in a hire, by function."""
    visits, requisitions = history.visits, history.requisitions
    last = np.flatnonzero(np.diff(visits.application, append=-1))
    fate = visits.outcome[last]
    decided = (fate != ACTIVE) & (fate != CENSORED)
    # Undecided, decided otherwise, hired: one number for every visit of the application.
    end = np.repeat(decided.astype(np.int64) + (fate == HIRED), np.diff(last, prepend=-1))
    by_end = np.bincount(visits.stage * 3 + end, minlength=len(STAGES) * 3).reshape(len(STAGES), 3)
    odds = by_end[:, 2] / np.maximum(by_end[:, 1] + by_end[:, 2], 1)
    waiting = np.flatnonzero(visits.outcome == ACTIVE)
    waiting = waiting[requisitions.closed[visits.requisition[waiting]] == NEVER]
    owner = requisitions.function[visits.requisition[waiting]]
    weighted = np.bincount(owner, weights=odds[visits.stage[waiting]], minlength=len(history.functions))
    return weighted.astype(np.float64)


def free_seat_counts(history: History) -> Floats:
    """Free seats on open requisitions, evergreen ones left out, by function."""
    seats = free_seats(history)
    counted = np.where(seats >= UNLIMITED, 0, seats)
    owner = history.requisitions.function
    return np.bincount(owner, weights=counted, minlength=len(history.functions)).astype(float)
