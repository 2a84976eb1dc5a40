"""An earlier home is brought forward, and a log that was tampered with gives the same tables once it is repaired."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from hirehouse.ingestion import observation_log
from hirehouse.sandbox.world import DEMO_NOW
from tests.end_to_end.company import Company, company, differences, published
from tests.home.make_old_home import ARCHIVE, SCALE, SEED
from tests.ingestion.tampering import FOREIGN_LOAD, FUTURE_LOAD, WAYS, Target

FIRST = DEMO_NOW - timedelta(days=2)


@dataclass(frozen=True)
class Upgraded:
    """The old home after today's program ran on it at ``DEMO_NOW``, and what that run said."""

    company: Company
    home: Path
    told: str

    def hirehouse(self, *words: str) -> subprocess.CompletedProcess[str]:
        """The command line on the home."""
        command = [sys.executable, "-m", "hirehouse.cli", *words]
        environment = self.company.environment(self.home)
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgraded]:
    folder = tmp_path_factory.mktemp("old")
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(folder, filter="data")
    with company(folder, seed=SEED, scale=SCALE, dirt="standard", now=DEMO_NOW) as served:
        done = served.run(folder / "home", DEMO_NOW)
        assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
        yield Upgraded(served, folder / "home", done.stderr)


def test_an_old_home_runs_verifies_and_publishes(upgraded: Upgraded) -> None:
    for system in ("filedrop", "gem", "greenhouse"):
        assert f"upgraded the home: noted 4 loads of {system}" in upgraded.told
        assert len(observation_log.completed_loads(upgraded.home / "raw", system)) == 6
    assert "recalled the findings of 2 published versions" in upgraded.told
    verified = upgraded.hirehouse("log", "verify")
    assert verified.returncode == 0, verified.stdout
    with duckdb.connect(str(published(upgraded.home)), read_only=True) as connection:
        (as_of,) = connection.execute("select as_of_at from core.publication").fetchall()[0]
        assert as_of == DEMO_NOW


def test_its_findings_are_as_old_as_they_are(upgraded: Upgraded) -> None:
    """Two runs' findings were only in what they published; a third has seen most of them again."""
    seen = "select times_seen, count(*) from hygiene.finding where first_seen_at = ? and state = 'open' group by 1"
    with duckdb.connect(str(published(upgraded.home)), read_only=True) as connection:
        assert dict(connection.execute(seen, [FIRST]).fetchall()).get(3, 0) > 0


def test_a_tampered_log_stops_the_run_and_its_repair_gives_equal_tables(
    upgraded: Upgraded, tmp_path: Path, way: str
) -> None:
    shutil.copytree(upgraded.home, tmp_path / "home", symlinks=True)
    tampered = replace(upgraded, home=tmp_path / "home")
    before, home = published(tampered.home), tampered.home
    raw = home / "raw"
    loads = [load.load_id for load in observation_log.completed_loads(raw, "greenhouse") if load.kind == "load"]
    one, other = (loads[0], loads[-1]) if "state" in way else (loads[-1], loads[0])
    tables = sorted({path.parent.name for path in (raw / "raw_greenhouse").glob(f"[!_]*/{one}.*.parquet")})
    WAYS[way](Target(raw, "greenhouse", one, other, (tables[0], tables[1])))
    stopped = tampered.company.run(home, DEMO_NOW)
    assert stopped.returncode == 1 and "the log is not what was loaded" in stopped.stderr, stopped.stderr
    assert any(load_id in stopped.stderr for load_id in (one, other, FOREIGN_LOAD, FUTURE_LOAD)), stopped.stderr
    assert tampered.hirehouse("log", "repair").returncode == 0
    kept = before.rename(before.with_name("before.duckdb"))
    tampered.company.publish(home, DEMO_NOW)
    assert differences(kept, published(home)) == []
    assert tampered.hirehouse("log", "verify").returncode == 0
