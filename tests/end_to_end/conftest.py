"""One company followed over a month, shared by the tests that compare other ways to the same numbers with it."""

from __future__ import annotations

import fcntl
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ingestion.sandbox.world import DEMO_NOW
from tests.end_to_end.company import Company, company, published, world

SEED = 19
SMALL = 600
# A month in which this company sees a deleted application, a merged record and rows that come in late.
START = DEMO_NOW - timedelta(days=320)
DAYS = (0, 1, 7, 30)
KILLS = 6


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--kills N``: how often test_faults.py kills the pipeline, when its file is named on the command line."""
    parser.addoption("--kills", type=int, default=KILLS)


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
    served = Company(world(SEED, SMALL), folder, "", settings)
    return History(served, folder / "home", {int(number): Path(path) for number, path in versions.items()})


def live_through(folder: Path) -> tuple[dict[str, str], dict[int, str]]:
    """Run a home on each of ``DAYS``; returns the connectors' settings and the published files."""
    home, versions = folder / "home", {}
    with company(folder, seed=SEED, scale=SMALL, now=START) as served:
        for number in DAYS:
            if number:
                served.move_to(day(number))
            served.publish(home, day(number))
            versions[number] = str(published(home))
    return served.settings, versions
