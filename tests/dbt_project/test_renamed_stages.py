"""A stage renamed at the source: what the log still knows of its names, load by load, and in a replay."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.dbt_project.staging_project import StagingProject, complete, observe, open_log, rows

MODELS = ("+int_stages__mapped",)
LOADS = {"1.0": "2026-05-04 06:00:00+00", "2.0": "2026-05-05 06:00:00+00", "3.0": "2026-05-06 06:00:00+00"}
STAGES = {
    "1.0": {71: "Phone Screen", 72: "Debate club", 73: "Onsite", 74: "Offer"},
    "2.0": {71: "Kennenlernen", 72: "Debattierclub", 73: "Hausbesuch", 74: "Angebot"},
    "3.0": {73: "Rundgang", 74: "Offer"},
}
"""Names of a job's stages in the loads that log them: 72 was never mapped, 74 was called otherwise for a day."""
STAYS = {
    "1.0": [("s1", "7", "Phone Screen", 1), ("s2", "7", "Phone Screen", 2), ("s3", "8", "Chess with the boss", 2)],
    "2.0": [("s2", "7", "Kennenlernen", 2), ("s3", "8", "Schach", 2), ("s4", None, "Onsite", 3)],
    "3.0": [],
}
"""Rows of a file whose old stays keep the old name: stay, stage's id, its name and the day it began."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StagingProject]:
    """The parsed project."""
    yield StagingProject(tmp_path_factory.mktemp("renamed"))


def _write_log(connection: duckdb.DuckDBPyConnection) -> None:
    for load_id, observed_at in LOADS.items():
        for key, name in STAGES[load_id].items():
            stage = {"id": key, "job_id": 1, "name": name, "sort_order": key, "active": True, "updated_at": observed_at}
            observe(connection, "greenhouse", "job_interview_stages", load_id, observed_at, stage)
        for stay_id, stage_id, name, day in STAYS[load_id]:
            stay = {"stay_id": stay_id, "application_id": "a1", "job_id": "j1", "stage_id": stage_id}
            stay |= {"stage_name": name, "entered_at": f"2026-04-{day:02} 09:00:00+00"}
            observe(connection, "filedrop", "stage_intervals", load_id, observed_at, stay)


def _complete(connection: duckdb.DuckDBPyConnection, *load_ids: str) -> None:
    for load_id in load_ids:
        for system in ("greenhouse", "filedrop"):
            complete(connection, system, load_id, LOADS[load_id])


def _mapped(warehouse: Path) -> list[tuple[str, ...]]:
    columns = "system, stage_id, stage_name, former_name, canonical_stage"
    return rows(warehouse, f"select {columns} from intermediate.int_stages__mapped order by all")


FIRST = [
    ("filedrop", "7", "Phone Screen", None, "screen"),
    ("filedrop", "8", "Chess with the boss", None, None),
    ("greenhouse", "71", "Phone Screen", None, "screen"),
    ("greenhouse", "72", "Debate club", None, None),
    ("greenhouse", "73", "Onsite", None, "onsite"),
    ("greenhouse", "74", "Offer", None, "offer"),
]
LAST = [
    ("filedrop", "7", "Kennenlernen", "Phone Screen", "screen"),
    ("filedrop", "8", "Schach", None, None),
    ("filedrop", "onsite", "Onsite", None, "onsite"),
    ("greenhouse", "71", "Kennenlernen", "Phone Screen", "screen"),
    ("greenhouse", "72", "Debattierclub", None, None),
    ("greenhouse", "73", "Rundgang", "Onsite", "onsite"),
    ("greenhouse", "74", "Offer", None, "offer"),
]


def test_a_renamed_stage_goes_on_as_its_earlier_name_says(project: StagingProject, tmp_path: Path) -> None:
    """Load by load as in one go; a replay of the first day knows no later name."""
    folded, at_once = tmp_path / "folded" / "warehouse.duckdb", tmp_path / "at_once" / "warehouse.duckdb"
    for path in (folded, at_once):
        path.parent.mkdir()
        with open_log(path) as connection:
            _write_log(connection)
            _complete(connection, *(("1.0",) if path == folded else LOADS))
    project.run(folded, "run", "--select", *MODELS)
    assert _mapped(folded) == FIRST
    for load_id in ("2.0", "3.0"):
        with duckdb.connect(str(folded)) as connection:
            _complete(connection, load_id)
        project.run(folded, "run", "--select", *MODELS)
    project.run(at_once, "run", "--select", *MODELS)
    assert _mapped(folded) == _mapped(at_once) == LAST
    names = "select * exclude (load_id) from staging.base_greenhouse__stage_names order by all"
    assert rows(folded, names) == rows(at_once, names)
    replayed = tmp_path / "replayed" / "warehouse.duckdb"
    replayed.parent.mkdir()
    with open_log(replayed) as connection:
        _write_log(connection)
        _complete(connection, "1.0")
    project.run(replayed, "run", "--select", *MODELS)
    assert _mapped(replayed) == FIRST
