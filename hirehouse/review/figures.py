"""How numbers and days are written. A number that is not known is a dash, never a nought."""

from __future__ import annotations

from datetime import date
from typing import Any

UNKNOWN = "–"


def count(value: Any) -> str:
    """A whole number, with commas."""
    return UNKNOWN if value is None else f"{round(float(value)):,}"


def share(value: Any) -> str:
    """A rate between 0 and 1 as per cent."""
    return UNKNOWN if value is None else f"{100 * float(value):.0f} %"


def fine_share(value: Any) -> str:
    """A rate near 1, where tenths of a per cent matter."""
    return UNKNOWN if value is None else f"{100 * float(value):.1f} %"


def ratio(value: Any) -> str:
    """Something per seat."""
    return UNKNOWN if value is None else f"{float(value):.2f}"


def tenths(value: Any) -> str:
    """A mean, or days."""
    return UNKNOWN if value is None else f"{float(value):,.1f}"


def signed(value: Any) -> str:
    """A change; a real minus."""
    if value is None:
        return UNKNOWN
    number = round(float(value))
    return f"+{number:,}" if number > 0 else f"−{-number:,}" if number < 0 else "0"


def points(value: Any) -> str:
    """A change of a rate, in percentage points."""
    return UNKNOWN if value is None else f"{signed(100 * float(value))} points"


def day(value: date | None) -> str:
    """``29 Jun 2026``."""
    return UNKNOWN if value is None else f"{value.day} {value:%b %Y}"


def plural(number: int, one: str, many: str = "") -> str:
    """``1 seat``, ``2 seats``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def words(value: Any) -> str:
    """A vocabulary's word for people: ``req_closed`` is ``req closed``."""
    return UNKNOWN if value is None else str(value).replace("_", " ")
