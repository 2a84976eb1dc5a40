"""The demo: a simulated company, its vendors' APIs on a free loopback port, and one real pipeline run over them.

The run is the same ``hirehouse run`` a company would start; only the connectors' settings point at the sandbox.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hirehouse.base.errors import HirehouseError
from hirehouse.base.settings import Settings, environment
from hirehouse.build.dbt_command import ensure_manifest
from hirehouse.cli.terminal import err
from hirehouse.sandbox.world import COMPANY_CURRENCY, COMPANY_TIMEZONE, DEMO_NOW

START_SECONDS = 60


@dataclass(frozen=True)
class Demo:
    """Which company the demo simulates; ``scale`` is its applications in 30 months."""

    seed: int = 7
    scale: int = 25_000
    faults: str = "none"
    dirt: str = "standard"
    now: str = DEMO_NOW.isoformat()


def run_demo(settings: Settings, demo: Demo) -> int:
    """Simulate, load, build, judge, publish and tell; returns the exit code of the run."""
    folder = settings.home / "sandbox"
    folder.mkdir(parents=True, exist_ok=True)
    err.print(f"a simulated company of {demo.scale:,} applications (seed {demo.seed}), as of {demo.now}", markup=False)
    # The company is being simulated meanwhile; the run then finds the project parsed.
    with ThreadPoolExecutor(1) as beside, _sandbox(folder, demo, beside.submit(ensure_manifest, settings)) as served:
        done = subprocess.run(
            [sys.executable, "-m", "hirehouse.cli", "run", "--home", str(settings.home), "--as-of", demo.now],
            env=environment(
                **served,
                HIREHOUSE_HOME=str(settings.home),
                HIREHOUSE_COMPANY_TIMEZONE=COMPANY_TIMEZONE,
                HIREHOUSE_COMPANY_CURRENCY=COMPANY_CURRENCY,
            ),
            check=False,
        )
    return done.returncode


@contextmanager
def _sandbox(folder: Path, demo: Demo, parsing: Future[Path]) -> Iterator[dict[str, str]]:
    """Serve the company from a process of its own; yields the connectors' settings once ``parsing`` is over too."""
    port_file, log_path, drop = folder / "port.json", folder / "sandbox.log", folder / "filedrop"
    port_file.unlink(missing_ok=True)
    command = [sys.executable, "-m", "hirehouse.cli", "sandbox", "serve", "--port", "0", "--port-file", str(port_file)]
    command += ["--seed", str(demo.seed), "--scale", str(demo.scale), "--faults", demo.faults, "--dirt", demo.dirt]
    command += ["--now", demo.now, "--filedrop", str(drop), "--print-env"]
    started = time.perf_counter()
    with log_path.open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=environment())
    try:
        _wait_for(port_file, server, log_path)
        parsing.result()
        err.print(f"  simulate the company, read the project  {time.perf_counter() - started:.1f} s", markup=False)
        yield _printed_settings(log_path) | {"SOURCES__FILEDROP__PATH": str(drop)}
    finally:
        server.terminate()
        try:
            server.wait(timeout=5)
        except subprocess.TimeoutExpired:
            server.kill()


def _wait_for(port_file: Path, server: subprocess.Popen[bytes], log_path: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _is_written(port_file):
        if server.poll() is not None or time.monotonic() > deadline:
            words = log_path.read_text(errors="replace").strip().splitlines()
            what = words[-1] if words else "it said nothing"
            raise HirehouseError(f"the sandbox did not start: {what}", str(log_path), "see the log named above")
        time.sleep(0.05)


def _is_written(port_file: Path) -> bool:
    try:
        return "port" in json.loads(port_file.read_text())
    except (OSError, ValueError):
        return False


def _printed_settings(log_path: Path) -> dict[str, str]:
    """The ``SOURCES__…`` lines the server printed; it prints them right after it answers, so wait for the last one."""
    for _ in range(100):
        lines = [line.partition("=") for line in log_path.read_text().splitlines() if line.startswith("SOURCES__")]
        found = {name: value for name, _, value in lines}
        if any(name.endswith("BASE_URL") for name in found):
            return found
        time.sleep(0.05)
    raise HirehouseError("the sandbox did not say how to reach it", str(log_path), "see the log named above")
