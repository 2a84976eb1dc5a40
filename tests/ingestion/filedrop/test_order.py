"""The newest of several files is told by dates and numbers in names, never by the alphabet."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hirehouse.ingestion.sources.filedrop.order import newest_first

DAY = 86_400 * 10**9
FIRST_OF_2026 = 1_767_225_600 * 10**9


@pytest.mark.parametrize(
    "oldest_first",
    [
        ["offers.csv", "offers (1).csv", "offers (2).csv", "offers (10).csv"],
        ["offers_9.csv", "offers_10.csv"],
        ["offers_2026-9.csv", "offers_2026-10.csv"],
        ["offers_2025-12-31.csv", "offers_2026-01-02.csv", "offers_2026-01-02 (1).csv"],
        ["offers 31.12.2025.xlsx", "offers 02.01.2026.xlsx"],
        ["offers-20251231_2359.csv", "offers-20260102_0600.csv", "offers-20260102_1800.csv"],
        ["offers_2025.csv", "offers_2026-01.csv"],
        ["offers Nov 2025.csv", "offers 2 January 2026.csv", "offers Feb 2026.csv"],
        ["offers 2025-Q4.csv", "offers Q1 2026.csv"],
        ["offers 12-31-2025.csv", "offers 14-01-2026.csv"],
        ["offers.csv", "offers - Copy.csv", "offers - Copy (2).csv"],
        ["offers_v2_2026-01-05.csv", "offers_v1_2026-01-06.csv"],
    ],
)
def test_names_tell_the_newest(tmp_path: Path, oldest_first: list[str]) -> None:
    for age, name in enumerate(oldest_first):  # the files' own times say the opposite, and are not asked
        (tmp_path / name).touch()
        changed = FIRST_OF_2026 - age * DAY
        os.utime(tmp_path / name, ns=(changed, changed))
    assert [path.name for path in newest_first(tmp_path.iterdir())] == oldest_first[::-1]


@pytest.mark.parametrize(
    ("names", "days"),
    [
        (["offers_paris.csv", "offers_berlin.csv"], [1, 2]),
        (["offers_berlin.csv", "offers_paris.csv"], [1, 2]),
        (["offers_01-02-2026.csv", "offers_02-01-2026.csv"], [1, 2]),
        (["offers_02-01-2026.csv", "offers_01-02-2026.csv"], [1, 2]),
        (["offers_2026-01-03.csv", "offers.csv"], [0, 5]),
        (["offers.csv", "offers_2026-01-03.csv"], [0, 1]),
    ],
)
def test_where_names_say_nothing_the_files_own_time_does(tmp_path: Path, names: list[str], days: list[int]) -> None:
    for name, day in zip(names, days, strict=True):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, ns=(FIRST_OF_2026 + day * DAY,) * 2)
    assert [path.name for path in newest_first(tmp_path.iterdir())] == names[::-1]
