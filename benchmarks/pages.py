"""``python -m benchmarks.pages``: the dashboard's first paint, and its answers while the pipeline publishes thrice.

Targets: first paint at most 3 s, the slowest twentieth of interactions at most 500 ms. An interaction lasts from the
click on an option until the page stands with it, as a browser on the same machine sees it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Browser, sync_playwright

from benchmarks.company import Served, served
from hirehouse.base.settings import Settings, load_settings
from hirehouse.cli.terminal import err, out
from hirehouse.dashboard.app import PAGES
from hirehouse.publish.publication import current_publication
from hirehouse.sandbox.world import DEMO_NOW
from tests.dashboard.browsing import Reader, launched, serving

PUBLISHES = 3
PAUSE_SECONDS = 0.2  # a reader looks before clicking again
VISITED = ("", "funnel", "speed", "coverage", "sources")


def main() -> int:
    """Measure and print; exit 1 where a target is missed or the browser complained."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--scale", type=int, default=25_000, help="applications")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hirehouse-pages-") as work:
        return _measure(Path(work), options.scale)


def _measure(work: Path, scale: int) -> int:
    home = load_settings(home=work / "home")
    with served(work / "sandbox", scale) as company:
        _run(company, home, 0)
        with serving(home.home, work / "dashboard.log") as address, sync_playwright() as playwright:
            browser = launched(playwright)
            paints = [_first_paint(browser, address, path) for _, _, path in PAGES]
            reader = Reader(browser.new_context(viewport={"width": 1440, "height": 900}).new_page(), address)
            with ThreadPoolExecutor(1) as beside:
                publishing = beside.submit(_publish, company, home)
                answers = list(_interactions(reader, publishing))
                versions = publishing.result()
            browser.close()
    slow = quantiles(answers, n=20)[-1]
    out.print(f"first paint: median {median(paints):.2f} s, slowest {max(paints):.2f} s (target 3)")
    out.print(
        f"interactions while {versions} versions were published: n {len(answers)}, median "
        f"{1000 * median(answers):.0f} ms, p95 {1000 * slow:.0f} ms (target 500)"
    )
    out.print(
        f"complaints of the browser: {reader.complaints or 'none'}, requests elsewhere: {reader.strangers or 'none'}"
    )
    return int(max(paints) > 3 or slow > 0.5 or bool(reader.complaints or reader.strangers))


def _first_paint(browser: Browser, address: str, path: str) -> float:
    """Seconds until a page stands in a browser that has never seen it."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    seconds = Reader(context.new_page(), address).open(path)
    context.close()
    return seconds


def _interactions(reader: Reader, publishing: Future[int]) -> Iterator[float]:
    for path in cycle(VISITED):
        reader.open(path)
        for name in _functions(reader)[:6]:
            yield reader.choose("Function", name)
            time.sleep(PAUSE_SECONDS)
        if publishing.done():
            return


def _functions(reader: Reader) -> list[str]:
    """The functions the filter offers."""
    reader.page.get_by_role("combobox", name="Function").click()
    found = reader.page.get_by_role("option").all_inner_texts()
    reader.page.keyboard.press("Escape")
    return found[1:]


def _publish(company: Served, home: Settings) -> int:
    """Three days, each loaded, built, judged and published; returns how many versions that made."""
    seen = set()
    for day in range(1, PUBLISHES + 1):
        _run(company, home, day)
        publication = current_publication(home)
        seen.add(publication.version if publication else "")
    return len(seen)


def _run(company: Served, home: Settings, day: int) -> None:
    now = DEMO_NOW + timedelta(days=day)
    if day:
        company.move_to(now)
    command = [sys.executable, "-m", "hirehouse.cli", "run", "--home", str(home.home), "--as-of", now.isoformat()]
    err.print(f"run of day {day}", markup=False)
    subprocess.run(command, env=company.environment, check=True, capture_output=True)


if __name__ == "__main__":
    sys.exit(main())
