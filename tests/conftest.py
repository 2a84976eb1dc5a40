"""What several folders share: the project parsed once per test session, also when several workers run it."""

from __future__ import annotations

import fcntl
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hirehouse.base.manifest import manifest_path
from hirehouse.base.settings import Settings, load_settings
from hirehouse.build.dbt_command import ensure_manifest

if TYPE_CHECKING:  # only tests that look at pages pay for it
    from playwright.sync_api import Browser

# pytest-xdist's workers are started with `python -c`, and a main module without a file is what pyspark, which Great
# Expectations tries to import, takes for a run of its own doctests: it would end the process.
if not hasattr(sys.modules["__main__"], "__file__"):
    sys.modules["__main__"].__file__ = __file__

# Files that take minutes, longest first, those that wait for the same built home apart: pytest's workers take files in
# this order, so that none is left with a long one at the end.
LONG = (
    "end_to_end/test_change.py",
    "parity/test_parity.py",
    "end_to_end/test_faults.py",
    "end_to_end/test_truth.py",
    "dbt_project/test_metrics_on_spark.py",
    "end_to_end/test_dirt.py",
    "end_to_end/test_small_companies.py",
    "end_to_end/test_new_connector.py",
    "end_to_end/test_replay.py",
    "end_to_end/test_findings_memory.py",
    "end_to_end/test_old_home.py",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--nightly``: also what CI leaves to the night, which tests/README.md lists."""
    parser.addoption("--nightly", action="store_true", default=None)


def pytest_configure(config: pytest.Config) -> None:
    """Who names files on the command line means all of them. pytest-xdist's workers are told what was found here."""
    if config.option.nightly is None:
        config.option.nightly = config.args_source is not pytest.Config.ArgsSource.TESTPATHS


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long files first, everything else as it was; what is marked ``nightly`` only then."""
    if not config.option.nightly:
        left = [item for item in items if item.get_closest_marker("nightly")]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]
    folder = Path(__file__).parent
    place = {folder / name: number for number, name in enumerate(LONG)}
    items.sort(key=lambda item: place.get(item.path, len(place)))


@pytest.fixture(scope="session")
def session_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for the whole session; pytest gives each of its workers a folder inside it."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def parsed(session_folder: Path) -> Settings:
    """Settings over a fresh home whose manifest has been built. Its warehouse is for reading the manifest's
    promises only: a test that builds models takes a home of its own."""
    settings = load_settings(as_of="2026-06-30T18:00:00Z", home=session_folder / "parsed")
    with (session_folder / "parsed.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ensure_manifest(settings)
    return settings


@pytest.fixture(scope="session")
def manifest(parsed: Settings) -> dict[str, Any]:
    """dbt's manifest of the whole project."""
    return json.loads(manifest_path(parsed).read_bytes())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for the tests of one file. Not for the session: while it is open Playwright keeps an event loop on
    this thread, and whatever starts one of its own meanwhile (Dagster's runs do) would meet it."""
    from playwright.sync_api import sync_playwright

    from tests.dashboard.browsing import launched

    with sync_playwright() as playwright:
        started = launched(playwright)
        yield started
        started.close()
