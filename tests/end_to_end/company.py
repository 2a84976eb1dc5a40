"""A simulated company served over HTTP, and ``hirehouse run`` against it in processes of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import duckdb

from hirehouse.parity.compare import TableDifference, compare_tables
from hirehouse.sandbox.company import build_company
from hirehouse.sandbox.truth import export_filedrop, export_truth
from hirehouse.sandbox.world import COMPANY_CURRENCY, COMPANY_TIMEZONE, DEMO_NOW, World

SCALE = 1200
LOOK_SECONDS = 0.02


@cache
def world(seed: int, scale: int = SCALE, dirt: str = "none") -> World:
    """The company of a seed, built once per test process."""
    return build_company(seed=seed, scale=scale, dirt=dirt)


@dataclass
class Company:
    """A running sandbox; ``settings`` are the connectors' settings that reach it."""

    world: World
    folder: Path
    base_url: str
    settings: dict[str, str]

    def move_to(self, now: datetime) -> None:
        """Move the company's clock and rewrite the files it drops."""
        body = json.dumps({"now": now.isoformat()}).encode()
        request = urllib.request.Request(f"{self.base_url}/_sandbox/clock", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            assert answer.status == 200
        export_filedrop(self.world, now, self.folder / "filedrop")

    def truth(self, as_of: datetime) -> Path:
        """The ground truth at an instant, as a folder of Parquet files."""
        out = self.folder / f"truth-{as_of:%Y%m%dT%H%M%S}"
        export_truth(self.world, as_of, out)
        return out

    def environment(self, home: Path) -> dict[str, str]:
        """What a process needs to run this company's pipeline."""
        company = {"HIREHOUSE_COMPANY_TIMEZONE": COMPANY_TIMEZONE, "HIREHOUSE_COMPANY_CURRENCY": COMPANY_CURRENCY}
        return {**os.environ, **company, **self.settings, "HIREHOUSE_HOME": str(home)}

    def run(
        self, home: Path, as_of: datetime, *arguments: str, kill_when: Callable[[], bool] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """``hirehouse run`` at an instant; it and all it started are killed (SIGKILL) once ``kill_when`` says so."""
        command = [sys.executable, "-m", "hirehouse.cli", "run", "--as-of", as_of.isoformat(), *arguments]
        process = subprocess.Popen(
            command,
            env=self.environment(home),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        while True:
            try:
                out, err = process.communicate(timeout=LOOK_SECONDS if kill_when else None)
                return subprocess.CompletedProcess(command, process.returncode, out, err)
            except subprocess.TimeoutExpired:
                if kill_when and kill_when():
                    os.killpg(process.pid, signal.SIGKILL)
                    kill_when = None

    def publish(self, home: Path, as_of: datetime, *arguments: str) -> None:
        """A run that must publish."""
        done = self.run(home, as_of, *arguments)
        assert done.returncode == 0, f"exit {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"


@contextmanager
def company(
    folder: Path,
    *,
    seed: int,
    scale: int = SCALE,
    dirt: str = "none",
    faults: str = "none",
    now: datetime = DEMO_NOW,
    rate_limit: str = "generous",
) -> Iterator[Company]:
    """Serve a company from a process of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    port_file, log_path = folder / "port.json", folder / "sandbox.log"
    command = [sys.executable, "-m", "hirehouse.cli", "sandbox", "serve", "--port", "0", "--port-file", str(port_file)]
    command += ["--seed", str(seed), "--scale", str(scale), "--dirt", dirt, "--faults", faults, "--print-env"]
    command += ["--now", now.isoformat(), "--rate-limit", rate_limit]
    simulated = world(seed, scale, dirt)
    export_filedrop(simulated, now, folder / "filedrop")
    with log_path.open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + 60
        while not port_file.exists() or "BASE_URL" not in log_path.read_text():
            assert server.poll() is None and time.monotonic() < deadline, log_path.read_text()
            time.sleep(0.05)
        lines = [line.partition("=") for line in log_path.read_text().splitlines() if line.startswith("SOURCES__")]
        settings = {name: value for name, _, value in lines} | {"SOURCES__FILEDROP__PATH": str(folder / "filedrop")}
        yield Company(simulated, folder, json.loads(port_file.read_text())["base_url"], settings)
    finally:
        server.kill()
        server.wait()


def published(home: Path) -> Path:
    """The current published DuckDB file."""
    return (home / "published" / "current.duckdb").resolve()


def public_tables(path: Path) -> list[str]:
    """``schema.table`` of every table in a published file."""
    with duckdb.connect(str(path), read_only=True) as connection:
        return [
            row[0]
            for row in connection.execute(
                "select table_schema || '.' || table_name from information_schema.tables "
                "where table_schema in ('core', 'metrics', 'hygiene') order by 1"
            ).fetchall()
        ]


def differences(left: Path, right: Path, ignore: tuple[str, ...] = ()) -> list[TableDifference]:
    """The tables in which two published files differ; ``ignore`` names tables that are not compared."""
    assert public_tables(left) == public_tables(right)
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute(f"attach '{left}' as one (read_only)")
        connection.execute(f"attach '{right}' as two (read_only)")
        compared = [
            compare_tables(connection, table, f"one.{table}", f"two.{table}")
            for table in public_tables(left)
            if table not in ignore
        ]
    return [found for found in compared if not found.is_equal]
