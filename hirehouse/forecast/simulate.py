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
from scipy import fft

from hirehouse.forecast.chances import Chances
from hirehouse.forecast.demand import CLOSURE_EDGES, Demand, sample_seats
from hirehouse.forecast.exposure import Floats, bin_of
from hirehouse.forecast.flow import CLASSES, POSTING_EDGES, Arrivals, months_of
from hirehouse.forecast.hazards import AGES
from hirehouse.forecast.history import STAGES, Indices
from hirehouse.forecast.state import UNLIMITED, FunctionState

Curves = NDArray[np.float32] | Floats
# Where a hire of a path comes from.
KINDS = ("pipeline", "new_applicants", "new_requisitions")
KIND_BITS = 2
BLOCK = 1 << 14  # numbers searched at a time: what fits a core's own cache takes a third of the time
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


@dataclass(frozen=True)
class _Events:
    """Potential hires: the path's requisition (a slot of its own), day, kind."""

    slot: Indices
    day: Indices
    kind: int


@dataclass(frozen=True)
class _Slots:
    """Every path's own requisitions, open ones first: its path and seats, and the days from which on and up to which
    people can be hired on it."""

    path: Indices
    seats: Indices
    begins: Floats
    closes: Indices

    def __add__(self, other: _Slots) -> _Slots:
        return _Slots(*(np.concatenate(pair) for pair in zip(vars(self).values(), vars(other).values(), strict=True)))


@dataclass(frozen=True)
class _Stream:
    """People who still come to the slots from ``first`` on, one after the other: hires expected by each day are
    ``scale`` times a ``row`` of rising ``curves`` (..., days + 1), counted from the day ``begun``."""

    kind: int
    first: int
    curves: Floats
    row: Indices
    scale: Floats
    begun: Indices

    def reached(self, number: Indices, day: Indices | int) -> Floats:
        """Hires expected by a day, on some of the slots by their ``number`` in the stream."""
        place = self.row[number] * self.curves.shape[-1] + np.maximum(day - self.begun[number], 0)
        return np.asarray(self.scale[number] * self.curves.reshape(-1).take(place))

    def events(self, rng: np.random.Generator, most: Indices) -> _Events:
        """Potential hires in the order they come, on each slot at most as many as matter there.

        Between two of a Poisson process lies an exponential step of its expectation; every round of steps has a
        generator of its own, so that a further slot, last, leaves the others' luck as it was.
        """
        days = self.curves.shape[-1] - 1
        number, level, taken = np.arange(len(self.row)), np.zeros(len(self.row)), 0
        total = self.reached(number, days)
        slots, levels = [number[:0]], [level[:0]]
        while len(number):
            level = level + rng.spawn(1)[0].standard_exponential(len(number))
            comes = np.flatnonzero(level < total[number])
            number, level, taken = number[comes], level[comes], taken + 1
            slots.append(number)
            levels.append(level)
            more = np.flatnonzero(most[number] > taken)
            number, level = number[more], level[more]
        number, level = np.concatenate(slots), np.concatenate(levels)
        day = self.begun[number] + _first_day(self.curves, self.row[number], level / self.scale[number])
        return _Events(self.first + number, np.minimum(day, days), self.kind)


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
    slots = _open_slots(state, demand, of_closures, paths, width) + opening
    # Where seats are held people come and go until they are not: there everybody matters.
    most = np.where(slots.begins > 0, UNLIMITED, slots.seats)
    streams = [coming.on_open(paths), *later]
    events = [_candidates_hired(state, curves, curve_of, of_candidates, paths)]
    for stream, own in zip(streams, of_new.spawn(len(streams)), strict=True):
        events.append(stream.events(own, most[stream.first :]))
    kind, slot, day, rank = _in_order(events, slots, width.bit_length())
    path, quarter = slots.path[slot], np.searchsorted(ends, np.arange(width))[day]
    fits = rank < slots.seats[slot]
    cell = (kind * size + path) * quarters + quarter
    hires = np.bincount(cell[fits], minlength=len(KINDS) * size * quarters).reshape(len(KINDS), size, quarters)
    cut = np.bincount(quarter[~fits & (kind == 0)], minlength=quarters) / size
    filling = np.flatnonzero(rank == slots.seats[slot] - 1)
    lost = cut + _lost(streams, slots, slot[filling], day[filling], ends) / size
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
) -> _Events:
    draws = curves.shape[1]
    chance = rng.random((len(curve_of), draws, paths), dtype=np.float32)
    candidate, draw, path = np.nonzero(chance < curves[curve_of, :, -1, None])
    day = _first_day(curves, curve_of[candidate] * draws + draw, chance[candidate, draw, path])
    slot = (state.candidate_requisition[candidate] * draws + draw) * paths + path
    return _Events(slot, day, KINDS.index("pipeline"))


def _first_day(curves: Curves, row: Indices, level: Curves) -> Indices:
    """The first day on which a row of the rising curves (..., days + 1) is above its level, at least 1; levels are
    below the last day's."""
    width, flat = curves.shape[-1], curves.reshape(-1)
    steps = [1 << bit for bit in reversed(range(width.bit_length()))]
    found = np.empty(len(row), dtype=np.int64)
    for begin in range(0, len(row), BLOCK):
        block = slice(begin, begin + BLOCK)
        first = row[block] * width
        place, last = first, first + (width - 1)
        for step in steps:
            probed = np.minimum(place + step, last)
            place = np.where(flat.take(probed) <= level[block], probed, place)
        found[block] = np.minimum(place - first + 1, width - 1)
    return found


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

    def open_curves(self) -> Floats:
        """Expected hires of new applicants by day, (open requisitions, draws, days + 1)."""
        function = self._arrivals.function[:, :, self._state.function]
        scale = self._arrivals.requisition[:, :, self._state.requisition] * function[:, :, None]
        first, late = (
            scale[:, entry].T[..., None] * self._open[entry][:, None] * self._hired[entry] for entry in range(CLASSES)
        )
        curve = fft.irfft(first + late, self._size)[..., : self._days + 1]
        return np.asarray(self._yields.open * np.maximum.accumulate(np.maximum(curve, 0.0), axis=-1))

    def fresh_curves(self) -> Floats:
        """Expected hires by days since opening on an average new requisition, (classes, draws, days + 1)."""
        curves = fft.irfft(self._fresh[:, None] * self._hired, self._size)[..., : self._days + 1]
        return np.asarray(self._yields.new * np.maximum.accumulate(np.maximum(curves, 0.0), axis=-1))

    def on_open(self, paths: int) -> _Stream:
        """New applicants on every path's open requisitions."""
        curves = self.open_curves()
        row = np.repeat(np.arange(curves.shape[0] * curves.shape[1]), paths)
        kind = KINDS.index("new_applicants")
        return _Stream(kind, 0, curves, row, np.ones(len(row)), np.zeros(len(row), dtype=np.int64))

    def on_future(self, rng: np.random.Generator, paths: int) -> tuple[_Slots, list[_Stream]]:
        """Every path's requisitions still to open, and who comes to them by entry class."""
        arrivals, function, days = self._arrivals, self._state.function, self._days
        reached = np.cumsum(self._demand.rate[:, function], axis=-1)
        draws = len(reached)
        number = rng.poisson(np.repeat(reached[:, -1], paths))
        path = np.repeat(np.arange(draws * paths), number)
        draw = path // paths
        opened = _first_day(reached, draw, rng.random(len(path)) * reached[draw, -1])
        spread = arrivals.spread[:, None]
        scale = rng.standard_gamma(spread, size=(CLASSES, len(path))) / spread
        curves, first = self.fresh_curves(), draws * paths * len(self._state.requisition)
        seats = sample_seats(self._demand, function, rng, len(path))
        size = np.minimum(seats, arrivals.seats.shape[1] - 1)
        streams = []
        for entry in range(CLASSES):
            level = self._month[entry] * arrivals.function[:, entry, function, None]
            scale[entry] *= level[draw, opened] * arrivals.seats[entry, size]
            kind = KINDS.index("new_requisitions")
            streams.append(_Stream(kind, first, curves[entry], draw, scale[entry], opened))
        risk = _cumulated(self._demand.closure[:, bin_of(np.arange(days + 1), CLOSURE_EDGES)])
        closes = opened + _last_day(risk, draw, rng.standard_exponential(len(path)))
        return _Slots(path, seats, np.zeros(len(path)), closes), streams


def closure_risk(state: FunctionState, demand: Demand, width: int) -> Floats:
    """Cumulated odds of a closure without a hire, (draws, open requisitions, days)."""
    bins = bin_of(state.posting_age[:, None] + np.arange(width), CLOSURE_EDGES)
    return _cumulated(demand.closure[:, bins])


def _cumulated(daily: Floats) -> Floats:
    daily[..., 0] = 0.0
    return np.cumsum(daily, axis=-1)


def _last_day(risk: Floats, row: Indices, level: Floats) -> Indices:
    """The last day before a row of cumulated odds (..., days) passes its level; the number of days where none does."""
    width = risk.shape[-1]
    stays = level >= risk.reshape(-1, width)[row, -1]
    return np.where(stays, width, _first_day(risk, row, np.where(stays, 0.0, level)) - 1)


def _open_slots(state: FunctionState, demand: Demand, rng: np.random.Generator, paths: int, width: int) -> _Slots:
    """Every path's requisitions that are open today: until when each is, and from when on where its seats are held."""
    risk = closure_risk(state, demand, width)
    draws, count = risk.shape[:2]
    of_closures, of_holds = rng.spawn(2)
    row = (np.arange(draws) * count + np.arange(count)[:, None]).repeat(paths)
    resumed = of_holds.standard_exponential(len(row)) / demand.resumption
    return _Slots(
        path=np.tile(np.arange(draws * paths), count),
        seats=np.repeat(state.seats, draws * paths),
        begins=np.where(np.repeat(state.is_held, draws * paths), resumed, 0.0),
        closes=_last_day(risk, row, of_closures.standard_exponential(len(row))),
    )


def _lost(streams: list[_Stream], slots: _Slots, slot: Indices, day: Indices, ends: Indices) -> Floats:
    """Hires by quarter that were still to come on slots whose last seat was taken on a day, as expected that day."""
    found = np.zeros(len(ends))
    for stream in streams:
        mine = np.flatnonzero((slot >= stream.first) & (slot < stream.first + len(stream.row)))
        number, filled, closes = slot[mine] - stream.first, day[mine], slots.closes[slot[mine]]
        before = stream.reached(number, filled).sum()
        for quarter, end in enumerate(ends):
            until = np.maximum(np.minimum(closes, end), filled)
            found[quarter] += stream.reached(number, until).sum() - before
    return np.diff(found, prepend=0.0)


def _in_order(events: list[_Events], slots: _Slots, day_bits: int) -> tuple[Indices, Indices, Indices, Indices]:
    """Kind, slot, day and rank in its slot of every potential hire that finds its requisition open, by slot, day, kind.

    One number's bits stand for all three: sorting numbers is several times as fast as sorting by columns.
    """
    found = []
    for each in events:
        is_open = (each.day <= slots.closes[each.slot]) & (each.day >= slots.begins[each.slot])
        found.append(((each.slot[is_open] << day_bits | each.day[is_open]) << KIND_BITS) + each.kind)
    key = np.sort(np.concatenate(found))
    kind, day = key & (1 << KIND_BITS) - 1, key >> KIND_BITS & (1 << day_bits) - 1
    slot = key >> KIND_BITS + day_bits
    starts = np.flatnonzero(np.diff(slot, prepend=-1))
    rank = np.arange(len(slot)) - np.repeat(starts, np.diff(starts, append=len(slot)))
    return kind, slot, day, rank
