"""Requisitions of many futures at once: when each is open, and who of those who would be hired finds a seat.

A slot is one requisition in one path; what may be hired on it are events, each of a day.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hirehouse.forecast.demand import CLOSURE_EDGES, Demand
from hirehouse.forecast.exposure import Floats, bin_of
from hirehouse.forecast.history import Indices
from hirehouse.forecast.state import FunctionState

Curves = NDArray[np.float32] | Floats
# Where a hire of a path comes from.
KINDS = ("pipeline", "new_applicants", "new_requisitions")
KIND_BITS = 2
BLOCK = 1 << 14  # numbers searched at a time: what fits a core's own cache takes a third of the time


@dataclass(frozen=True)
class Events:
    """Potential hires: the path's requisition (a slot of its own), day, kind."""

    slot: Indices
    day: Indices
    kind: int


@dataclass(frozen=True)
class Slots:
    """Every path's own requisitions, open ones first: its path and seats, and the days from which on and up to which
    people can be hired on it."""

    path: Indices
    seats: Indices
    begins: Floats
    closes: Indices

    def __add__(self, other: Slots) -> Slots:
        return Slots(*(np.concatenate(pair) for pair in zip(vars(self).values(), vars(other).values(), strict=True)))


def first_day(curves: Curves, row: Indices, level: Curves) -> Indices:
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


def closure_risk(state: FunctionState, demand: Demand, width: int) -> Floats:
    """Cumulated odds of a closure without a hire, (draws, open requisitions, days)."""
    bins = bin_of(state.posting_age[:, None] + np.arange(width), CLOSURE_EDGES)
    return cumulated(demand.closure[:, bins])


def cumulated(daily: Floats) -> Floats:
    daily[..., 0] = 0.0
    return np.cumsum(daily, axis=-1)


def last_day(risk: Floats, row: Indices, level: Floats) -> Indices:
    """The last day before a row of cumulated odds (..., days) passes its level; the number of days where none does."""
    width = risk.shape[-1]
    stays = level >= risk.reshape(-1, width)[row, -1]
    return np.where(stays, width, first_day(risk, row, np.where(stays, 0.0, level)) - 1)


def open_slots(state: FunctionState, demand: Demand, rng: np.random.Generator, paths: int, width: int) -> Slots:
    """Every path's requisitions that are open today: until when each is, and from when on where its seats are held."""
    risk = closure_risk(state, demand, width)
    draws, count = risk.shape[:2]
    of_closures, of_holds = rng.spawn(2)
    row = (np.arange(draws) * count + np.arange(count)[:, None]).repeat(paths)
    resumed = of_holds.standard_exponential(len(row)) / demand.resumption
    return Slots(
        path=np.tile(np.arange(draws * paths), count),
        seats=np.repeat(state.seats, draws * paths),
        begins=np.where(np.repeat(state.is_held, draws * paths), resumed, 0.0),
        closes=last_day(risk, row, of_closures.standard_exponential(len(row))),
    )


def in_order(events: list[Events], slots: Slots, day_bits: int) -> tuple[Indices, Indices, Indices, Indices]:
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
