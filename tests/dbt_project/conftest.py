"""What the checks of the metric tables share: their SQL, compiled once per test session."""

from __future__ import annotations

import fcntl
from pathlib import Path

import pytest

from hirehouse.base.settings import Settings
from tests.dbt_project.compiled_metrics import CompiledMetrics


@pytest.fixture(scope="session")
def metrics(parsed: Settings, session_folder: Path) -> CompiledMetrics:
    """The compiled metric tables; one for all of pytest's workers."""
    folder = session_folder / "compiled"
    folder.mkdir(exist_ok=True)
    with (session_folder / "compiled.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return CompiledMetrics(folder, parsed)
