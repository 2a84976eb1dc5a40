"""Draw futures of one function: who would be hired when, cut by seats and closures.

People on a requisition are independent until it fills, and those cut off by its filling would have come later anyway.
So hires by a day are min(seats, people whose own day has come), and nobody's path has to be walked: each person needs
one number, and each requisition still to come one expected curve.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hirehouse.base.vocabulary import STAGES
from hirehouse.forecast.arrivals import Arrivals
from hirehouse.forecast.arrivals_to_come import AS_ODDS_SAY, Coming, Yields, lost_to_seats
from hirehouse.forecast.demand import Demand
from hirehouse.forecast.exposure import Floats
from hirehouse.forecast.hazards import AGES
from hirehouse.forecast.history import Indices
from hirehouse.forecast.odds import Chances
from hirehouse.forecast.seats import KINDS, Curves, Events, first_day, in_order, open_slots
from hirehouse.forecast.state import UNLIMITED, FunctionState

MOST_SEATS = 60  # openings of one requisition told apart; more of them share the last place


@dataclass(frozen=True)
class Futures:
    """Futures of one function: ``hires`` (kinds, paths, quarters), ``lost`` to seat ceilings as expected (quarters,),
    ``filled`` P(the n-th free seat of a requisition is filled by the quarter's end) (requisitions, seats, quarters),
    ``odds`` P(hired by the quarter's end) of each candidate, seats set aside (candidates, quarters), ``entry`` the same
    for somebody who enters a stage today (stages, quarters), ``free`` seats left on open ones (paths, quarters).
    """

    hires: Indices
    lost: Floats
    filled: Floats
    odds: Floats
    entry: Floats
    free: Indices


def simulate(
    state: FunctionState,
    chances: Chances,
    arrivals: Arrivals,
    demand: Demand,
    ends: Indices,
    rng: np.random.Generator,
    paths: int,
    yields: Yields = AS_ODDS_SAY,
) -> Futures:
    """Draw ``paths`` futures for every draw of the parameters; ``ends`` are days from the origin, increasing.

    Candidates, new applicants, new requisitions and closures have generators of their own: one more person, last,
    leaves everybody else's luck as it was, and hires can only grow.
    """
    size, quarters, width = chances.entered.shape[2] * paths, len(ends), chances.days + 1
    ((curves, curve_of),) = candidate_curves([state], chances)
    curves = raised(curves, yields.open)
    odds = np.stack([curves[:, :, end].mean(axis=1) for end in ends], axis=1)[curve_of]
    coming = Coming(state, chances, arrivals, demand, yields)
    of_candidates, of_new, of_later, of_closures = rng.spawn(4)
    opening, later = coming.on_future(of_later, paths)
    slots = open_slots(state, demand, of_closures, paths, width) + opening
    # Where seats are held people come and go until they are not: there everybody matters.
    most = np.where(slots.begins > 0, UNLIMITED, slots.seats)
    streams = [coming.on_open(paths), *later]
    events = [_candidates_hired(state, curves, curve_of, of_candidates, paths)]
    for stream, own in zip(streams, of_new.spawn(len(streams)), strict=True):
        events.append(stream.events(own, most[stream.first :]))
    kind, slot, day, rank = in_order(events, slots, width.bit_length())
    path, quarter = slots.path[slot], np.searchsorted(ends, np.arange(width))[day]
    fits = rank < slots.seats[slot]
    cell = (kind * size + path) * quarters + quarter
    hires = np.bincount(cell[fits], minlength=len(KINDS) * size * quarters).reshape(len(KINDS), size, quarters)
    cut = np.bincount(quarter[~fits & (kind == 0)], minlength=quarters) / size
    filling = np.flatnonzero(rank == slots.seats[slot] - 1)
    lost = cut + lost_to_seats(streams, slots, slot[filling], day[filling], ends) / size
    count = len(state.requisition)
    here = np.flatnonzero(fits & (slot < count * size))
    place = slot[here] // size * MOST_SEATS + np.minimum(rank[here], MOST_SEATS - 1)
    filled = np.bincount(place * quarters + quarter[here], minlength=count * MOST_SEATS * quarters)
    filled = filled.reshape(count, MOST_SEATS, quarters)
    total = int(np.minimum(state.seats, MOST_SEATS).sum())
    # New requisitions come last of the kinds: what is hired before them takes a seat that is there today.
    free = np.maximum(total - np.cumsum(hires[:-1].sum(axis=0), axis=1), 0)
    entered = raised(chances.entered[state.function], yields.open)
    entry = np.stack([entered[:, :, end].mean(axis=1) for end in ends], axis=1)
    return Futures(hires, lost, np.cumsum(filled, axis=2) / size, odds, entry, free)


def raised(odds: Curves, factor: float) -> Curves:
    """Odds whose hazard is ``factor`` times as large."""
    return odds if factor == 1.0 else 1.0 - (1.0 - odds) ** factor


def candidate_curves(states: Sequence[FunctionState], chances: Chances) -> list[tuple[Curves, Indices]]:
    """By state: P(hired within h days) of each stage and age found, (curves, draws, days + 1), and each candidate's
    curve."""
    function = np.repeat(np.arange(len(states)), [len(state.stage) for state in states])
    pair = np.concatenate([state.stage * AGES + state.age for state in states])
    found, curve_of = np.unique(function * len(STAGES) * AGES + pair, return_inverse=True)
    function, stage = np.divmod(found // AGES, len(STAGES))
    curves: NDArray[np.float32] = np.zeros((len(found), chances.entered.shape[2], chances.days + 1), dtype=np.float32)
    for age, odds in chances.by_age([state.function for state in states]):
        mine = np.flatnonzero(found % AGES == age)
        curves[mine] = odds[function[mine], stage[mine]]
    first = np.searchsorted(function, np.arange(len(states) + 1))
    bounds = np.cumsum([0, *(len(state.stage) for state in states)])
    return [
        (curves[first[number] : first[number + 1]], curve_of[bounds[number] : bounds[number + 1]] - first[number])
        for number in range(len(states))
    ]


def _candidates_hired(
    state: FunctionState, curves: Curves, curve_of: Indices, rng: np.random.Generator, paths: int
) -> Events:
    draws = curves.shape[1]
    chance = rng.random((len(curve_of), draws, paths), dtype=np.float32)
    candidate, draw, path = np.nonzero(chance < curves[curve_of, :, -1, None])
    day = first_day(curves, curve_of[candidate] * draws + draw, chance[candidate, draw, path])
    slot = (state.candidate_requisition[candidate] * draws + draw) * paths + path
    return Events(slot, day, KINDS.index("pipeline"))
