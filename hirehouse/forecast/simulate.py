"""Draw futures of one function: who would be hired when, cut by seats and closures.

People on a requisition are independent until it fills, and those cut off by its filling would have come later anyway.
So hires by a day are min(seats, people whose own day has come), and nobody's path has to be walked: each person needs
one number, and each requisition still to come one expected curve.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from hirehouse.forecast.chances import Chances
from hirehouse.forecast.demand import CLOSURE_EDGES, Demand, sample_seats
from hirehouse.forecast.exposure import Floats, bin_of
from hirehouse.forecast.flow import CLASSES, POSTING_EDGES, Arrivals, months_of
from hirehouse.forecast.hazards import AGES
from hirehouse.forecast.history import STAGES, Indices
from hirehouse.forecast.state import FunctionState

Curves = NDArray[np.float32] | Floats
# Where a hire of a path comes from.
KINDS = ("pipeline", "new_applicants", "new_requisitions")
MOST_SEATS = 60  # openings of one requisition told apart; more of them share the last place


@dataclass(frozen=True)
class Yields:
    """How many times as fast as people's own odds say seats fill, on requisitions open at the origin and on new ones.

    People are not quite independent: where few are left a recruiter tries harder, and where one is ahead the others
    wait. What that amounts to past quarters tell (``calibration``).
    """

    open: float = 1.0
    new: float = 1.0


@dataclass(frozen=True)
class Futures:
    """Futures of one function: ``hires`` (kinds, paths, quarters), ``lost`` to seat ceilings (paths, quarters),
    ``filled`` P(the n-th free seat of a requisition is filled by the quarter's end) (requisitions, seats, quarters),
    ``odds`` P(hired by the quarter's end) of each candidate, seats set aside (candidates, quarters), ``entry`` the same
    for somebody who enters a stage today (stages, quarters), ``free`` seats left on open ones (paths, quarters).
    """

    hires: Indices
    lost: Indices
    filled: Floats
    odds: Floats
    entry: Floats
    free: Indices


@dataclass(frozen=True)
class _Events:
    """Potential hires: path, requisition's number (free ones after the open ones), day, kind."""

    path: Indices
    requisition: Indices
    day: Indices
    kind: Indices


def simulate(
    state: FunctionState,
    chances: Chances,
    arrivals: Arrivals,
    demand: Demand,
    ends: Indices,
    rng: np.random.Generator,
    paths: int,
    yields: Yields = Yields(),
) -> Futures:
    """Draw ``paths`` futures for every draw of the parameters; ``ends`` are days from the origin, increasing.

    Each draw has generators of its own for candidates, new applicants, new requisitions and closures: one more person,
    last, leaves everybody else's luck as it was, and hires can only grow.
    """
    draws, width = chances.entered.shape[2], chances.days + 1
    quarters = len(ends)
    curves, curve_of = candidate_curves(state, chances)
    curves = raised(curves, yields.open)
    odds = np.stack([curves[:, :, end].mean(axis=1) for end in ends], axis=1)[curve_of]
    coming = Coming(state, chances, arrivals, demand, yields)
    risk = closure_risk(state, demand, width)
    hires = np.zeros((len(KINDS), draws * paths, quarters), dtype=np.int64)
    lost = np.zeros((draws * paths, quarters), dtype=np.int64)
    filled = np.zeros((len(state.requisition), MOST_SEATS, quarters))
    free = np.zeros((draws * paths, quarters), dtype=np.int64)
    for draw, own in enumerate(rng.spawn(draws)):
        of_candidates, of_new, of_later, of_closures = own.spawn(4)
        known = _draw_candidates(state, curves[:, draw], curve_of, of_candidates, paths)
        new = coming.on_open(draw, of_new, paths)
        later, new_seats, new_closed = coming.on_future(draw, of_later, paths)
        events = _Events(*(np.concatenate(each) for each in zip(known, new, later, strict=True)))
        seats = np.concatenate([state.seats, new_seats])
        kept, cut, rank = _seated(events, seats, risk[draw], new_closed, state, demand, of_closures, paths)
        quarter = np.searchsorted(ends, events.day)
        cell = (draw * paths + events.path) * quarters + quarter
        size = draws * paths * quarters
        for kind in range(len(KINDS)):
            chosen = kept & (events.kind == kind)
            hires[kind] += np.bincount(cell[chosen], minlength=size).reshape(draws * paths, quarters)
        lost += np.bincount(cell[cut], minlength=size).reshape(draws * paths, quarters)
        open_now = kept & (events.requisition < len(state.requisition))
        place = events.requisition[open_now] * MOST_SEATS + np.minimum(rank[open_now], MOST_SEATS - 1)
        counts = np.bincount(place * quarters + quarter[open_now], minlength=filled.size)
        filled += counts.reshape(filled.shape)
        taken = np.zeros((paths, quarters), dtype=np.int64)
        np.add.at(taken, (events.path[open_now], quarter[open_now]), 1)
        total = int(np.minimum(state.seats, MOST_SEATS).sum())
        free[draw * paths : (draw + 1) * paths] = np.maximum(total - np.cumsum(taken, axis=1), 0)
    entered = raised(chances.entered[state.function], yields.open)
    entry = np.stack([entered[:, :, end].mean(axis=1) for end in ends], axis=1)
    return Futures(hires, lost, np.cumsum(filled, axis=2) / (draws * paths), odds, entry, free)


def raised(odds: Curves, factor: float) -> Curves:
    """Odds whose hazard is ``factor`` times as large."""
    return odds if factor == 1.0 else 1.0 - (1.0 - odds) ** factor


def candidate_curves(state: FunctionState, chances: Chances) -> tuple[Curves, Indices]:
    """P(hired within h days) of each stage and age found, (curves, draws, days + 1), and each candidate's curve."""
    pairs, curve_of = np.unique(state.stage * AGES + state.age, return_inverse=True)
    curves: NDArray[np.float32] = np.zeros((len(pairs), chances.entered.shape[2], chances.days + 1), dtype=np.float32)
    for stage in range(len(STAGES)):
        mine = np.flatnonzero(pairs // AGES == stage)
        if len(mine):
            curves[mine] = chances.by_age(state.function, stage)[pairs[mine] % AGES]
    return curves, curve_of


def _draw_candidates(
    state: FunctionState, curves: Curves, curve_of: Indices, rng: np.random.Generator, paths: int
) -> tuple[Indices, Indices, Indices, Indices]:
    chance = rng.random((len(curve_of), paths), dtype=np.float32)
    candidate, path = np.nonzero(chance < curves[curve_of, -1, None])
    day = _first_day(curves[curve_of[candidate]], chance[candidate, path])
    return path, state.candidate_requisition[candidate], day, np.zeros_like(path)


def _first_day(curves: Curves, levels: Curves) -> Indices:
    """The first day on which each row's rising curve is above its level; at least 1."""
    return np.maximum((curves <= levels[:, None]).sum(axis=1), 1)


class Coming:
    """Expected hires of people still to come, by day, on open requisitions and on those still to open."""

    def __init__(
        self, state: FunctionState, chances: Chances, arrivals: Arrivals, demand: Demand, yields: Yields
    ) -> None:
        self._state, self._arrivals, self._demand, self._yields = state, arrivals, demand, yields
        self._days = chances.days
        self._size = fft.next_fast_len(2 * (self._days + 1), real=True)
        function = state.function
        late = np.einsum("s,sdh->dh", arrivals.entry[function], chances.entered[function])
        self._hired = fft.rfft(np.stack([chances.entered[function, 0], late]), self._size)
        ahead = np.arange(self._days + 1)
        self._month = arrivals.month[:, months_of(state.origin + ahead)]
        bins = bin_of(state.posting_age[:, None] + ahead, POSTING_EDGES)
        rate = arrivals.by_age[:, bins] * self._month[:, None]
        rate[..., 0] = 0.0
        self._open = fft.rfft(rate, self._size)
        fresh = arrivals.by_age[:, bin_of(ahead, POSTING_EDGES)]
        self._fresh = fft.rfft(fresh, self._size)

    def open_curves(self, draw: int) -> Floats:
        """Expected hires of new applicants by day, (open requisitions, days + 1)."""
        function = self._arrivals.function[draw, :, self._state.function]
        scale = self._arrivals.requisition[draw][:, self._state.requisition] * function[:, None]
        spectrum = np.einsum("cr,crw,cw->rw", scale, self._open, self._hired[:, draw])
        curve = fft.irfft(spectrum, self._size)[:, : self._days + 1]
        return np.asarray(self._yields.open * np.maximum.accumulate(np.maximum(curve, 0.0), axis=1))

    def fresh_curves(self, draw: int) -> Floats:
        """Expected hires by days since opening on an average new requisition, by entry class (classes, days + 1)."""
        curves = fft.irfft(self._fresh * self._hired[:, draw], self._size)[:, : self._days + 1]
        return np.asarray(self._yields.new * np.maximum(curves, 0.0))

    def on_open(self, draw: int, rng: np.random.Generator, paths: int) -> tuple[Indices, Indices, Indices, Indices]:
        """Potential hires of new applicants on open requisitions."""
        curve = self.open_curves(draw)
        number = rng.poisson(curve[:, -1, None], size=(len(curve), paths))
        requisition, path = (np.repeat(each.ravel(), number.ravel()) for each in np.indices(number.shape))
        day = _first_day(curve[requisition], rng.random(len(path)) * curve[requisition, -1])
        return path, requisition, day, np.ones_like(path)

    def on_future(
        self, draw: int, rng: np.random.Generator, paths: int
    ) -> tuple[tuple[Indices, Indices, Indices, Indices], Indices, Floats]:
        """Potential hires on requisitions still to open, their seats, and the day each closes unfilled."""
        arrivals, function, days = self._arrivals, self._state.function, self._days
        reached = np.cumsum(self._demand.rate[draw, function])
        number = rng.poisson(reached[-1], size=paths)
        owner = np.repeat(np.arange(paths), number)
        opened = np.clip(np.searchsorted(reached, rng.random(len(owner)) * reached[-1], side="right"), 1, days)
        seats = sample_seats(self._demand, function, rng, len(owner))
        curves = self.fresh_curves(draw)
        own = rng.gamma(arrivals.spread[:, None], 1.0 / arrivals.spread[:, None], size=(CLASSES, len(owner)))
        scale = own * arrivals.function[draw, :, function, None] * self._month[:, opened]
        left = days - opened
        expected = np.einsum("cn,cn->n", scale, curves[:, left])
        count = rng.poisson(expected)
        which = np.repeat(np.arange(len(owner)), count)
        curve = np.einsum("cn,cw->nw", scale[:, which], curves)
        level = rng.random(len(which)) * expected[which]
        day = np.minimum(opened[which] + _first_day(curve, level), days)
        closed = opened + _unfilled_after(self._demand.closure[draw], rng.standard_exponential(len(owner)))
        events = (owner[which], len(self._state.requisition) + which, day, np.full(len(which), 2))
        return events, seats, closed


def _unfilled_after(odds: Floats, level: Floats) -> Floats:
    """Days from opening to a closure without a hire, where cumulated odds reach each level."""
    edges = np.asarray(CLOSURE_EDGES, dtype=float)
    cumulated = np.concatenate([[0.0], np.cumsum(odds[:-1] * np.diff(edges))])
    place = np.searchsorted(cumulated, level, side="right") - 1
    return edges[place] + (level - cumulated[place]) / odds[place]


def closure_risk(state: FunctionState, demand: Demand, width: int) -> Floats:
    """Cumulated odds of a closure without a hire, (draws, open requisitions, days)."""
    bins = bin_of(state.posting_age[:, None] + np.arange(width), CLOSURE_EDGES)
    daily = demand.closure[:, bins]
    daily[..., 0] = 0.0
    return np.cumsum(daily, axis=-1)


def _seated(
    events: _Events,
    seats: Indices,
    risk: Floats,
    new_closed: Floats,
    state: FunctionState,
    demand: Demand,
    rng: np.random.Generator,
    paths: int,
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], Indices]:
    """Which potential hires find the requisition open and a seat free, which come too late for a seat, and the rank."""
    open_count = len(state.requisition)
    closure = rng.standard_exponential((open_count, paths))
    resumed = rng.standard_exponential((open_count, paths)) / demand.resumption
    on_open = events.requisition < open_count
    place = np.where(on_open, events.requisition, 0)
    if open_count:
        alive = risk[place, events.day] < closure[place, events.path]
        alive &= ~state.is_held[place] | (events.day >= resumed[place, events.path])
    else:
        alive = np.ones(len(place), dtype=bool)
    fresh = np.where(on_open, 0, events.requisition - open_count)
    if len(new_closed):
        alive = np.where(on_open, alive, events.day <= new_closed[fresh])
    key = events.path * len(seats) + events.requisition
    order = np.lexsort((events.day, key, ~alive))
    ordered = key[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    rank = np.empty(len(key), dtype=np.int64)
    rank[order] = np.arange(len(key)) - np.repeat(starts, np.diff(np.r_[starts, len(key)]))
    fits = rank < seats[events.requisition] if len(seats) else np.zeros(0, dtype=bool)
    return alive & fits, alive & ~fits, rank
