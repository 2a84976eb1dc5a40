"""One company followed over a month, shared by the tests that compare other ways to the same numbers with it."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from hirehouse.sandbox.world import DEMO_NOW
from tests.end_to_end.company import Company, company, published, world
from tests.ingestion.tampering import WAYS

SEED = 19
SMALL = 600
# A month in which this company sees a deleted application, a merged record and rows that come in late. Runs are in the
# early morning, as schedules have them: a day that is told as a day has begun and is not over.
START = (DEMO_NOW - timedelta(days=320)).replace(hour=6)
DAYS = (0, 1, 7, 30)
KILLS, NIGHTLY_KILLS = 2, 6
TRUE_SEEDS = (7, 11, 23)
"""Companies whose truth test_truth.py compares: all at night, the first one every time."""
DIRTY = (5, 4000)
"""Seed and scale of a company in which every rule about records has a case; test_dirt.py says so when that changes."""
FURTHER_SCALES = (2000, 3000, 5000)
"""Scales that further companies take in turn."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """For when their files are named on the command line.

    ``--kills N``: how often test_faults.py kills the pipeline. ``--months N``: of how many further companies
    test_change.py asks a month with a run each morning. ``--ways N``: in how many ways test_old_home.py tampers with a
    log. ``--companies N``: in how many further companies test_dirt.py looks for what was planted.
    """
    parser.addoption("--kills", type=int, default=None)
    parser.addoption("--months", type=int, default=0)
    parser.addoption("--ways", type=int, default=1)
    parser.addoption("--companies", type=int, default=0)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """As many months, ways to tamper with a log, and further companies, as the options say."""
    if "true_seed" in metafunc.fixturenames:
        seeds = TRUE_SEEDS if metafunc.config.option.nightly else TRUE_SEEDS[:1]
        metafunc.parametrize("true_seed", seeds, scope="module")
    if "month_seed" in metafunc.fixturenames:
        further = metafunc.config.getoption("--months")
        metafunc.parametrize("month_seed", [SEED, *range(SEED + 1, SEED + 1 + further)])
    if "way" in metafunc.fixturenames:
        metafunc.parametrize("way", list(WAYS)[: metafunc.config.getoption("--ways")])
    if "dirty_company" in metafunc.fixturenames:
        further = metafunc.config.getoption("--companies")
        drawn = [(DIRTY[0] + number, FURTHER_SCALES[number % len(FURTHER_SCALES)]) for number in range(1, further + 1)]
        metafunc.parametrize("dirty_company", [DIRTY, *drawn], ids="seed{0[0]}-scale{0[1]}".format, scope="module")


def day(number: int) -> datetime:
    """The instant of the run ``number`` days after the first."""
    return START + timedelta(days=number)


@dataclass(frozen=True)
class History:
    """A home that ran, incrementally, on each of ``DAYS``; ``versions`` are the files published then.

    The company is no longer served: what is done to the home from now on reads what was loaded.
    """

    company: Company
    home: Path
    versions: dict[int, Path]


@pytest.fixture(scope="session")
def history(session_folder: Path) -> History:
    """The company's month, run day by day, without faults and without interruption; one for all of pytest's workers."""
    folder = session_folder / "history"
    folder.mkdir(exist_ok=True)
    told = folder / "told.json"
    with (folder / "history.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            told.write_text(json.dumps(live_through(folder)))
    settings, versions = json.loads(told.read_text())
    return history_of(folder, SEED, settings, {int(number): path for number, path in versions.items()})


@pytest.fixture
def month(month_seed: int, tmp_path: Path, request: pytest.FixtureRequest) -> History:
    """The shared month, or that of a further company, run on every single morning of it."""
    if month_seed == SEED:
        shared: History = request.getfixturevalue("history")
        return shared
    return history_of(tmp_path, month_seed, *live_through(tmp_path, month_seed, range(DAYS[-1] + 1)))


def history_of(folder: Path, seed: int, settings: dict[str, str], versions: dict[int, str]) -> History:
    """What :func:`live_through` told of a company, without its server."""
    served = Company(world(seed, SMALL), folder, "", settings)
    return History(served, folder / "home", {number: Path(path) for number, path in versions.items()})


def live_through(folder: Path, seed: int = SEED, days: Sequence[int] = DAYS) -> tuple[dict[str, str], dict[int, str]]:
    """Run a home on each of ``days``; returns the connectors' settings and the published files."""
    home, versions = folder / "home", {}
    with company(folder, seed=seed, scale=SMALL, now=START) as served:
        for number in days:
            if number:
                served.move_to(day(number))
            served.publish(home, day(number))
            versions[number] = str(published(home))
    return served.settings, versions
