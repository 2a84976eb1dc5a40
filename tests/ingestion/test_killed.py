"""SIGKILL at any moment: the next load finishes what was pending and ends with the rows of a load nobody killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from hirehouse.ingestion import observation_log
from tests.ingestion.conftest import NOON
from tests.ingestion.reading import application, at, candidate, latest, load, rows
from tests.ingestion.vendor import FakeVendor

FILESYSTEM = "dlt.destinations.impl.filesystem.filesystem.FilesystemClient"
MOMENTS = [
    ("hirehouse.ingestion.http.PacedSession._attempt", 50),  # late in extract
    ("dlt.pipeline.pipeline.Pipeline._save_state", 1),  # state about to be written
    ("dlt.pipeline.pipeline.Pipeline.normalize", 1),  # everything extracted, nothing normalized
    (f"{FILESYSTEM}.create_load_job", 4),  # some files copied
    (f"{FILESYSTEM}._store_load", 1),  # state stored, load not marked as completed
    ("dlt.common.storages.load_storage.LoadStorage.complete_load_package", 1),  # marked, but still pending locally
    (f"{FILESYSTEM}._store_load", 2),  # the reconciliation's package
]


def _fill(vendor: FakeVendor) -> None:
    vendor.greenhouse["candidates"] = [candidate(number) for number in range(1, 520)]
    vendor.greenhouse["applications"] = [application(number) for number in range(1, 40)]


def _change(vendor: FakeVendor) -> None:
    vendor.greenhouse["candidates"] = [candidate(number) for number in range(2, 521)]
    vendor.greenhouse["applications"] += [application(number, at(11)) for number in range(40, 45)]


@pytest.mark.parametrize(
    ("moment", "call"), MOMENTS, ids=[f"{moment.rsplit('.', 1)[1]}-{call}" for moment, call in MOMENTS]
)
def test_a_killed_load_loses_nothing(vendor: FakeVendor, home: Path, moment: str, call: int) -> None:
    _fill(vendor)
    is_second = call % 2 == 0
    if is_second:  # kill an incremental load instead of the first one
        load(home, "greenhouse", NOON)
        _change(vendor)
    instant = NOON + timedelta(days=1)
    command = [sys.executable, "-m", "tests.ingestion.killed_load", str(home), instant.isoformat(), moment, str(call)]
    killed = subprocess.run(
        command, cwd=Path(__file__).parents[2], env={**os.environ}, capture_output=True, check=False
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()[-2000:]
    visible = {each.load_id for each in observation_log.completed_loads(home / "raw", "greenhouse")}
    for table in ("candidates", "applications"):
        assert {row["_dlt_load_id"] for row in rows(home, "greenhouse", table)} <= visible

    load(home, "greenhouse", instant)
    first, last = (2, 521) if is_second else (1, 520)
    assert [row["id"] for row in latest(home, "greenhouse", "candidates")] == list(range(first, last))
    expected = list(range(1, 45 if is_second else 40))
    assert [row["id"] for row in latest(home, "greenhouse", "applications")] == expected
    report = load(home, "greenhouse", instant)
    assert sum(report.rows.values()) == 0
    assert all(row.source_rows == row.log_rows for row in report.reconciliation)
