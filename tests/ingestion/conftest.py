"""A small vendor that speaks Harvest v3 and Gem v0 over real loopback HTTP, with rows and faults a test can set."""

from __future__ import annotations

import threading
import time
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import uvicorn

with warnings.catch_warnings():
    # sqlglot warns about its own tokeniser package while dlt imports it: nothing of ours, and only at the first import.
    warnings.simplefilter("ignore", DeprecationWarning)
    import dlt  # noqa: F401

from tests.ingestion.vendor import FakeVendor

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
PAGES = 200


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--drawn-pages N``: how many lists test_drawn_pages.py draws."""
    parser.addoption("--drawn-pages", type=int, default=PAGES)


class Server:
    """A uvicorn server in a thread; ``url`` is its address."""

    def __init__(self, app: object) -> None:
        config = uvicorn.Config(app, port=0, log_level="critical", lifespan="off", ws="none")  # type: ignore[arg-type]
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        while not self.server.started:
            time.sleep(0.005)
        self.url = f"http://127.0.0.1:{self.server.servers[0].sockets[0].getsockname()[1]}"

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(timeout=10)


@pytest.fixture
def vendor(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeVendor]:
    """The vendor, with both connectors pointed at it and the waits between retries shortened."""
    made = FakeVendor()
    server = Server(made.app())
    made.url = server.url
    monkeypatch.setenv("SOURCES__GREENHOUSE__BASE_URL", f"{server.url}/greenhouse/v3")
    monkeypatch.setenv("SOURCES__GREENHOUSE__CLIENT_ID", "client-one")
    monkeypatch.setenv("SOURCES__GREENHOUSE__CLIENT_SECRET", "hush-hush")
    monkeypatch.setenv("SOURCES__GEM__BASE_URL", f"{server.url}/gem/v0")
    monkeypatch.setenv("SOURCES__GEM__API_KEY", "key-key-key")
    monkeypatch.setattr("hirehouse.ingestion.http._BACKOFF_SECONDS", 0.01)
    yield made
    server.stop()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder for the log (``raw``) and dlt's working folders (``state``)."""
    return tmp_path
