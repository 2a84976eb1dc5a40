"""People who still come to a function's requisitions, open ones and those still to open: expected curves, and draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import fft

from hirehouse.forecast.arrivals import CLASSES, POSTING_EDGES, Arrivals, months_of
from hirehouse.forecast.demand import CLOSURE_EDGES, Demand, sample_seats
from hirehouse.forecast.exposure import Floats, bin_of
from hirehouse.forecast.history import Indices
from hirehouse.forecast.odds import Chances
from hirehouse.forecast.seats import KINDS, Events, Slots, cumulated, first_day, last_day
from hirehouse.forecast.state import FunctionState


@dataclass(frozen=True)
class Yields:
    """How many times as fast as people's own odds say seats fill, on requisitions open at the origin and on new ones.

    People are not quite independent: where few are left a recruiter tries harder, and where one is ahead the others
    wait. What that amounts to past quarters tell (``calibration``).
    """

    open: float = 1.0
    new: float = 1.0


AS_ODDS_SAY = Yields()


@dataclass(frozen=True)
class Stream:
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

    def events(self, rng: np.random.Generator, most: Indices) -> Events:
        """Potential hires in the order they come, on each slot at most as many as matter there.

        Between two of a Poisson process is an exponential step of its expectation; every round of steps has a
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
        day = self.begun[number] + first_day(self.curves, self.row[number], level / self.scale[number])
        return Events(self.first + number, np.minimum(day, days), self.kind)


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

    def on_open(self, paths: int) -> Stream:
        """New applicants on every path's open requisitions."""
        curves = self.open_curves()
        row = np.repeat(np.arange(curves.shape[0] * curves.shape[1]), paths)
        kind = KINDS.index("new_applicants")
        return Stream(kind, 0, curves, row, np.ones(len(row)), np.zeros(len(row), dtype=np.int64))

    def on_future(self, rng: np.random.Generator, paths: int) -> tuple[Slots, list[Stream]]:
        """Every path's requisitions still to open, and who comes to them by entry class."""
        arrivals, function, days = self._arrivals, self._state.function, self._days
        reached = np.cumsum(self._demand.rate[:, function], axis=-1)
        draws = len(reached)
        number = rng.poisson(np.repeat(reached[:, -1], paths))
        path = np.repeat(np.arange(draws * paths), number)
        draw = path // paths
        opened = first_day(reached, draw, rng.random(len(path)) * reached[draw, -1])
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
            streams.append(Stream(kind, first, curves[entry], draw, scale[entry], opened))
        risk = cumulated(self._demand.closure[:, bin_of(np.arange(days + 1), CLOSURE_EDGES)])
        closes = opened + last_day(risk, draw, rng.standard_exponential(len(path)))
        return Slots(path, seats, np.zeros(len(path)), closes), streams


def lost_to_seats(streams: list[Stream], slots: Slots, slot: Indices, day: Indices, ends: Indices) -> Floats:
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
