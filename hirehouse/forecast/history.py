"""What was known of the funnel at the end of a day: the one input of every forecast method.

All arrays of a table have one length; days are integers (local days since 1970-01-01), ``NEVER`` for what has not
happened. Indices point into the tables of the same ``History``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from hirehouse.base.vocabulary import STAGES

NEVER = 10**6
EPOCH = date(1970, 1, 1)

# How a visit of a stage ended: below len(STAGES) the stage entered next.
HIRED = len(STAGES)
OUT = HIRED + 1
CENSORED = HIRED + 2
ACTIVE = HIRED + 3

Days = NDArray[np.int64]
Indices = NDArray[np.int64]


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def day_date(number: int) -> date:
    """The date of a day number."""
    return EPOCH + timedelta(days=int(number))


@dataclass(frozen=True)
class HistoryTable:
    """Columns of one length."""

    def where(self, kept: NDArray[np.bool_] | Indices) -> Self:
        """The rows where ``kept`` is true, or at those positions."""
        rows = np.flatnonzero(kept) if kept.dtype == np.bool_ else kept
        return replace(self, **{name: values[rows] for name, values in vars(self).items()})


@dataclass(frozen=True)
class Visits(HistoryTable):
    """One row per visit of an application to a canonical stage, in the order of application and time.

    ``outcome`` is the next stage's index, ``HIRED``, ``OUT`` (rejected or withdrew), ``CENSORED`` (requisition closed,
    transferred) or ``ACTIVE``; ``left`` its day. ``known`` is the day the visit was first seen (the day it happened
    where history was loaded at once).
    """

    application: Indices
    requisition: Indices
    stage: Indices
    outcome: Indices
    is_first: NDArray[np.bool_]
    entered: Days
    left: Days
    known: Days


@dataclass(frozen=True)
class Requisitions(HistoryTable):
    """One row per requisition; ``closed`` is ``NEVER`` while it is open."""

    function: Indices
    is_evergreen: NDArray[np.bool_]
    opened: Days
    closed: Days


@dataclass(frozen=True)
class Openings(HistoryTable):
    """One row per seat: until ``filled`` (acceptance) or ``closed`` it is to be filled; ``target`` may be ``NEVER``."""

    requisition: Indices
    opened: Days
    filled: Days
    closed: Days
    target: Days


@dataclass(frozen=True)
class Holds(HistoryTable):
    """One row per stay of a seat on hold."""

    opening: Indices
    started: Days
    ended: Days


@dataclass(frozen=True)
class Plans(HistoryTable):
    """One row per version of a function's plan of a quarter: seats to fill in it."""

    function: Indices
    seats: NDArray[np.int64]
    quarter: Days
    planned: Days


@dataclass(frozen=True)
class History:
    """Everything a forecast may look at as of the end of day ``origin``."""

    origin: int
    functions: tuple[str, ...]
    visits: Visits
    requisitions: Requisitions
    openings: Openings
    holds: Holds
    plans: Plans

    def as_known(self, origin: int) -> History:
        """What was known at the end of day ``origin``: later rows gone, later ends not yet there.

        Indices of requisitions and openings stay as they are; those not yet there have ``opened`` at ``NEVER``.
        """
        if origin == self.origin:
            return self
        visits = self.visits.where((self.visits.entered <= origin) & (self.visits.known <= origin))
        still = visits.left > origin
        requisitions, openings = self.requisitions, self.openings
        return replace(
            self,
            origin=origin,
            visits=replace(visits, left=_known(visits.left, origin), outcome=np.where(still, ACTIVE, visits.outcome)),
            requisitions=replace(
                requisitions,
                opened=_known(requisitions.opened, origin),
                closed=_known(requisitions.closed, origin),
            ),
            openings=replace(
                openings,
                opened=_known(openings.opened, origin),
                filled=_known(openings.filled, origin),
                closed=_known(openings.closed, origin),
            ),
            holds=replace(
                self.holds, started=_known(self.holds.started, origin), ended=_known(self.holds.ended, origin)
            ),
            plans=self.plans.where(self.plans.planned <= origin),
        )

    def compacted(self) -> History:
        """Without requisitions, seats and functions nobody had heard of: what is not known leaves no trace, not even in
        the order of random numbers."""
        requisitions = np.flatnonzero(self.requisitions.opened < NEVER)
        is_there = self.requisitions.opened < NEVER
        openings = np.flatnonzero((self.openings.opened < NEVER) & is_there[self.openings.requisition])
        known = np.union1d(self.requisitions.function[requisitions], self.plans.function)
        if len(requisitions) == len(self.requisitions.opened) and len(known) == len(self.functions):
            return self
        requisition = _places(requisitions, len(self.requisitions.opened))
        opening, function = _places(openings, len(self.openings.opened)), _places(known, len(self.functions))
        kept = replace(
            self,
            functions=tuple(self.functions[place] for place in known),
            requisitions=self.requisitions.where(requisitions),
            openings=self.openings.where(openings),
            # who came before the requisition opened, as far as we know now, came to nothing
            visits=self.visits.where(is_there[self.visits.requisition]),
            holds=self.holds.where(opening[self.holds.opening] >= 0),
        )
        return replace(
            kept,
            visits=replace(kept.visits, requisition=requisition[kept.visits.requisition]),
            requisitions=replace(kept.requisitions, function=function[kept.requisitions.function]),
            openings=replace(kept.openings, requisition=requisition[kept.openings.requisition]),
            holds=replace(kept.holds, opening=opening[kept.holds.opening]),
            plans=replace(self.plans, function=function[self.plans.function]),
        )

    @property
    def first_day(self) -> int:
        """The first day of stage history, ``origin`` when there is none."""
        return int(self.visits.entered.min()) if len(self.visits.entered) else self.origin

    def hires(self, start: int, end: int) -> NDArray[np.int64]:
        """Hires accepted from day ``start`` to before day ``end``, by function."""
        owner, day = self._hired
        counted = (day >= start) & (day < end)
        return np.bincount(owner[counted], minlength=len(self.functions)).astype(np.int64)

    @cached_property
    def _hired(self) -> tuple[Indices, Days]:
        """Function and day of every hire: few of the visits, and asked for by many quarters."""
        rows = np.flatnonzero(self.visits.outcome == HIRED)
        return self.requisitions.function[self.visits.requisition[rows]], self.visits.left[rows]


def _places(kept: Indices, count: int) -> Indices:
    """The new index of each old one, -1 where it is gone."""
    places = np.full(count, -1)
    places[kept] = np.arange(len(kept))
    return places


def _known(days: Days, origin: int) -> Days:
    return np.where(days > origin, NEVER, days)


def quarter_start_day(number: int) -> int:
    """The first day of the calendar quarter that holds a day."""
    day = day_date(number)
    return day_number(date(day.year, 3 * ((day.month - 1) // 3) + 1, 1))


def quarter_starts(days: Days) -> Days:
    """The first day of the calendar quarter of each day."""
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return (months - months % 3).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def next_quarter(start: int) -> int:
    """The first day of the quarter after the one that starts on ``start``."""
    return quarter_start_day(start + 100)


def quarters_ahead(origin: int, count: int) -> list[int]:
    """First days of the running quarter and those after it; the last one ends the horizon (``count`` + 1 days)."""
    starts = [quarter_start_day(origin)]
    while len(starts) <= count:
        starts.append(next_quarter(starts[-1]))
    return starts
