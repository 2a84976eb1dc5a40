"""Days and moments. A day stays a day; a zone that a cell names is honoured or the cell refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any

from hirehouse.ingestion.values.misfit import Misfit, tidy

PLAIN_DAY = r"^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}$"
"""Text of a day (RE2)."""
PLAIN_INSTANT = (
    r"^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)$"
)
"""Text of an instant with its offset (RE2)."""

_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d|\d{8})"
    r"(?:[T ](\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?|\d{4}(?:\d\d)?)\s?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?",
    re.ASCII | re.IGNORECASE,
)
_UTC_WORDS = frozenset({"Z", "UTC", "GMT"})
_DIRECTIVE = re.compile(r"%(.)")
_KNOWN_DIRECTIVES = frozenset("dmYyHIMSfpbBaAjz%")
_TIME_DIRECTIVES = frozenset("HIMSfpz")
_ZONE_WORD = re.compile(r"(?<![A-Za-z])(?:Z|[A-Z]{2,5})(?![A-Za-z])")


def read_day(value: Any, forms: Sequence[str] = ()) -> date:
    """A day. Text is ``2026-01-31`` or written as one of ``forms`` (:func:`datetime.strptime`). A time of day other
    than midnight raises Misfit, as does a text that two forms read as different days."""
    expected = f"a date written as {' or '.join(forms)}" if forms else "a date, e.g. 2026-01-31"
    found = _moment(value, forms, UTC, expected)
    if isinstance(found, datetime):
        if found.time() != time():
            raise Misfit(f"{expected}, without a time of day")
        return found.date()
    return found


def read_moment(value: Any, forms: Sequence[str] = (), zone: tzinfo = UTC) -> datetime | date:
    """An instant in UTC, or a day where the value has no time of day (a midnight that is written is an instant).

    Text is ISO 8601 (``2026-01-31T09:30:00Z``, also with ``UTC`` or ``GMT`` at its end) or written as one of ``forms``
    (:func:`datetime.strptime`); without an offset it is local to ``zone``. Raises Misfit for anything else, for a time
    that ``zone`` skips when its clocks go forward, and for a text that two forms read as different times.
    """
    expected = f"a time written as {' or '.join(forms)}" if forms else "a time, e.g. 2026-01-31T09:30:00Z"
    found = _moment(value, forms, zone, expected)
    if not isinstance(found, datetime):
        return found
    if found.tzinfo is None:
        return _in_zone(found, zone, expected)
    try:
        return found.astimezone(UTC)
    except OverflowError:
        raise Misfit(expected) from None


def _in_zone(local: datetime, zone: tzinfo, expected: str) -> datetime:
    """The instant of a local time; of a time that comes twice the first."""
    try:
        moment = local.replace(tzinfo=zone).astimezone(UTC)
        if moment.astimezone(zone).replace(tzinfo=None) == local:
            return moment
    except OverflowError:
        raise Misfit(expected) from None
    raise Misfit(f"a time that exists in {zone}: its clocks went forward over this one")


def check_form(form: str) -> None:
    """Raises Misfit if ``form`` is no format a date or time can safely be read with. ``%Z`` is none: Python reads the
    zone's name and forgets it. ``UTC``, ``GMT`` and ``Z`` may stand in a form as they are and are honoured."""
    directives = _DIRECTIVE.findall(form)
    if "Z" in directives:
        raise Misfit("no %Z: write UTC, GMT or Z as it stands in the cell, %z for an offset, or leave the format out")
    unknown = sorted(set(directives) - _KNOWN_DIRECTIVES)
    if unknown or "%" in _DIRECTIVE.sub("", form):
        raise Misfit(f"only %{', %'.join(sorted(_KNOWN_DIRECTIVES - {'%'}))}")
    has_day = "j" in directives or ("d" in directives and {"m", "b", "B"} & set(directives))
    if not has_day or not {"Y", "y"} & set(directives):
        raise Misfit("a year, a month and a day in it, e.g. %d.%m.%Y")
    if "I" in directives and "p" not in directives:
        raise Misfit("%p next to %I, or %H: an hour of twelve does not say which half of the day")
    zones = set(_zone_words(form)) - _UTC_WORDS
    if zones:
        raise Misfit(f"no zone's name ({', '.join(sorted(zones))}): say timezone, or write %z for an offset")


def _zone_words(form: str) -> list[str]:
    return _ZONE_WORD.findall(_DIRECTIVE.sub(" ", form))


def _moment(value: Any, forms: Sequence[str], zone: tzinfo, expected: str) -> datetime | date:
    if isinstance(value, (datetime, date)):
        return value
    if not isinstance(value, str):
        raise Misfit(expected)
    text = tidy(value)
    if forms:
        return _by_forms(text, forms, expected)
    found = _ISO.fullmatch(text)
    if found is None:
        raise Misfit(expected)
    day, clock, offset = found[1], found[2], (found[3] or "").upper()
    try:
        if clock is None:
            return date.fromisoformat(day)
        return datetime.fromisoformat(f"{day}T{clock.replace(',', '.')}{'Z' if offset in _UTC_WORDS else offset}")
    except ValueError:
        raise Misfit(expected) from None


def _by_forms(text: str, forms: Sequence[str], expected: str) -> datetime | date:
    readings: set[datetime | date] = set()
    for form in forms:
        try:
            read = datetime.strptime(text, form)  # noqa: DTZ007 - without an offset it gets its zone from the caller
        except ValueError:
            continue
        if not _TIME_DIRECTIVES & set(_DIRECTIVE.findall(form)):
            readings.add(read.date())
        else:
            readings.add(read.replace(tzinfo=UTC) if read.tzinfo is None and _zone_words(form) else read)
    if len(readings) != 1:
        raise Misfit(f"{expected}, with one meaning" if readings else expected)
    return readings.pop()
