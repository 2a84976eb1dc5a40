"""The calendar of a simulated company: day 0 is the first day of its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

PLAN_LEAD_DAYS = 45
FIRST_ORIGINS = (date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31))


@dataclass(frozen=True)
class Days:
    """Days from ``start``; arrays are indexed by day."""

    start: date
    origins: tuple[date, ...]
    """Ends of calendar quarters at which a forecast is made."""
    quarter_starts: tuple[date, ...]
    """Calendar quarters that touch the history, the targets, or the time a plan looks ahead."""
    month: NDArray[np.int64]
    """0 to 11."""
    quarter: NDArray[np.int64]
    """Index into ``quarter_starts``."""
    lead_quarter: NDArray[np.int64]
    """The quarter for which seats are opened on that day."""
    pace: NDArray[np.float64]
    """Factor of all hazards: little happens at weekends and around the new year; mean about 1."""

    def number(self, day: date) -> int:
        """Days since ``start``."""
        return (day - self.start).days

    def targets(self, origin: date) -> tuple[tuple[int, int], tuple[int, int]]:
        """First and last day number of the two calendar quarters after ``origin``."""
        first, second, third = (quarter_after(origin + timedelta(days=1), n) for n in range(3))
        return (self.number(first), self.number(second) - 1), (self.number(second), self.number(third) - 1)


def build_days(seed: int, origins: int, history_days: int) -> Days:
    """``origins`` quarter ends, the first ``history_days`` after the start; the seed chooses the season it falls in."""
    first = FIRST_ORIGINS[seed % len(FIRST_ORIGINS)]
    start = first - timedelta(days=history_days)
    opening = first + timedelta(days=1)
    ends = tuple(quarter_after(opening, n) - timedelta(days=1) for n in range(origins))
    length = (quarter_after(opening, origins + 1) - start).days
    earliest = date(start.year, start.month - (start.month - 1) % 3, 1)
    starts = [earliest]
    while starts[-1] <= start + timedelta(days=length + PLAN_LEAD_DAYS):
        starts.append(quarter_after(starts[-1], 1))
    every = [start + timedelta(days=n) for n in range(length + PLAN_LEAD_DAYS)]
    quarter = (
        np.searchsorted(np.array(starts, dtype="datetime64[D]"), np.array(every, dtype="datetime64[D]"), "right") - 1
    )
    weekend = np.array([day.weekday() >= 5 for day in every[:length]])
    year_end = np.array([(day.month, day.day) >= (12, 23) or (day.month, day.day) == (1, 1) for day in every[:length]])
    return Days(
        start=start,
        origins=ends,
        quarter_starts=tuple(starts),
        month=np.array([day.month - 1 for day in every[:length]]),
        quarter=quarter[:length],
        lead_quarter=quarter[PLAN_LEAD_DAYS:],
        pace=np.where(weekend, 0.4, 1.25) * np.where(year_end, 0.6, 1.0),
    )


def quarter_after(first_day: date, number: int) -> date:
    """First day of the calendar quarter ``number`` quarters after the one that begins on ``first_day``."""
    months = first_day.year * 12 + first_day.month - 1 + 3 * number
    return date(months // 12, months % 12 + 1, 1)
