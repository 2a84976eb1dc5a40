"""The one way to write a number for people: on pages, in the pack, in answers, in the summary and in the terminal.

A number that is not known is a dash. Rounding is to nearest, halves away from zero, as one reckons on paper (0.285 is
29 %). A number that is not 0 is never written as 0, a share that is not the whole never as 100 %: ``< 0.1 %``,
``> 99.9 %``. Minus is a minus, and there is no negative zero.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, datetime, tzinfo
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any, Literal

from hirehouse.base.settings import project_number
from hirehouse.base.vocabulary import EVERYONE, quarter_name

Measured = Literal["share", "score", "days", "hours", "money", "count", "ratio", "number"]
Unit = Literal[Measured, "date", "quarter", "text", "name", "key", "link"]
"""How a value is written: share (a rate; 1 is 100 %), score (a rate near 1, to hundredths of a per cent), days, hours,
money (in a currency), count (how many; a mean of counts too), ratio (so many of one per one of the other), number (days
where the heading says so); date, quarter (by its first day), text (words of a vocabulary), name and link (as they are,
to be copied), key (its beginning)."""

NOTHING = "–"
MINIMUM = int(project_number("minimum_denominator"))
HIDDEN = f"hidden below {MINIMUM}"
HIDDEN_WHY = f"hidden: a rate of fewer than {MINIMUM} says nothing"
RATE_INTERVAL, FORECAST_RANGE = "95 % interval", "80 % range"
"""What the ends of a rate (Wilson's) and of a forecast (p10 to p90) are, with how often they are meant to hold."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_KEY_SHOWN = 8
# What a float's last bits make of a whole number is not told.
_NOISE = Decimal("1e-9")
_WIDE = Context(prec=400, rounding=ROUND_HALF_UP)
# Places behind the point in the unit that is written, and from which size on how many (a whole number has none).
_PLACES: dict[str, tuple[int, float, int]] = {
    "share": (1, 10, 0),
    "score": (2, math.inf, 2),
    "days": (1, math.inf, 1),
    "hours": (1, math.inf, 1),
    "number": (1, math.inf, 1),
    "money": (0, math.inf, 0),
    "count": (1, 20, 0),
    "ratio": (2, 10, 1),
}


def figure(value: Any, unit: Unit, currency: str = "") -> str:
    """A value with its unit, a dash for none; ``currency`` (ISO 4217) belongs to money. KeyError: no such unit."""
    if unit in _PLACES:
        number = _exact(value)
        return NOTHING if number is None else f"{_measure(number, unit)} {_unit_of(number, unit, currency)}".rstrip()
    written = _WRITTEN[unit]
    return NOTHING if value is None else written(value)


def span(low: Any, high: Any, unit: Measured, currency: str = "") -> str:
    """``16 to 35 %``, or ``to 35 %`` where only the upper end is known; empty without one."""
    first, last = _exact(low), _exact(high)
    if last is None:
        return ""
    begin = f"{_measure(first, unit)} " if first is not None else ""
    return f"{begin}to {figure(last, unit, currency)}"


def interval(low: Any, high: Any, unit: Measured, kind: str) -> str:
    """``16 to 35 %, 95 % interval``, where ``kind`` is ``RATE_INTERVAL``; empty where an end is missing."""
    return "" if None in (_exact(low), _exact(high)) else f"{span(low, high, unit)}, {kind}"


def difference(value: Any, unit: Measured = "count") -> str:
    """A difference with its sign, ``+3`` or ``−3``; of shares in percentage points."""
    number = _exact(value)
    if number is None:
        return NOTHING
    text = _measure(number, unit)
    sign = "+" if number > 0 and text[0] != "<" else ""
    return f"{sign}{text} points" if unit == "share" else f"{sign}{text}"


def missing(n: Any) -> str:
    """What stands in the place of a rate of ``n`` that is not there: that it is hidden, or that there is nothing."""
    return HIDDEN if n is not None and 0 < n < MINIMUM else NOTHING


def plural(number: int, one: str, many: str = "") -> str:
    """``1 seat``, ``2 seats``."""
    return f"{figure(number, 'count')} {one if number == 1 else many or one + 's'}"


def worded(value: Any) -> str:
    """A value of a closed vocabulary as words, ``better_candidate`` as ``better candidate``; a dash for none."""
    return NOTHING if value is None else str(value).replace("_", " ")


def named(function: str) -> str:
    """A function's name as a heading."""
    return "All functions" if function == EVERYONE else function


def day(value: date | None) -> str:
    """``30 Jun 2026``, whatever language the machine speaks; a dash for none."""
    return NOTHING if value is None else f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime, zone: tzinfo) -> str:
    """``30 Jun 2026, 14:00`` in ``zone``."""
    local = value.astimezone(zone)
    return f"{day(local)}, {local:%H:%M}"


def period_named(period_type: str, start: date) -> str:
    """A quarter, month or week by its first day: ``2026-Q2``, ``2026-04``, ``2026-06-29``."""
    if period_type == "quarter":
        return quarter_name(start)
    return f"{start:%Y-%m}" if period_type == "month" else f"{start:%Y-%m-%d}"


_WRITTEN: dict[str, Callable[[Any], str]] = {
    "date": day,
    "quarter": quarter_name,
    "text": worded,
    "name": str,
    "link": str,
    "key": lambda value: str(value)[:_KEY_SHOWN],
}


def _exact(value: Any) -> Decimal | None:
    """A number as its shortest text has it; None for none, not a number and infinity."""
    number = Decimal("nan") if value is None else Decimal(str(value))
    return number.quantize(_NOISE, context=_WIDE) or Decimal(0) if number.is_finite() else None  # -0.0 is 0


def _measure(number: Decimal, unit: str) -> str:
    """A number rounded in its unit's scale, without the unit's name."""
    finest, limit, coarse = _PLACES[unit]
    marks: tuple[int, ...] = (0,)
    if unit in ("share", "score"):
        number, marks = number.scaleb(2), (0, 100)
    shown = _rounded(number, finest)
    if number == int(number) and unit != "ratio":
        shown = _rounded(number, 0)
    elif abs(shown) >= limit and _rounded(number, coarse) not in marks:
        shown = _rounded(number, coarse)
    if shown not in marks or shown == number:
        return _text(shown)
    step = Decimal(1).scaleb(-finest)
    return f"< {_text(shown + step)}" if number > shown else f"> {_text(shown - step)}"


def _rounded(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), context=_WIDE)


def _text(number: Decimal) -> str:
    return f"{number:,f}".replace("-", "−")


def _unit_of(number: Decimal, unit: str, currency: str) -> str:
    if unit in ("share", "score"):
        return "%"
    if unit in ("days", "hours"):
        return unit.removesuffix("s") if number == 1 else unit
    return currency if unit == "money" else ""
