"""What a person is told of a damaged log, by which command, and that the remedies named work."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from pathlib import Path

import pytest

from hirehouse.base.errors import HirehouseError
from hirehouse.base.settings import Settings, load_settings
from hirehouse.build.replay import refuse_before_first_load
from hirehouse.cli.doctor import home_findings
from hirehouse.home.log_guard import SEEN, check_log, damages, forget_load, later_loads, refuse_the_future
from hirehouse.home.schema import make_ready
from tests.cli.test_app import hirehouse
from tests.home.loads import START, drop_and_load


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A sound home with two loads."""
    monkeypatch.setenv("HIREHOUSE_CONNECTORS", "filedrop")
    drop_and_load(tmp_path, monkeypatch, days=2)
    made = load_settings(home=tmp_path / "home")
    make_ready(made)
    return made


def files(settings: Settings) -> list[Path]:
    return sorted((settings.raw_path / "raw_filedrop" / "holidays").glob("*.parquet"))


def command(settings: Settings, *words: str) -> tuple[int, str, str]:
    """Run the command line on the home; exit code and what it printed."""
    done = hirehouse(
        *words,
        HIREHOUSE_HOME=str(settings.home),
        HIREHOUSE_CONNECTORS="filedrop",
        SOURCES__FILEDROP__PATH=str(settings.home.with_name("drop")),
    )
    return done.returncode, done.stdout, done.stderr


def test_a_check_reads_only_what_changed(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    check_log(settings)
    assert (settings.state_path / SEEN).exists()
    read: list[str] = []
    monkeypatch.setattr("hirehouse.ingestion.load_manifest.digest_of", lambda path: read.append(path.name))
    check_log(settings)
    assert read == []
    files(settings)[0].touch()
    assert [damage.path for damage in damages(settings)] == [files(settings)[0]]
    assert read == [files(settings)[0].name]


def test_a_run_stops_before_any_work_and_the_remedy_works(settings: Settings) -> None:
    """Exit 1, the load's name, the place, what to do; after the repair the log is as noted."""
    lost = files(settings)[1]
    lost.unlink()
    code, _, told = command(settings, "run", "--as-of", (START + timedelta(days=1)).isoformat())
    assert code == 1
    load_id = ".".join(lost.name.split(".")[:2])
    first, where, remedy = told.splitlines()
    assert re.match(
        rf"error: the log is not what was loaded: load {load_id} of 2026-05-05 06:00 UTC of filedrop", first
    )
    assert where == f"  where:  {lost}"
    assert "`hirehouse log repair`" in remedy
    assert not settings.warehouse_path.exists()

    code, told, _ = command(settings, "log", "verify")
    assert code == 1 and load_id in told and str(lost) in told
    code, told, _ = command(settings, "log", "repair")
    assert code == 0 and f"forgot load {load_id}" in told and "hirehouse run" in told
    code, told, _ = command(settings, "log", "verify")
    assert code == 0 and "as noted" in told
    code, told, _ = command(settings, "log", "repair")
    assert code == 0 and "nothing to repair" in told


def test_forgetting_takes_the_load_out(settings: Settings) -> None:
    load_id = ".".join(files(settings)[0].name.split(".")[:2])
    code, told, _ = command(settings, "log", "forget", "--load", load_id)
    assert code == 0 and load_id in told
    assert len(files(settings)) == 1
    code, _, told = command(settings, "log", "forget", "--load", load_id)
    assert code == 1 and told.startswith(f"error: the log has no load {load_id}") and "log verify" in told


def test_a_load_of_the_future_is_told_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Made when the clock was wrong: status, doctor and the run say so, and forgetting it lets runs load again."""
    monkeypatch.setenv("HIREHOUSE_CONNECTORS", "filedrop")
    later = load_settings().clock.replace(microsecond=0) + timedelta(days=400)
    drop_and_load(tmp_path, monkeypatch, days=1)
    drop_and_load(tmp_path, monkeypatch, days=1, start=later)
    settings = load_settings(home=tmp_path / "home")
    make_ready(settings)
    (load,) = {each.observed_at: each for each in reversed(later_loads(settings))}.values()
    assert load.observed_at == later
    code, told, _ = command(settings, "status")
    assert code == 0 and "Later than the clock" in told and f"{later:%Y-%m-%d %H:%M}" in told.replace("\n", " ")
    found = [finding for finding in home_findings(settings) if finding.subject == "log"]
    assert {finding.status for finding in found} == {"fail"}
    assert f"hirehouse log forget --load {load.load_id}`" in found[0].remedy
    code, _, told = command(settings, "run")
    assert code == 1 and f"load {load.load_id}" in told and "is stamped later than the clock" in told
    assert f"`hirehouse log forget --load {load.load_id}`" in told
    forget_load(settings, load.load_id)
    assert later_loads(settings) == damages(settings) == []
    check_log(settings)


def test_a_load_later_than_the_clock_is_refused(settings: Settings) -> None:
    tomorrow = settings.clock + timedelta(days=1)
    code, _, told = command(settings, "run", "--as-of", tomorrow.isoformat())
    assert code == 1 and told.startswith("error: nothing can be loaded as of ") and "--no-ingest" in told
    assert len(files(settings)) == 2
    refuse_the_future(settings)
    with pytest.raises(HirehouseError, match="nothing can be loaded"):
        refuse_the_future(settings.at(tomorrow))


def test_a_day_before_the_first_load_is_refused_at_once(settings: Settings) -> None:
    early = settings.at(START - timedelta(seconds=1))
    began = time.process_time()
    with pytest.raises(HirehouseError, match="nothing had been loaded by 2026-05-04 05:59:59 UTC: the log begins at"):
        refuse_before_first_load(early)
    assert time.process_time() - began < 1
    refuse_before_first_load(settings.at(START))
    code, _, told = command(settings, "run", "--as-of", "2020-02-02")
    assert code == 1 and told.startswith("error: nothing had been loaded by 2020-02-0")
    assert START.isoformat() in told.splitlines()[2]
