"""A home whose log was made by real loads of dropped files."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hirehouse.ingestion.load import load_system

START = datetime(2026, 5, 4, 6, tzinfo=UTC)


def drop_and_load(folder: Path, monkeypatch: pytest.MonkeyPatch, days: int, start: datetime = START) -> None:
    """Drop a growing list of holidays in ``folder/drop`` and load it into ``folder/home`` on ``days`` days."""
    drop = folder / "drop"
    drop.mkdir(exist_ok=True)
    monkeypatch.setenv("SOURCES__FILEDROP__PATH", str(drop))
    for number in range(days):
        rows = "".join(f"Porto,2026-10-{day + 1:02}\n" for day in range(number + 1))
        (drop / "holidays.csv").write_text(f"office,holiday_date\n{rows}")
        load_system(
            "filedrop",
            raw_path=folder / "home" / "raw",
            state_path=folder / "home" / "state",
            observed_at=start + timedelta(days=number),
        )
