"""A finding grows old while nobody mends it, is fixed when somebody does, and comes back as what it was."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from hirehouse.build.warehouse import open_warehouse
from hirehouse.sandbox.world import COMPANY_CURRENCY, COMPANY_TIMEZONE
from tests.end_to_end.company import published

MONDAY = datetime(2026, 3, 2, 18, tzinfo=UTC)
# The source of the second application on each day: missing for two days, told on the third, missing again.
SOURCES = ("", "", "Referral", "")
RULE = "SRC-01"


@dataclass(frozen=True)
class Days:
    """A home that ran on the evening of each day; ``files`` are what it published then."""

    home: Path
    files: list[Path]

    def finding(self, day: int) -> tuple | None:
        """State, times seen, first and last seen of the second application's finding, as of a day."""
        query = """select state, times_seen, first_seen_at, last_seen_at from hygiene.finding
                   where rule_id = ? and entity_id = 'a2'"""
        with duckdb.connect(str(self.files[day]), read_only=True) as connection:
            connection.execute("set timezone = 'UTC'")
            return connection.execute(query, [RULE]).fetchone()


def drop(folder: Path, source: str) -> None:
    """Two applications to one requisition; nothing else is wrong with them."""
    folder.mkdir(exist_ok=True)
    (folder / "requisitions.csv").write_text(
        "job_id,requisition_id,title,department,status,created_at,opened_at\n"
        "j1,R-1,Welder,engineering,open,2026-02-01T09:00:00Z,2026-02-01T09:00:00Z\n"
    )
    (folder / "openings.csv").write_text("opening_id,job_id,status,opened_at\no1,j1,open,2026-02-01T09:00:00Z\n")
    (folder / "applications.csv").write_text(
        "application_id,job_id,candidate_id,status,applied_at,source_name\n"
        f"a1,j1,c1,active,2026-02-20T09:00:00Z,Referral\na2,j1,c2,active,2026-02-21T09:00:00Z,{source}\n"
    )
    (folder / "stage_intervals.csv").write_text(
        "stay_id,application_id,job_id,stage_name,is_current,entered_at\n"
        "s1,a1,j1,screen,true,2026-02-20T09:00:00Z\ns2,a2,j1,screen,true,2026-02-21T09:00:00Z\n"
    )


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Days]:
    folder = tmp_path_factory.mktemp("memory")
    home, files = folder / "home", []
    environment = {
        **os.environ,
        "HIREHOUSE_COMPANY_TIMEZONE": COMPANY_TIMEZONE,
        "HIREHOUSE_COMPANY_CURRENCY": COMPANY_CURRENCY,
        "HIREHOUSE_HOME": str(home),
        "HIREHOUSE_CONNECTORS": "filedrop",
        "SOURCES__FILEDROP__PATH": str(folder / "drop"),
    }
    for number, source in enumerate(SOURCES):
        drop(folder / "drop", source)
        command = [sys.executable, "-m", "hirehouse.cli", "run", "--as-of", evening(number).isoformat()]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-3000:]}"
        files.append(published(home))
    yield Days(home, files)


def evening(day: int) -> datetime:
    """The instant of a day's run."""
    return MONDAY + timedelta(days=day)


def test_a_finding_ages_is_fixed_and_comes_back(days: Days) -> None:
    assert days.finding(0) == ("open", 1, evening(0), evening(0))
    assert days.finding(1) == ("open", 2, evening(0), evening(1))
    assert days.finding(2) == ("fixed", 2, evening(0), evening(1))
    assert days.finding(3) == ("open", 3, evening(0), evening(3))


def test_every_run_is_remembered_by_every_log(days: Days) -> None:
    """Each run left its rows under its own instant; logs of forecasts hold what there was to foretell."""
    with open_warehouse(days.home / "warehouse.duckdb", read_only=True) as connection:
        for log in ("rule_result_log", "finding_log", "row_count_log", "forecast_log"):
            instants = connection.execute(f"select distinct run_at from ops.{log} order by 1").fetchall()
            assert instants == [(evening(number),) for number in range(len(SOURCES))], log
        seen = f"select run_at from ops.finding_log where rule_id = '{RULE}' and entity_id = 'a2' order by 1"
        assert connection.execute(seen).fetchall() == [(evening(0),), (evening(1),), (evening(3),)]


def test_the_file_and_its_logs_name_one_run(days: Days) -> None:
    for number, file in enumerate(days.files):
        with duckdb.connect(str(file), read_only=True) as connection:
            (run_id,) = connection.execute("select run_id from core.publication").fetchall()[0]
        assert file.stem.endswith(run_id)
        with open_warehouse(days.home / "warehouse.duckdb", read_only=True) as connection:
            query = "select distinct run_id from ops.rule_result_log where run_at = ?"
            assert connection.execute(query, [evening(number)]).fetchall() == [(run_id,)]
