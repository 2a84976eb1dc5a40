"""The simulated clock: instants in UTC, read from and written to ISO 8601 text."""

from __future__ import annotations

from datetime import UTC, datetime


def as_utc(instant: datetime) -> datetime:
    """``instant`` in UTC; without a zone it is taken to be UTC already."""
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def read_instant(text: str) -> datetime:
    """An ISO 8601 date or date-time as a UTC instant; a date is its midnight. Raises ValueError if it is neither."""
    return as_utc(datetime.fromisoformat(text.strip().replace("Z", "+00:00")))


def write_instant(instant: datetime) -> str:
    """``2026-03-04T17:20:00.000Z``."""
    return as_utc(instant).strftime("%Y-%m-%dT%H:%M:%S.") + f"{as_utc(instant).microsecond // 1000:03d}Z"
