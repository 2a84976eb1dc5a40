"""The small company's instants and sizes."""

from __future__ import annotations

from datetime import UTC, datetime

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 6, 20, 12, 0, tzinfo=UTC)
MANY = 1200
"""Filler applications (ids from 1001 on), one an hour, so that lists have pages."""


def at(month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    """An instant of 2026 in UTC."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)
