"""What every reader of values shares: how text is tidied, and the error for a value that does not fit."""

from __future__ import annotations

_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"
_BLANKS = dict.fromkeys(map(ord, "\u00a0\u2007\u202f"), " ")


class Misfit(ValueError):
    """A value that is not what its column holds. Its text says what was expected, never what was found."""


def tidy(text: str) -> str:
    """``text`` without blanks and invisible characters around it, its no-break blanks as plain ones."""
    return text.translate(_BLANKS).strip().strip(_INVISIBLE).strip()
