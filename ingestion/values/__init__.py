"""The one reader of values: what a cell of a file or a field of a reply means, or why it is refused.

Pure functions without I/O, used by ``filedrop`` and by every connector's pages. A value that could mean two things, or
that a spreadsheet has shortened, raises :class:`Misfit` instead of being guessed. Nothing here reads the machine's
time zone or its language.
"""

from hirehouse.ingestion.values.misfit import Misfit, tidy
from hirehouse.ingestion.values.numbers import (
    PLAIN_NUMBER,
    PLAIN_WHOLE,
    POINT,
    UNKNOWN,
    Numbers,
    agreed_numbers,
    read_number,
    read_whole,
)
from hirehouse.ingestion.values.texts import PLAIN_ID, UNSURE_TEXT, read_boolean, read_currency, read_id, read_text
from hirehouse.ingestion.values.times import PLAIN_DAY, PLAIN_INSTANT, check_form, read_day, read_moment

__all__ = [
    "PLAIN_DAY",
    "PLAIN_ID",
    "PLAIN_INSTANT",
    "PLAIN_NUMBER",
    "PLAIN_WHOLE",
    "POINT",
    "UNKNOWN",
    "UNSURE_TEXT",
    "Misfit",
    "Numbers",
    "agreed_numbers",
    "check_form",
    "read_boolean",
    "read_currency",
    "read_day",
    "read_id",
    "read_moment",
    "read_number",
    "read_text",
    "read_whole",
    "tidy",
]
