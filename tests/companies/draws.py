"""What each part of the random company draws with: a seeded generator, the rows drawn so far, and the as-of clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from tests.companies.core_columns import CORE_COLUMNS

AS_OF_AT = datetime(2026, 5, 20, 14, 30, tzinfo=UTC)
COMPANY_TIMEZONE = "Europe/Berlin"
STAGES = ("applied", "screen", "interview", "onsite", "offer")
CHANNELS = ("inbound_site", "job_board", "referral", "sourced_outbound", "rediscovered", "agency")
FUNCTIONS = ("Engineering", "Sales", "Design")

Row = dict[str, object]


def as_of_date() -> date:
    """Return the day of the as-of instant in company time."""
    return AS_OF_AT.astimezone(ZoneInfo(COMPANY_TIMEZONE)).date()


class Draws:
    """The rows of a company so far, by table, and the chances its next ones are drawn by."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        self.tables: dict[str, list[Row]] = {name: [] for name in CORE_COLUMNS}
        self.people: list[str] = []

    def chance(self, probability: float) -> bool:
        """Return whether something of that probability happens."""
        return bool(self.random.random() < probability)

    def pick(self, values: object) -> object:
        """Return one of the values, all equally likely."""
        choices = list(values)  # type: ignore[call-overload]
        return choices[int(self.random.integers(len(choices)))]

    def days(self, low: float, high: float) -> timedelta:
        """Return a time span of so many days, to the second."""
        return timedelta(seconds=int(self.random.uniform(low, high) * 86400))

    @staticmethod
    def local(instant: datetime | None, timezone: str) -> date | None:
        """Return the local day of an instant, None of None."""
        return None if instant is None else instant.astimezone(ZoneInfo(timezone)).date()
