"""One published company, served once, and a browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser

from hirehouse.base.manifest import manifest_path
from hirehouse.base.settings import Settings, load_settings
from tests.dashboard.browsing import Reader, serving
from tests.end_to_end.conftest import History, history  # noqa: F401 -- the month other tests follow too, built once


def copied(home: Path, folder: Path) -> Settings:
    """A home of our own with what is needed to read and to publish again: the original is others' too."""
    original, own = load_settings(home=home), load_settings(home=folder)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(original.published_path, own.published_path, symlinks=True)
    shutil.copy2(original.warehouse_path, own.warehouse_path)
    manifest_path(own).parent.mkdir(parents=True)
    shutil.copy2(manifest_path(original), manifest_path(own))
    return own


@pytest.fixture(scope="session")
def home(history: History, tmp_path_factory: pytest.TempPathFactory) -> Settings:  # noqa: F811 -- a fixture's name
    """A copy of the company's home after its month."""
    return copied(history.home, tmp_path_factory.mktemp("dashboard") / "home")


@pytest.fixture(scope="session")
def address(home: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the pages are served."""
    with serving(home.home, tmp_path_factory.mktemp("log") / "server.log") as where:
        yield where


@pytest.fixture(scope="module")
def reader(browser: Browser, address: str) -> Iterator[Reader]:
    """Somebody at a desk, on light ground."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme="light")
    yield Reader(context.new_page(), address)
    context.close()


@pytest.fixture(scope="module")
def published(home: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """The file the pages read, for comparison."""
    path = (home.published_path / "current.duckdb").resolve()
    with duckdb.connect(str(path), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        yield connection
