"""A simulated company for a measurement: its APIs in a process of their own, its files in a folder."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hirehouse.base.settings import environment
from hirehouse.sandbox.world import COMPANY_CURRENCY, COMPANY_TIMEZONE, DEMO_NOW

SEED = 11


@dataclass(frozen=True)
class Served:
    """A running sandbox and the environment in which a pipeline reaches it."""

    base_url: str
    environment: dict[str, str]

    def move_to(self, now: datetime) -> None:
        """Let the company live until ``now``."""
        body = json.dumps({"now": now.isoformat()}).encode()
        request = urllib.request.Request(f"{self.base_url}/_sandbox/clock", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            answer.read()


@contextmanager
def served(folder: Path, scale: int, rate_limit: str = "generous") -> Iterator[Served]:
    """Serve a clean company of ``scale`` applications as of the demo's instant."""
    folder.mkdir(parents=True, exist_ok=True)
    port_file, log = folder / "port.json", folder / "sandbox.log"
    command = [sys.executable, "-m", "hirehouse.cli", "sandbox", "serve", "--port", "0", "--port-file", str(port_file)]
    command += ["--seed", str(SEED), "--scale", str(scale), "--dirt", "none", "--rate-limit", rate_limit]
    command += ["--now", DEMO_NOW.isoformat(), "--filedrop", str(folder / "filedrop"), "--print-env"]
    with log.open("w") as out:
        server = subprocess.Popen(command, stdout=out, stderr=out)
    try:
        while not port_file.exists() or "BASE_URL" not in log.read_text():
            if server.poll() is not None:
                raise RuntimeError(log.read_text())
            time.sleep(0.1)
        lines = [line.partition("=") for line in log.read_text().splitlines() if line.startswith("SOURCES__")]
        settings = {name: value for name, _, value in lines} | {"SOURCES__FILEDROP__PATH": str(folder / "filedrop")}
        company = {"HIREHOUSE_COMPANY_TIMEZONE": COMPANY_TIMEZONE, "HIREHOUSE_COMPANY_CURRENCY": COMPANY_CURRENCY}
        yield Served(json.loads(port_file.read_text())["base_url"], environment(**settings, **company))
    finally:
        server.kill()
        server.wait()
