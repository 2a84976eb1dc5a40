"""Whatever the vendors do and whenever the process dies: what is published at last is what a calm run publishes.

The pipeline is killed twice here, once per day of the load; six times at night, and twenty times by ``make chaos``.
"""

from __future__ import annotations

import json
import signal
import urllib.request
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from tests.end_to_end.company import Company, company, differences, published
from tests.end_to_end.conftest import KILLS, NIGHTLY_KILLS, SEED, SMALL, START, History, day
from tests.end_to_end.killing import STAGES, Killer, Moment, moments, usual_seconds

EARLIEST = 0.02
"""Share of a stage under which a kill counts wherever it struck: a stage may be over before anybody looks."""


def test_harsh_vendors_change_nothing(history: History, tmp_path: Path) -> None:
    with company(tmp_path, seed=SEED, scale=SMALL, now=START, faults="harsh") as served:
        served.publish(tmp_path / "home", START)
        with urllib.request.urlopen(f"{served.base_url}/_sandbox/faults") as answer:
            met: dict[str, int] = json.load(answer)["counts"]
    assert {"rate_limited", "server_error", "stall", "reset", "truncated", "expired_cursor", "late_rows"} <= set(met)
    assert differences(history.versions[0], published(tmp_path / "home")) == []


def test_killed_runs_change_nothing(
    history: History, tmp_path: Path, pytestconfig: pytest.Config, record_property: Callable[[str, object], None]
) -> None:
    """Half of the kills hit the first load, half the day after it; each attempt goes on from the wreck of the last."""
    usual = NIGHTLY_KILLS if pytestconfig.option.nightly else KILLS
    drawn = moments(pytestconfig.getoption("kills", default=None) or usual, seed=SEED)
    seconds = usual_seconds(history.home)
    hits: Counter[str] = Counter()
    home = tmp_path / "home"
    with company(tmp_path, seed=SEED, scale=SMALL, now=START) as served:
        for number, share in ((0, drawn[::2]), (1, drawn[1::2])):
            served.move_to(day(number))
            for moment in share:
                hits[killed(served, home, day(number), moment, seconds)] += 1
            served.publish(home, day(number))
            assert differences(history.versions[number], published(home)) == []
    for stage in STAGES:
        record_property(f"kills in {stage}", hits[stage])
        print(f"{stage:15} {hits[stage]}")  # noqa: T201 -- read with -s
    assert hits.total() == len(drawn)
    assert {moment.stage for moment in drawn} <= set(hits)


def killed(served: Company, home: Path, as_of: datetime, moment: Moment, seconds: dict[str, float]) -> str:
    """Kill a run at ``moment``, earlier and earlier while it is past that stage or done by then: machines change their
    speed. Returns the stage it died in."""
    share = moment.share
    while True:
        killer = Killer(home, Moment(moment.stage, share), seconds)
        done = served.run(home, as_of, kill_when=killer)
        if done.returncode == -signal.SIGKILL and (killer.stage() == moment.stage or share < EARLIEST):
            return killer.stage()
        if done.returncode == -signal.SIGKILL:
            share /= 2
            continue
        assert done.returncode == 0, f"exit {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
        share /= 2
