"""Cause-specific hazards of leaving a stage by days in it, learned from visits up to the origin.

Three layers multiply: a pooled shape by age, from all history; a level of each stage and cause for the company as it
is now, from recent history with a half-life that past windows chose; a multiplier of each function, shrunk. Draws come
from each layer's posterior, and from a common shock as large as past windows showed the company to move.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from hirehouse.base.vocabulary import STAGES
from hirehouse.forecast.exposure import Floats, Window, bin_of, days_by_age
from hirehouse.forecast.history import ACTIVE, HIRED, OUT, History, Indices
from hirehouse.forecast.shrinkage import negative_binomial, sample_multipliers

EDGES = (*range(15), 17, 21, 28, 42, 70, 120)
AGES = EDGES[-1] + 1
BIN_OF_AGE = bin_of(np.arange(AGES), EDGES)
CAUSES = 2  # on to another stage (or hired), out of the process
ADVANCE, LEAVE = range(CAUSES)
HALF_LIVES: tuple[float | None, ...] = (60.0, 120.0, 240.0, 480.0, None)
TESTED_DAYS = 91
FUNCTION_MEMORY = 4.0  # half-lives of the company's level: a function has fewer events to learn from
TESTED_WINDOWS = 4
LEAST_DAYS = 120
FUNCTION_SHOCK = 0.05  # variance of the log of what a function's hazards move by while the forecast runs
SHOCK_VARIANCES = np.array([1e-6, 0.002, 0.005, 0.01, 0.02, 0.04, 0.08, 0.15, 0.3])


@dataclass(frozen=True)
class Hazards:
    """Draws of daily odds given still there: ``advance`` and ``leave`` (draws, functions, stages, AGES), the last age
    standing for all later ones; ``split`` (draws, functions, stages, stages + 1): where an advance goes, hired last."""

    advance: Floats
    leave: Floats
    split: Floats
    half_life: float | None
    shock_variance: float


@dataclass(frozen=True)
class Tally:
    """Visits counted by calendar day, once; every window is then a weighted sum of days.

    ``at_risk`` (functions, stages, bins, days) people there on a day, the day they leave included; ``events`` (stages,
    bins, causes, days) of the company and ``own_events`` (functions, stages, causes, days), which need no ages.
    """

    first: int
    at_risk: Indices
    events: Indices
    own_events: Indices

    @property
    def days(self) -> int:
        """Days counted, the history's first one on."""
        return self.at_risk.shape[-1]

    def as_known(self, history: History, origin: int) -> Tally:
        """The tally of ``history.as_known(origin)``, to the last count, from this one of the whole ``history``: without
        later days, and without the few visits that were not yet known then."""
        visits = history.visits
        known = (visits.entered <= origin) & (visits.known <= origin)
        first = int(visits.entered.min(where=known, initial=origin))
        days = slice(first - self.first, origin + 1 - self.first)
        counts = [getattr(self, name)[..., days] for name in COUNTS]
        hidden = visits.where((visits.entered <= origin) & ~known)
        if len(hidden.stage):
            less = tally(replace(history, visits=hidden), self.first)
            counts = [count - getattr(less, name)[..., days] for count, name in zip(counts, COUNTS, strict=True)]
        return Tally(first, *counts)

    def weights(self, window: Window) -> Floats:
        """The window's weight of each day."""
        return window.weight(self.first + np.arange(self.days))

    def company(self, window: Window) -> tuple[Floats, Floats]:
        """Events (stages, bins, causes) and days at risk (stages, bins) of the whole company in a window."""
        weights = self.weights(window)
        return self.events @ weights, self._company_at_risk @ weights

    @cached_property
    def _company_at_risk(self) -> Indices:
        return np.asarray(self.at_risk.sum(axis=0))


COUNTS = ("at_risk", "events", "own_events")


def tally(history: History, first: int | None = None) -> Tally:
    """Visits of a history counted from its first day, or from the day ``first`` before it, to its origin."""
    visits = history.visits
    first = history.first_day if first is None else first
    functions, stages, days = len(history.functions), len(STAGES), history.origin + 1 - first
    group = history.requisitions.function[visits.requisition] * stages + visits.stage
    ended = visits.outcome <= OUT
    stopped = np.where(visits.outcome == ACTIVE, history.origin + 1, visits.left) + ended
    at_risk = days_by_age(visits.entered - first, stopped - first, group, functions * stages, EDGES, days)
    counted = np.flatnonzero(ended & (visits.left >= first) & (visits.left <= history.origin))
    left, stage = visits.left[counted], visits.stage[counted]
    age = bin_of(np.maximum(left - visits.entered[counted], 0), EDGES)
    cause = np.where(visits.outcome[counted] == OUT, LEAVE, ADVANCE)

    def by_day(shape: tuple[int, ...], cell: Indices) -> Indices:
        counts = np.bincount(cell * days + left - first, minlength=int(np.prod(shape)) * days)
        return counts.reshape(*shape, days)

    return Tally(
        first,
        at_risk.reshape(functions, stages, len(EDGES), days),
        by_day((stages, len(EDGES), CAUSES), (stage * len(EDGES) + age) * CAUSES + cause),
        by_day((functions, stages, CAUSES), group[counted] * CAUSES + cause),
    )


def _shape(events: Floats, at_risk: Floats) -> Floats:
    """Pooled daily odds (stages, bins, causes), thin bins drawn to the stage's mean by one event's weight."""
    at_risk = at_risk[..., None]
    mean = (events.sum(axis=1, keepdims=True) + 0.5) / (at_risk.sum(axis=1, keepdims=True) + 50)
    return (events + 1.0) / (at_risk + 1.0 / mean)


def _expected(shape: Floats, at_risk: Floats) -> Floats:
    """Events a shape predicts for days at risk (..., stages, bins): (..., stages, causes)."""
    return np.einsum("sbc,...sb->...sc", shape, at_risk)


def _level(shape: Floats, events: Floats, at_risk: Floats) -> tuple[Floats, Floats]:
    """Observed and expected events (stages, causes) of the weighted recent window, a prior of ten events at 1 added."""
    return events.sum(axis=1) + 10.0, _expected(shape, at_risk) + 10.0


def _choose(counts: Tally) -> tuple[float | None, float]:
    """The half-life that predicted past windows best, and the variance of the company's own moves about it.

    Each window of ``TESTED_DAYS`` is forecast from what came before it; stages and causes are summed over functions,
    scored by the negative binomial of the variance.
    """
    scores = np.zeros((len(HALF_LIVES), len(SHOCK_VARIANCES)))
    for number in range(TESTED_WINDOWS):
        end = counts.first + counts.days - number * TESTED_DAYS
        start = end - TESTED_DAYS
        if start - counts.first < LEAST_DAYS:
            break
        shape = _shape(*counts.company(Window(counts.first, start)))
        seen, at_risk = counts.company(Window(start, end))
        events, due = seen.sum(axis=1), _expected(shape, at_risk)
        for row, half_life in enumerate(HALF_LIVES):
            observed, expected = _level(shape, *counts.company(Window(counts.first, start, half_life)))
            predicted = np.maximum(due * observed / expected, 1e-9)
            scores[row] += negative_binomial(events, predicted, 1.0 / SHOCK_VARIANCES[:, None, None]).sum(axis=(1, 2))
    if not scores.any():
        return None, 0.01
    best, column = divmod(int(np.argmax(scores)), len(SHOCK_VARIANCES))
    return HALF_LIVES[best], float(SHOCK_VARIANCES[column])


def _split(history: History, rng: np.random.Generator, draws: int) -> Floats:
    """Where an advance goes: Dirichlet posteriors by function around the pooled shares, of ten advances' weight."""
    visits = history.visits
    # One more place for every other outcome: counting them too is cheaper than picking rows.
    shape = (len(history.functions), len(STAGES), HIRED + 2)
    cell = history.requisitions.function[visits.requisition] * len(STAGES) + visits.stage
    cell = cell * (HIRED + 2) + np.minimum(visits.outcome, HIRED + 1)
    counts = np.bincount(cell, minlength=int(np.prod(shape))).reshape(shape)[..., : HIRED + 1]
    onward = np.eye(len(STAGES), HIRED + 1, k=1)
    pooled = counts.sum(axis=0) + 0.5 * onward
    pooled /= pooled.sum(axis=-1, keepdims=True)
    weights = rng.standard_gamma(np.broadcast_to(counts + 10 * pooled, (draws, *counts.shape)))
    return weights / weights.sum(axis=-1, keepdims=True)


def learn_hazards(
    history: History,
    counts: Tally,
    rng: np.random.Generator,
    draws: int,
    memory: tuple[float | None, float] | None = None,
) -> Hazards:
    """Draws of the hazards as of the history's origin, of its ``counts``.

    ``memory`` is the half-life and the shocks' variance where they were chosen before; else past windows choose them.
    """
    first, end = history.first_day, history.origin + 1
    half_life, variance = memory or _choose(counts)
    shape = _shape(*counts.company(Window(first, end)))
    observed, expected = _level(shape, *counts.company(Window(first, end, half_life)))
    level = rng.gamma(observed, 1.0 / expected, size=(draws, *observed.shape))
    level *= np.exp(rng.normal(-variance / 2, np.sqrt(variance), size=level.shape))
    weights = counts.weights(Window(first, end, half_life and FUNCTION_MEMORY * half_life))
    function_events, function_expected = counts.own_events @ weights, _expected(shape, counts.at_risk @ weights)
    # Against the company of the same days: its level is a layer of its own.
    company = (function_events.sum(axis=0) + 1.0) / (function_expected.sum(axis=0) + 1.0)
    function_events = np.moveaxis(function_events, 0, -1)
    function_expected = np.moveaxis(function_expected * company, 0, -1)
    multiplier = sample_multipliers(rng, function_events, function_expected, draws)
    multiplier *= np.exp(rng.normal(0.0, np.sqrt(FUNCTION_SHOCK), size=multiplier.shape))
    ratio = np.moveaxis(multiplier, -1, 1) * level[:, None]
    rates = -np.log1p(-np.minimum(shape, 0.95))[None, None] * ratio[:, :, :, None, :]
    total = rates.sum(axis=-1)
    odds = -np.expm1(-total)[..., None] * rates / np.maximum(total, 1e-300)[..., None]
    odds = odds[:, :, :, BIN_OF_AGE, :]
    return Hazards(odds[..., ADVANCE], odds[..., LEAVE], _split(history, rng, draws), half_life, variance)
