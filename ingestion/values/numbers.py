"""Numbers, whole and with a fraction, in the marks of any country: said, proven by the column, or refused."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hirehouse.ingestion.values.misfit import Misfit, tidy

PLAIN_WHOLE = r"^-?[0-9]{1,18}$"
"""Text that is one whole number in every convention (RE2)."""
PLAIN_NUMBER = r"^-?[0-9]+(?:\.[0-9]+)?$"
"""Text that is one number where a point is the decimal mark (RE2)."""

_BIGINT = 2**63

_SAY = "its marks have two meanings until decimal and thousands are said"
_GROUPS = "'’ "  # apostrophes and blanks only ever separate thousands
_NUMBER = re.compile(r"([+-]?)(\d[\d.,'’ ]*|[.,]\d+)", re.ASCII)
_PROGRAM_EXPONENT = re.compile(r"[+-]?\d+(?:\.\d+)?e[+-]?\d{1,3}", re.ASCII)


@dataclass(frozen=True)
class Numbers:
    """How numbers are written in text: ``decimal`` is the mark before the fraction, ``thousands`` the one between
    groups of three digits ("" for none). None is unknown: a text that two readings make different numbers of is
    refused then."""

    decimal: str | None = None
    thousands: str | None = None

    @property
    def decimal_mark(self) -> str | None:
        """The decimal mark, also where only the mark of thousands is known."""
        if self.decimal is None and self.thousands in (".", ","):
            return "," if self.thousands == "." else "."
        return self.decimal


POINT = Numbers(decimal=".", thousands="")
"""Numbers as programs write them."""
UNKNOWN = Numbers()
"""Numbers of which nothing was said: each has to speak for itself."""


def read_whole(value: Any, numbers: Numbers = UNKNOWN) -> int:
    """A whole number of 64 bits; ``12.0`` is 12, ``5.5`` raises Misfit. Text is read as ``numbers`` says; ``12.000`` is
    ambiguous until they say it."""
    expected = "a whole number, e.g. 12"
    if isinstance(value, bool):
        raise Misfit(expected)
    if isinstance(value, str):
        plain = _plain_number(value, numbers, expected)
        whole, _, fraction = plain.partition(".")
        if fraction.strip("0") or "e" in whole:
            raise Misfit(expected)
        value = int(whole or "0")
    elif isinstance(value, (float, Decimal)):
        if not math.isfinite(value) or value != int(value) or (isinstance(value, float) and abs(value) >= 2**53):
            raise Misfit(expected)
    elif not isinstance(value, int):
        raise Misfit(expected)
    if not -_BIGINT <= value < _BIGINT:
        raise Misfit("a whole number of at most 18 digits")
    return int(value)


def read_number(value: Any, numbers: Numbers = POINT) -> float:
    """A finite number; text is read as ``numbers`` says. Raises Misfit, also for text whose marks are ambiguous."""
    expected = "a number, e.g. 1250.50"
    if isinstance(value, bool):
        raise Misfit(expected)
    if isinstance(value, str):
        value = _plain_number(value, numbers, expected)
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        raise Misfit(expected) from None
    if not math.isfinite(number):
        raise Misfit(expected)
    return number


def agreed_numbers(texts: Iterable[str], start: Numbers = UNKNOWN) -> Numbers:
    """How a column writes its numbers, as far as ``texts`` prove it: ``12,5`` and ``1.250,50`` have a decimal comma,
    ``12.500`` proves nothing. Without proof ``start``; unknown if the texts contradict each other."""
    marks = {mark for text in texts if (mark := _proven_decimal(tidy(text)))}
    if not marks:
        return start
    return Numbers(decimal=marks.pop()) if len(marks) == 1 else UNKNOWN


def _plain_number(text: str, numbers: Numbers, expected: str) -> str:
    """``text`` with a decimal point and no other marks."""
    text = tidy(text)
    if _PROGRAM_EXPONENT.fullmatch(text) and numbers.decimal_mark in (None, "."):
        return text
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise Misfit(expected)
    sign, digits = found[1], found[2]
    decimal = numbers.decimal_mark or _proven_decimal(text)
    if decimal is None and ("." in digits or "," in digits):
        raise Misfit(f"{expected}; {_SAY}")
    whole, mark, fraction = digits.rpartition(decimal) if decimal and decimal in digits else (digits, "", "")
    separators = set(re.sub(r"\d", "", whole))
    if (mark and not fraction.isdigit()) or len(separators) > 1 or separators & {decimal}:
        raise Misfit(expected)
    if separators:
        (separator,) = separators
        if separator != (separator if numbers.thousands is None else numbers.thousands):
            raise Misfit(f"{expected}; {_SAY}")
        if not _is_grouped(whole, separator):
            raise Misfit(expected)
        whole = whole.replace(separator, "")
    return f"{sign}{whole}.{fraction}" if mark else f"{sign}{whole}"


def _is_grouped(digits: str, separator: str) -> bool:
    first, *others = digits.split(separator)
    return 1 <= len(first) <= 3 and first[0] != "0" and all(len(group) == 3 for group in others)


def _proven_decimal(text: str) -> str | None:
    """The decimal mark a number's text proves, None if it proves none."""
    digits = text.lstrip("+-")
    marks = [character for character in digits if character in ".,"]
    if not marks or _NUMBER.fullmatch(text) is None:
        return None
    last, other = marks[-1], "," if marks[-1] == "." else "."
    if len(set(marks)) == 2:  # both: the later one is the decimal mark
        return last if marks.count(last) == 1 else None
    if len(marks) > 1:  # the same mark twice separates thousands
        return other if _is_grouped(digits, last) else None
    whole, _, fraction = digits.partition(last)
    if any(group in whole for group in _GROUPS):
        return last
    return None if len(fraction) == 3 and _is_grouped(digits, last) else last
