"""Simulated time: epoch seconds in UTC, the offices' clocks, working hours. Nothing here reads the wall clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from hirehouse.sandbox.table_spec import NA

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

DAY = 86_400
HOUR = 3_600


def seconds_of(instant: datetime) -> int:
    """Epoch seconds of an instant."""
    return int(instant.timestamp())


START = seconds_of(datetime(2023, 6, 1, tzinfo=UTC))
"""First simulated day: seven months before the 30 months that `scale` counts."""

WINDOW_START = seconds_of(datetime(2023, 12, 30, 18, tzinfo=UTC))
NOW = seconds_of(datetime(2026, 6, 30, 18, tzinfo=UTC))
HORIZON = NOW + 150 * DAY
NEVER = 2**60
"""Greater than every instant; used where null would not compare."""

_TABLE_FROM = datetime(2015, 1, 1, tzinfo=UTC)
_TABLE_DAYS = 6_000


@cache
def _offsets(timezone: str) -> Ints:
    """UTC offset in seconds at 03:00 UTC of each day from 2015 on (night in every office of the company, or close to
    it)."""
    zone = ZoneInfo(timezone)
    days = (_TABLE_FROM + timedelta(days=day, hours=3) for day in range(_TABLE_DAYS))
    return np.array([int(day.astimezone(zone).utcoffset().total_seconds()) for day in days], dtype=np.int64)  # type: ignore[union-attr]


def utc_offset(instants: Ints, zone_index: Ints, timezones: tuple[str, ...]) -> Ints:
    """UTC offset in seconds for each instant in `timezones[zone_index]`, to the day (changes of clock count from 03:00
    UTC)."""
    day = np.clip((instants - seconds_of(_TABLE_FROM)) // DAY, 0, _TABLE_DAYS - 1)
    table = np.stack([_offsets(timezone) for timezone in timezones])
    return np.asarray(table[zone_index, day], dtype=np.int64)


def local_day(instants: Ints, zone_index: Ints, timezones: tuple[str, ...]) -> Ints:
    """Local calendar day (days since 1970-01-01) of each instant; `NA` stays `NA`."""
    day = (instants + utc_offset(instants, zone_index, timezones)) // DAY
    return np.where(instants == NA, NA, day)


def to_working_hours(instants: Ints, zone_index: Ints, timezones: tuple[str, ...], rng: np.random.Generator) -> Ints:
    """Move each instant forward to a working hour (Monday to Friday, 9 to 18 local); those that are in one stay."""
    offset = utc_offset(instants, zone_index, timezones)
    local = instants + offset
    hours = (9 * HOUR + rng.random(len(instants)) * 8.9 * HOUR).astype(np.int64)
    day, second = local // DAY, local % DAY
    early, late = second < 9 * HOUR, second >= 18 * HOUR
    day = np.where(late, day + 1, day)
    second = np.where(early | late, hours, second)
    weekday = (day + 3) % 7
    weekend = weekday >= 5
    day = np.where(weekend, day + 7 - weekday, day)
    second = np.where(weekend & ~(early | late), hours, second)
    return np.maximum(instants, day * DAY + second - offset)


def days(values: Floats) -> Ints:
    """Days to whole seconds."""
    return np.asarray(values * DAY, dtype=np.int64)


def next_monday(day: Ints) -> Ints:
    """The Monday on or after each day (days since 1970-01-01)."""
    return np.asarray(day + (7 - (day + 3) % 7) % 7, dtype=np.int64)


def month_starts(first: int, last: int) -> Ints:
    """First days of the months (days since 1970-01-01) between two epoch seconds."""
    months = np.arange(
        np.datetime64(first, "s").astype("datetime64[M]"), np.datetime64(last, "s").astype("datetime64[M]") + 1
    )
    return np.asarray(months.astype("datetime64[D]").astype(np.int64))
