"""Days at risk by age, one pass of array arithmetic per age bin, no person-days: their sum where a window is known
beforehand, or people by calendar day, which any weights of days then sum.

A stay is at risk on its days 0, 1, ..., the day it ends included.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hirehouse.forecast.history import NEVER

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Window:
    """Calendar days from ``start`` to before ``end``, weighted back from ``end`` by ``half_life`` days (None: even)."""

    start: int
    end: int
    half_life: float | None = None

    def weight(self, days: NDArray[np.int64]) -> Floats:
        """The weight of an event on each day; 0 outside the window."""
        inside = (days >= self.start) & (days < self.end)
        if self.half_life is None:
            return inside.astype(np.float64)
        ages = np.where(inside, self.end - 1 - days, 0)
        return np.where(inside, 0.5 ** (ages / self.half_life), 0.0)


def days_at_risk(
    started: NDArray[np.int64],
    stopped: NDArray[np.int64],
    group: NDArray[np.int64],
    groups: int,
    edges: tuple[int, ...],
    start: int,
    end: int,
) -> Floats:
    """Days at risk from day ``start`` to before ``end``, shape (groups, len(edges)); bin ``b`` holds ages from
    ``edges[b]`` to before the next. ``stopped`` is the first calendar day no longer at risk.
    """
    first = np.maximum(start - started, 0)
    last = np.minimum(stopped, end) - started
    found = np.empty((groups, len(edges)))
    for number, low in enumerate(edges):
        high = edges[number + 1] if number + 1 < len(edges) else NEVER
        days = np.maximum(np.minimum(last, high) - np.maximum(first, low), 0)
        found[:, number] = np.bincount(group, weights=days, minlength=groups)
    return found


def days_by_age(
    started: NDArray[np.int64],
    stopped: NDArray[np.int64],
    group: NDArray[np.int64],
    groups: int,
    edges: tuple[int, ...],
    days: int,
) -> NDArray[np.int64]:
    """People at risk by calendar day, shape (groups, len(edges), days), of stays from day ``started`` (0 or later) to
    before ``stopped``; days from ``days`` on are left out.

    Every stay is touched once an age bin it reaches: who comes to a bin on a day, less who goes on from it, less who
    stops in it, cumulated.
    """
    width = days + 1
    there = np.flatnonzero(np.minimum(stopped, days) > started)
    start, place = started[there], group[there] * width
    stay = np.minimum(stopped[there], days) - start
    ends_in = bin_of(stay - 1, edges)
    stops = np.bincount(
        (group[there] * len(edges) + ends_in) * width + start + stay, minlength=groups * len(edges) * width
    )
    change = -stops.reshape(groups, len(edges), width)
    place += start
    for number, low in enumerate(edges):
        reaching = np.flatnonzero(ends_in >= number)
        if len(reaching) < len(place):
            place, ends_in = place[reaching], ends_in[reaching]
        coming = np.bincount(place + low, minlength=groups * width).reshape(groups, width)
        change[:, number] += coming
        if number:
            change[:, number - 1] -= coming
    return np.cumsum(change[..., :-1], axis=-1)


def bin_of(ages: NDArray[np.int64], edges: tuple[int, ...]) -> NDArray[np.int64]:
    """The bin of each age, 0 or more, looked up: several times as fast as a search where ages are many."""
    bins = np.searchsorted(np.asarray(edges), np.arange(edges[-1] + 1), side="right") - 1
    return bins[np.minimum(ages, edges[-1])]
