"""Words: text, ids, currencies and booleans."""

from __future__ import annotations

import math
import re
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from hirehouse.ingestion.values.misfit import Misfit, tidy

_ERROR_CELL = re.compile(r"#[¡¿]?(?:[A-ZÀ-Ý/0_]+[!?]|N/?[A-Z]|GETTING_DATA)|Err:\d{3}")
"""What a spreadsheet shows where a formula failed, in any of its languages (``#REF!``, ``#BEZUG!``, ``#NV``)."""

_WRITTEN_NULLS = frozenset({"NULL", "(null)", "NaN", "nan", "<NA>", "NaT", "\\N", "(blank)"})
"""How programs write a missing value; no department, stage or source is called so."""

_PROTECTED = re.compile(r'="(.*)"', re.DOTALL)
"""How programs keep a spreadsheet from making a number of a text: as a formula of it."""

_NO_IDS = frozenset(
    {"null", "(null)", "nan", "<na>", "nat", "\\n", "(blank)", "none", "(none)", "nil", "n/a", "na", "undefined"}
    | {"-", "--", "?"}
)
"""Words that stand where an id is missing. Taken for an id, every record without one would be joined to the same."""

PLAIN_ID = r"^(?:[0-9]+|[A-Za-z_]+[-_. ]?[0-9][A-Za-z0-9_:-]*|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$"
"""Ids that :func:`read_id` leaves as they are (RE2): whole columns of them need no second thought."""
UNSURE_TEXT = (
    r"[\x{a0}\x{ad}\x{2007}\x{200b}-\x{200f}\x{202a}-\x{202f}\x{2060}\x{2066}-\x{2069}\x{feff}]|^#|^Err:"
    r'|^="|^(?:NULL|\(null\)|NaN|nan|<NA>|NaT|\\N|\(blank\))$'
)
"""Trimmed text in NFC that :func:`read_text` may change or refuse (RE2); it leaves the rest as it is."""

_SCIENTIFIC = re.compile(r"[+-]?(?:\d+[.,]\d+e[+-]?\d{1,3}|\d+e[+-]\d{1,3}|\de\d{1,2})", re.ASCII | re.IGNORECASE)
_WHOLE_WITH_ZEROS = re.compile(r"([+-]?\d+)[.,]0{1,2}", re.ASCII)
_BROKEN_ID = re.compile(r"[+-]?(?:\d+[.,]\d+|\d{1,3}(?:[., ]\d{3})+)", re.ASCII)

EXACT_FLOAT = 10**15
"""Whole numbers kept as floats are exact below it; a spreadsheet has replaced further digits by zeros."""
_TRUE, _FALSE = frozenset({"true", "yes", "y", "1", "1.0", "t"}), frozenset({"false", "no", "n", "0", "0.0", "f"})


def read_text(value: Any) -> str | None:
    """Text without blanks around it, None if nothing is left. Raises Misfit for a spreadsheet's error cell, for
    what it has made a date of, and for the ways programs write a missing value."""
    if value is None:
        return None
    if isinstance(value, float):
        return _whole_text(value) if value.is_integer() else _finite_text(value)
    if isinstance(value, (date, time, timedelta)):
        raise Misfit("text; a spreadsheet has made a date or time of it")
    if isinstance(value, bytes):
        raise Misfit("text, not bytes")
    text = _unprotected(tidy(value if isinstance(value, str) else str(value)))
    if _ERROR_CELL.fullmatch(text) or text in _WRITTEN_NULLS:
        raise Misfit("text, or nothing where there is none")
    return text or None


def read_id(value: Any) -> str | None:
    """An id in its one normal form, None if there is none: no blanks around it, ``3.0`` is ``3``, leading zeros stay.

    Raises Misfit for what is no id: scientific notation, fractions and marks of thousands, error cells, NULL, nan and
    other words for nothing, and whole floats with more digits than a float or a spreadsheet keeps.
    """
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (str, int, float, Decimal)):
        raise Misfit("an id: text or a whole number")
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        value = float(value) if abs(value) < EXACT_FLOAT else str(value)
    if isinstance(value, float):
        if not value.is_integer() or abs(value) >= EXACT_FLOAT:
            raise Misfit("an id: text, or a whole number of at most 15 digits")
        return _whole_text(value)
    text = _unprotected(tidy(value))
    if text[:1] == "'" and text[1:2].isdigit():  # the mark of a text cell, kept by some exports
        text = text[1:]
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return text
    whole = _WHOLE_WITH_ZEROS.fullmatch(text)
    if whole:
        return whole[1]
    if _SCIENTIFIC.fullmatch(text) or _BROKEN_ID.fullmatch(text):
        raise Misfit("an id with all its digits and no marks between them, e.g. 600012345678")
    if text.casefold() in _NO_IDS or _ERROR_CELL.fullmatch(text):
        raise Misfit("an id, or nothing where there is none")
    return text


def read_currency(value: Any) -> str | None:
    """A currency's three-letter code in capitals, None if there is none; raises Misfit for anything else."""
    text = read_text(value)
    if text is None:
        return None
    if not re.fullmatch(r"[A-Za-z]{3}", text):
        raise Misfit("a currency's code of three letters, e.g. EUR")
    return text.upper()


def read_boolean(value: Any) -> bool:
    """True or false, of ``true``/``false``, ``yes``/``no``, ``y``/``n``, ``t``/``f``, ``1``/``0`` in any case; raises
    Misfit otherwise."""
    if isinstance(value, bool):
        return value
    word = tidy(value).casefold() if isinstance(value, str) else str(int(value)) if value in (0, 1) else ""
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    raise Misfit("true or false")


def _unprotected(text: str) -> str:
    found = _PROTECTED.fullmatch(text)
    return tidy(found[1].replace('""', '"')) if found else text


def _whole_text(value: float) -> str:
    return str(int(value))


def _finite_text(value: float) -> str:
    if not math.isfinite(value):
        raise Misfit("text, or nothing where there is none")
    return str(value)
