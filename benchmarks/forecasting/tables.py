"""Tables of a market: requisitions and people as columns of one length, and who may listen to what happens to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer]
Floats = NDArray[np.float64]

OPEN, ON_HOLD, FILLED, CANCELLED = range(4)
ADVANCED, REJECTED, WITHDREW, MOVED_BACK, HIRED, DROPPED = range(6)


@dataclass
class Rows:
    """Columns of one length."""

    def take(self, places: Ints) -> Self:
        """The rows at ``places``."""
        return type(self)(**{name: column[places] for name, column in vars(self).items()})

    def repeated(self, times: int) -> Self:
        """All rows, ``times`` times over."""
        return type(self)(**{name: np.tile(column, times) for name, column in vars(self).items()})

    def joined(self, later: Self) -> Self:
        """These rows and then ``later``, in the types of these."""
        ours, theirs = vars(self), vars(later)
        columns = {name: np.concatenate([ours[name], theirs[name].astype(ours[name].dtype)]) for name in ours}
        return type(self)(**columns)


@dataclass
class MarketRequisitions(Rows):
    """One row per requisition of any path, closed ones included. ``left`` is the seats still to fill; ``effect`` the
    factor of its applicants: its own random effect, and more for more seats."""

    path: Ints
    function: Ints
    opened: Ints
    target: Ints
    seats: Ints
    left: Ints
    status: Ints
    effect: Floats


@dataclass
class People(Rows):
    """One row per person in the funnel of any path; ``entered`` is the day of entering ``stage``, ``cell`` the place of
    their hazards of day 0 in that stage (function, source, stage, age; laid out flat)."""

    number: Ints
    requisition: Ints
    cell: Ints
    stage: Ints
    entered: Ints


class MarketRecorder(Protocol):
    """Hears what happens in a market of one path."""

    def arrived(self, day: int, person: Ints, requisition: Ints, source: Ints, stage: Ints) -> None:
        """People who applied or were sourced."""

    def left(self, day: int, person: Ints, outcome: Ints, stage: Ints) -> None:
        """People who left their stage: the outcome, and the stage they went to (-1: none)."""

    def requisitions_became(self, day: int, requisition: Ints, status: int) -> None:
        """Requisitions that changed status."""


def empty_requisitions() -> MarketRequisitions:
    """No rows, of 32-bit columns: many futures at once have to fit in memory."""
    none = np.zeros(0, dtype=np.int32)
    return MarketRequisitions(none, none, none, none, none, none, none.astype(np.int8), none.astype(float))


def empty_people() -> People:
    """No rows, of columns as narrow as they may be."""
    none = np.zeros(0, dtype=np.int32)
    return People(none, none, none, none.astype(np.int8), none.astype(np.int16))
