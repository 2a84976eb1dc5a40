"""Words and quarters that every room means alike: the company's own row, the canonical stages, ``2026-Q3``."""

from __future__ import annotations

import re
from datetime import date

from hirehouse.base.errors import HirehouseError

EVERYONE = "all"
"""``function`` of a row that counts the whole company."""
STAGES = ("applied", "screen", "interview", "onsite", "offer")
"""The canonical stages, in the order candidates pass them."""
STAGE_ORDER = f"list_position({list(STAGES)}, canonical_stage)"
"""Sorts the rows of a published table by stage, in DuckDB's SQL."""
QUARTER_WORDS = {"last": -1, "this": 0, "next": 1}


def quarter_name(first_day: date) -> str:
    """``2026-Q3``."""
    return f"{first_day.year}-Q{(first_day.month + 2) // 3}"


def quarter_start(day: date, later: int = 0) -> date:
    """First day of the quarter that ``day`` is in, or of the one ``later`` quarters after it."""
    number = day.year * 4 + (day.month - 1) // 3 + later
    return date(number // 4, 3 * (number % 4) + 1, 1)


def quarter_named(text: str, today: date) -> date:
    """First day of the quarter that ``text`` names, seen from ``today``; raises ``HirehouseError``."""
    found = re.fullmatch(r"(\d{4})-?q([1-4])", text.lower())
    if found:
        return date(int(found[1]), 3 * int(found[2]) - 2, 1)
    if text.lower() not in QUARTER_WORDS:
        raise HirehouseError(f"quarter '{text}' is not known", "--quarter", "use next, this, last or one like 2026-Q3")
    return quarter_start(today, QUARTER_WORDS[text.lower()])
