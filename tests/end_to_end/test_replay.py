"""A past day rebuilt in a home of its own from the live home's log: the numbers of then, the live home untouched."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from hirehouse.base.errors import HirehouseError
from hirehouse.base.settings import Settings, load_settings
from hirehouse.build.replay import with_log_of
from tests.end_to_end.company import differences, public_tables, published
from tests.end_to_end.conftest import DAYS, History, day
from tests.end_to_end.test_change import parquet, publication


def test_a_past_day_elsewhere_equals_what_was_published_then(history: History, tmp_path: Path) -> None:
    """No file of the live home is copied beforehand or changed by it; the configured home's log is found by itself."""
    before = state_of(history.home)
    history.company.publish(history.home, day(7), "--home", str(tmp_path / "past"))
    again = published(tmp_path / "past")
    assert again.is_relative_to(tmp_path)
    assert len(public_tables(again)) >= 40
    assert differences(history.versions[7], again) == []
    assert publication(again) == publication(history.versions[7])
    assert parquet(again) == parquet(history.versions[7])
    assert state_of(history.home) == before
    assert not (tmp_path / "past" / "raw").exists()


@pytest.mark.parametrize("table", ["fct_pipeline_snapshot", "fct_opening_snapshot"])
@pytest.mark.parametrize("number", DAYS[1:-1])
def test_the_snapshot_of_a_day_is_what_was_known_then(history: History, number: int, table: str) -> None:
    """The newest day of a past run, which a replay gives again, has in the last run the rows it had then."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{history.versions[number]}' as then_known (read_only)")
        connection.execute(f"attach '{history.versions[DAYS[-1]]}' as now_known (read_only)")
        known = f"from then_known.core.{table} where not is_reconstructed"
        (newest,) = connection.execute(f"select max(snapshot_date) {known}").fetchall()[0]
        assert newest == (day(number) - timedelta(days=1)).date()
        rows = {
            when: f"select * from {when}.core.{table} where snapshot_date = date '{newest}'"
            for when in ("then_known", "now_known")
        }
        assert connection.execute(f"select count(*) from ({rows['then_known']})").fetchall() != [(0,)]
        for one, other in (("then_known", "now_known"), ("now_known", "then_known")):
            assert connection.execute(f"{rows[one]} except all {rows[other]}").fetchall() == []


def test_which_log_is_read(history: History, tmp_path: Path) -> None:
    def settings(home: Path, number: int) -> Settings:
        return load_settings(day(number).isoformat(), home)

    live, empty = settings(history.home, 7), settings(tmp_path / "empty", 7)
    assert with_log_of(empty, None, live).raw_path == history.home / "raw"
    assert with_log_of(live, None, live) == live
    assert with_log_of(live, history.home, live).log_home is None
    # a day the live home has not passed yet is a first load of another home, unless the log is named
    later = replace(empty, as_of=day(DAYS[-1]) + timedelta(days=1))
    assert with_log_of(later, None, live).log_home is None
    assert with_log_of(later, history.home, live).log_home == history.home
    assert with_log_of(replace(empty, as_of_is_explicit=False), None, live).log_home is None
    with pytest.raises(HirehouseError, match="no observation log to read"):
        with_log_of(empty, tmp_path / "nothing", live)
    with pytest.raises(HirehouseError, match="already has its own observation log"):
        with_log_of(live, tmp_path / "nothing", live)


def state_of(home: Path) -> dict[str, str]:
    """Every file of a home but the lock, by a digest of its bytes and the instant it was last written."""
    return {
        str(path.relative_to(home)): f"{path.stat().st_mtime_ns} {hashlib.sha256(path.read_bytes()).hexdigest()}"
        for path in sorted(home.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }
