"""What every reader of values shares: how text is tidied, and the error for a value that does not fit."""

from __future__ import annotations

from unicodedata import normalize

_JOINERS = "\u200c\u200d"
"""Invisible, but letters of some scripts are written with them: they go from the ends only."""
_DROPPED = "\u00ad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
"""Soft hyphens, marks of direction and of nothing, which copying from pages and programs leaves anywhere in a text."""
_CHARACTERS = dict.fromkeys(map(ord, "\u00a0\u2007\u202f"), " ") | dict.fromkeys(map(ord, _DROPPED), "")


class Misfit(ValueError):
    """A value that is not what its column holds. Its text says what was expected, never what was found."""


def tidy(text: str) -> str:
    """``text`` as it looks: no blanks around it, no invisible characters, no-break blanks as plain ones, and a letter
    with its accent as one character (NFC; files of macOS often have two)."""
    if text.isascii():
        return text.strip()
    return normalize("NFC", text.translate(_CHARACTERS)).strip().strip(_JOINERS).strip()
