"""Numbers as people read them, and why one is missing."""

from __future__ import annotations

import math
from datetime import date, datetime, tzinfo
from typing import Any, Literal

from hirehouse.base.settings import project_number
from hirehouse.base.vocabulary import EVERYONE, quarter_name

Unit = Literal["share", "days", "hours", "money", "count", "ratio", "score", "date", "quarter", "text", "key", "link"]
KEY_SHOWN = 8
NOTHING = "–"
MINIMUM = project_number("minimum_denominator")
HIDDEN = f"n < {MINIMUM}"
HIDDEN_BELOW = f"hidden below {MINIMUM}"
HIDDEN_WHY = f"hidden: a rate of fewer than {MINIMUM} says nothing"
NO_FORECAST = "no forecast yet: fewer than 180 days of history, or published before there were forecasts"
NO_PLAN = "no seats are planned for this quarter: there is nothing to have a chance of"
EXIT_TYPES = ("withdrew", "rejected")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
EVERYONE_NAMED = "All functions"


def figure(value: Any, unit: Unit, currency: str = "") -> str:
    """A value with its unit, a dash for none."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return NOTHING
    if unit == "date":
        return day(value)
    if unit == "quarter":
        return period_named("quarter", value)
    if unit == "key":
        return str(value)[:KEY_SHOWN]
    if unit in ("text", "link"):
        return worded(str(value))
    number = float(value)
    if unit == "share":
        percent = 100 * number
        return f"{percent:.0f} %" if abs(percent) >= 10 or percent == 0 else f"{percent:.1f} %"
    if unit == "score":
        return f"{100 * number:.2f} %"
    if unit in ("days", "hours"):
        return f"{number:,.1f}".removesuffix(".0") + f" {unit}"
    if unit == "money":
        return f"{number:,.0f} {currency}".rstrip()
    if unit == "count":
        return f"{number:,.0f}" if number == int(number) or abs(number) >= 20 else f"{number:,.1f}"
    return f"{number:.2f}"


def of_its_plan(row: dict[str, Any]) -> dict[str, Any]:
    """Blank ``p_target`` where no seats are planned: the table stores 1 there (M-44), which would read as 100 %."""
    planned = row["seats_to_fill"] or row["hires_to_date"]
    missing = NO_FORECAST if planned else NO_PLAN
    chance = row["p_target"] if planned else None
    return {**row, "p_target": chance, "no_chance": "" if chance is not None else missing}


def span(low: Any, high: Any, unit: Unit, currency: str = "") -> str:
    """``0.2 to 0.4``; empty where an end is missing."""
    if low is None or high is None:
        return ""
    return f"{figure(low, unit, currency)} to {figure(high, unit, currency)}"


def worded(value: str) -> str:
    """A value of a closed vocabulary as words: ``better_candidate`` is ``better candidate``."""
    return value.replace("_", " ")


def named(function: str) -> str:
    """A function's name on a page."""
    return EVERYONE_NAMED if function == EVERYONE else function


def day(value: date | datetime) -> str:
    """``30 Jun 2026``."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime, zone: tzinfo) -> str:
    """``30 Jun 2026, 14:00`` in ``zone``."""
    local = value.astimezone(zone)
    return f"{day(local)}, {local:%H:%M}"


def period_named(period_type: str, start: date) -> str:
    """``2026-Q2``, ``2026-04`` or ``week of 2026-06-29``."""
    if period_type == "quarter":
        return quarter_name(start)
    return f"{start:%Y-%m}" if period_type == "month" else f"{start:%Y-%m-%d}"
