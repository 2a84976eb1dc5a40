"""A served dashboard and a browser to look at it with: what stands on a page, what it asks for and complains of."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Request

from hirehouse.base.settings import PROJECT_ROOT, environment

START_SECONDS = 60
WAIT_MS = 20_000
# A page has been drawn when the mark at its end is another than before and nothing is waiting to be replaced.
DRAWN = """before => {
    const end = document.querySelector('.hh-end');
    return end && end.dataset.drawing !== before
        && document.querySelector('[data-testid="stApp"]').dataset.testScriptState === 'notRunning'
        && !document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]');
}"""
DRAWING = "() => document.querySelector('.hh-end')?.dataset.drawing ?? ''"
TABLES = """() => [...document.querySelectorAll('.hh-scroll table')].map(table => ({
    caption: table.caption.textContent,
    head: [...table.querySelectorAll('thead th')].map(cell => cell.textContent),
    rows: [...table.querySelectorAll('tbody tr')].map(row => [...row.children].map(cell => cell.textContent)),
}))"""


@contextmanager
def serving(home: Path, log: Path) -> Iterator[str]:
    """The dashboard over a home, in a process of its own; yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "hirehouse.dashboard", "--port", str(port)]
    with log.open("w") as stream:
        server = subprocess.Popen(
            command, env=environment(HIREHOUSE_HOME=str(home)), stdout=stream, stderr=stream, cwd=PROJECT_ROOT
        )
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(f"{address}/_stcore/health"):
            assert server.poll() is None and time.monotonic() < deadline, log.read_text()
            time.sleep(0.05)
        yield address
    finally:
        server.terminate()
        server.wait()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=1) as answer:
            return answer.status == 200
    except OSError:
        return False


def launched(playwright: Playwright) -> Browser:
    """The machine's own Chromium; ``make test`` installs it where it is missing."""
    program = shutil.which("chromium")
    assert program, "Chromium is missing: run `make test`, which installs it"
    return playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])


@dataclass
class Reader:
    """Somebody who looks at the pages: ``complaints`` are the console's errors, ``strangers`` requests to elsewhere."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(WAIT_MS)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._asked)

    def open(self, path: str = "", **chosen: str) -> float:
        """Go to a page by its address and wait until it is drawn; returns the seconds that took."""
        query = "&".join(f"{name}={quote(value)}" for name, value in chosen.items())
        started = time.perf_counter()
        self.page.goto(f"{self.address}/{path}{'?' if query else ''}{query}", wait_until="commit")
        self.drawn()
        return time.perf_counter() - started

    def drawn(self, before: str = "") -> None:
        """Wait until the page stands still, and is another drawing than ``before``."""
        self.page.wait_for_function(DRAWN, arg=before)

    def title(self) -> str:
        """The page's own title."""
        return self.page.locator(".hh-page h1").inner_text()

    def tile(self, label: str) -> str:
        """The number of a tile, or why there is none."""
        return self.page.get_by_role("region", name=label, exact=True).locator(".hh-value").inner_text()

    def about(self, label: str) -> str:
        """What a tile says of its number: n, range."""
        return " ".join(self.page.get_by_role("region", name=label, exact=True).locator(".hh-about").all_inner_texts())

    def told(self, label: str) -> str:
        """The definition behind a tile, as a screen reader gets it."""
        button = self.page.get_by_role("button", name=f"Definition of {label}", exact=True)
        number = button.get_attribute("aria-describedby")
        return str(self.page.locator(f"#{number}").text_content())

    def table(self, caption: str) -> list[list[str]]:
        """The rows of the table whose caption begins so."""
        found = [each for each in self.page.evaluate(TABLES) if each["caption"].startswith(caption)]
        assert found, f"no table '{caption}' on {self.page.url}"
        return found[0]["rows"]

    def head(self, caption: str) -> list[str]:
        """The columns of that table."""
        return next(each["head"] for each in self.page.evaluate(TABLES) if each["caption"].startswith(caption))

    def choose(self, label: str, option: str) -> float:
        """Choose an option of a filter; returns the seconds until the page stands with it."""
        self.page.get_by_role("combobox", name=label).click()
        choice = self.page.get_by_role("option", name=option, exact=True)
        choice.wait_for()
        before = self.page.evaluate(DRAWING)
        started = time.perf_counter()
        choice.click()
        self.drawn(before)
        return time.perf_counter() - started

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def _asked(self, request: Request) -> None:
        if urlsplit(request.url).scheme in ("http", "https", "ws", "wss") and not request.url.startswith(self.address):
            self.strangers.append(request.url)
