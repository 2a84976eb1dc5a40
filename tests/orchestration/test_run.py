"""The whole path over the sandbox: published, moved on, replayed byte for byte, killed and taken up again, blocked."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hirehouse.publish import current_publication, publications
from hirehouse.record import records
from hirehouse.settings import environment, load_settings
from ingestion.sandbox.company import build_company
from ingestion.sandbox.listen import running
from ingestion.sandbox.server import build_app, sandbox_settings
from ingestion.sandbox.truth import export_filedrop

ROOT = Path(__file__).parents[2]
FIRST = datetime(2026, 6, 30, 18, tzinfo=UTC)
SECOND = FIRST + timedelta(days=1)
SCALE = 150


@dataclass
class Company:
    """A served company and a home to load it into."""

    home: Path
    base_url: str
    connector_settings: dict[str, str] = field(default_factory=dict)

    def move_to(self, now: datetime) -> None:
        body = json.dumps({"now": now.isoformat()}).encode()
        with urllib.request.urlopen(f"{self.base_url}/_sandbox/clock", data=body) as answer:
            assert answer.status == 200

    def command(self, as_of: datetime) -> list[str]:
        program = [sys.executable, "-m", "hirehouse.cli", "run"]
        return [*program, "--home", str(self.home), "--as-of", as_of.isoformat()]

    def run(self, as_of: datetime) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(as_of),
            env=environment(**self.connector_settings),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    def killed_after(self, as_of: datetime, seconds: float) -> None:
        process = subprocess.Popen(
            self.command(as_of),
            env=environment(**self.connector_settings),
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def served(folder: Path, dirt: str) -> Iterator[Company]:
    world = build_company(seed=3, scale=SCALE, dirt=dirt)
    app = build_app(world, systems=["greenhouse", "gem"], now=FIRST)
    export_filedrop(world, FIRST, folder / "drop")
    with running(app) as base_url:
        settings = sandbox_settings(app, base_url) | {"SOURCES__FILEDROP__PATH": str(folder / "drop")}
        yield Company(folder / "home", base_url, settings)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    yield from served(tmp_path_factory.mktemp("clean"), "none")


@pytest.fixture(scope="module")
def unmapped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    yield from served(tmp_path_factory.mktemp("blocked"), "blocking")


def test_a_run_publishes_moves_on_survives_a_kill_and_replays_byte_for_byte(company: Company) -> None:
    done = company.run(FIRST)
    assert done.returncode == 0, done.stderr
    assert "Published as of 2026-06-30 18:00 UTC" in done.stdout
    settings = load_settings(home=company.home)
    first = current_publication(settings)
    assert first is not None
    assert first.row_counts["core.fct_application"] > 0

    company.move_to(SECOND)
    company.killed_after(SECOND, 12.0)
    assert current_publication(settings) == first
    done = company.run(SECOND)
    assert done.returncode == 0, done.stderr
    second = current_publication(settings)
    assert second is not None
    assert second.as_of_at == SECOND

    done = company.run(FIRST)
    assert done.returncode == 0, done.stderr
    assert current_publication(settings) == first
    assert [publication.version for publication in publications(settings)] == [first.version, second.version]
    assert records(settings)[-1].is_replay
    file = f"{first.parquet}/core/fct_application.parquet"
    assert (settings.published_path / file).exists()


def test_a_structural_fault_blocks_with_exit_2_and_the_reasons(unmapped: Company) -> None:
    done = unmapped.run(FIRST)
    assert done.returncode == 2, done.stderr
    assert "blocked: nothing was published by this run" in done.stderr
    assert "nothing has been published before" in done.stderr
    settings = load_settings(home=unmapped.home)
    assert current_publication(settings) is None
    record = records(settings)[-1]
    assert record.outcome == "blocked"
    assert any("STG-01" in reason for reason in record.reasons)
    for reason in record.reasons:
        assert reason in done.stderr
