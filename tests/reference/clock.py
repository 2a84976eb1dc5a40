"""The clock of a company as its own tables tell it: the references read no other."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pandas as pd

Core = dict[str, pd.DataFrame]


def as_of_at(core: Core) -> datetime:
    """Return the as-of instant, in UTC."""
    return pd.Timestamp(core["publication"]["as_of_at"].iloc[0]).tz_convert("UTC").to_pydatetime()


def as_of_date(core: Core) -> date:
    """Return the day of the as-of instant in company time."""
    return as_of_at(core).astimezone(ZoneInfo(company_timezone(core))).date()


def company_timezone(core: Core) -> str:
    """Return the company's time zone, as an IANA name."""
    return str(core["publication"]["company_timezone"].iloc[0])


def quarter_of(day: date, later: int = 0) -> date:
    """Return the first day of the quarter that lies so many quarters after (before, if negative) the day's own."""
    number = day.year * 4 + (day.month - 1) // 3 + later
    return date(number // 4, number % 4 * 3 + 1, 1)
