"""What a line of the journal may say: its columns, which of them it must fill, and the words of a vocabulary."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hirehouse.ingestion.tables import TableSpec

CATEGORIES = ("closed", "commit", "best_case", "pipeline", "omitted")
LONGEST_TEXT = 500
DAY_COLUMNS = "day_columns"
"""Not for a line to say: which of its times it gave as a day without a time of day."""
# The same as the last look before publishing takes for an e-mail address or a phone number; a test compares the two.
PERSONAL = re.compile(
    r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}"
    r"|(\+\d[\d .()/-]{7,}\d)|(\(\d{2,4}\) ?\d{3,4}[-. ]\d{3,})|(\b\d{3}[-. ]\d{3}[-. ]\d{4}\b)"
)


@dataclass(frozen=True)
class EntryKind:
    """One kind of line. ``required`` columns must be filled, of ``either`` at least one; ``happened_at`` is its time,
    ``text`` what a person wrote."""

    spec: TableSpec
    required: tuple[str, ...]
    either: tuple[str, ...]
    happened_at: str
    text: str

    @property
    def sayable(self) -> list[str]:
        """The columns a line may have."""
        return [name for name in self.spec.columns if name != DAY_COLUMNS]


REVIEWS = EntryKind(
    TableSpec(
        "reviews",
        {
            "review_id": "string",
            "requisition_system": "string",
            "job_id": "string",
            "requisition_id": "string",
            "reviewer_id": "string",
            "note": "string",
            "day_columns": "string",
            "decision_count": "bigint",
            "reviewed_at": "timestamp",
        },
        ("review_id",),
        "One row per pipeline review of a requisition that somebody logged.",
    ),
    required=("review_id", "reviewer_id", "reviewed_at"),
    either=("job_id", "requisition_id"),
    happened_at="reviewed_at",
    text="note",
)

FORECAST_CALLS = EntryKind(
    TableSpec(
        "forecast_calls",
        {
            "call_id": "string",
            "opening_system": "string",
            "opening_id": "string",
            "caller_id": "string",
            "category": "string",
            "reason": "string",
            "day_columns": "string",
            "quarter_start_date": "date",
            "called_at": "timestamp",
        },
        ("call_id",),
        "One row per call: the category a person gives an opening for a quarter, and why.",
    ),
    required=("call_id", "opening_id", "caller_id", "category", "reason", "quarter_start_date", "called_at"),
    either=(),
    happened_at="called_at",
    text="reason",
)

ENTRIES: dict[str, EntryKind] = {entry.spec.name: entry for entry in (REVIEWS, FORECAST_CALLS)}


def fault_in_text(text: str) -> str | None:
    """What is wrong with a text a person wrote, or None: too long, or somebody's e-mail address or phone number."""
    if len(text) > LONGEST_TEXT:
        return f"the text has {len(text)} characters, {LONGEST_TEXT} are allowed"
    return "the text holds an e-mail address or a phone number" if PERSONAL.search(text) else None
