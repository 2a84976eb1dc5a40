"""Where a function stands at the origin: its open requisitions with free seats, and the people on them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hirehouse.forecast.hazards import AGES
from hirehouse.forecast.history import ACTIVE, HIRED, NEVER, History, Indices

UNLIMITED = 10**6  # seats of an evergreen requisition


@dataclass(frozen=True)
class FunctionState:
    """Open requisitions (indices into the history, days since posting, free seats, whether every seat is on hold) and
    candidates (visit's index, requisition's place in this state, stage, completed days in it)."""

    origin: int
    function: int
    requisition: Indices
    posting_age: Indices
    seats: Indices
    is_held: NDArray[np.bool_]
    visit: Indices
    candidate_requisition: Indices
    stage: Indices
    age: Indices


def free_openings(history: History) -> Indices:
    """Indices of seats still to fill, by requisition, target day and index."""
    openings = history.openings
    free = np.flatnonzero((openings.opened < NEVER) & (openings.filled == NEVER) & (openings.closed == NEVER))
    return free[np.lexsort((free, openings.target[free], openings.requisition[free]))]


def free_seats(history: History) -> Indices:
    """Seats still to fill by requisition: its free openings; one less its hires where it never had an opening;
    ``UNLIMITED`` where it is evergreen; none where it is not open."""
    requisitions, openings, visits = history.requisitions, history.openings, history.visits
    count = len(requisitions.function)
    seats = np.bincount(openings.requisition[free_openings(history)], minlength=count)
    had = np.bincount(openings.requisition[openings.opened < NEVER], minlength=count)
    hires = np.bincount(visits.requisition[visits.outcome == HIRED], minlength=count)
    seats = np.where(had > 0, seats, np.maximum(1 - hires, 0))
    seats = np.where(requisitions.is_evergreen, UNLIMITED, seats)
    return np.where((requisitions.opened < NEVER) & (requisitions.closed == NEVER), seats, 0)


def states(history: History) -> list[FunctionState]:
    """The state of every function at the history's origin."""
    requisitions, openings, holds, visits = history.requisitions, history.openings, history.holds, history.visits
    seats = free_seats(history)
    free = free_openings(history)
    held = holds.opening[(holds.started < NEVER) & (holds.ended == NEVER)]
    waiting = np.isin(free, held)
    count = len(requisitions.function)
    moving = np.bincount(openings.requisition[free[~waiting]], minlength=count)
    stopped = np.bincount(openings.requisition[free[waiting]], minlength=count)
    is_held = (moving == 0) & (stopped > 0)
    active = np.flatnonzero(visits.outcome == ACTIVE)
    found = []
    for function in range(len(history.functions)):
        mine = np.flatnonzero((seats > 0) & (requisitions.function == function))
        place = np.full(count, -1)
        place[mine] = np.arange(len(mine))
        there = active[place[visits.requisition[active]] >= 0]
        found.append(
            FunctionState(
                origin=history.origin,
                function=function,
                requisition=mine,
                posting_age=np.maximum(history.origin - requisitions.opened[mine], 0),
                seats=seats[mine],
                is_held=is_held[mine],
                visit=there,
                candidate_requisition=place[visits.requisition[there]],
                stage=visits.stage[there],
                age=np.clip(history.origin - visits.entered[there], 0, AGES - 1),
            )
        )
    return found
