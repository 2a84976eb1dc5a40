"""Folding load by load gives what a full rebuild gives, row for row, through crashes, deletions and doubles."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.dbt_project.staging_project import StagingProject, complete, observe, open_log, rows

MODELS = (
    "base_greenhouse__applications",
    "base_greenhouse__application_versions",
    "base_greenhouse__job_owner_versions",
)
START = datetime(2026, 1, 1, tzinfo=UTC)
# (load id, day): two loads of one instant are a run that crashed after its load and was done again
LOADS = (("1.0", 0), ("2.0", 1), ("2.5", 1), ("3.0", 2), ("4.0", 3), ("4.5", 3), ("4.7", 3), ("5.0", 4))
# how many loads are complete when dbt runs; a crash before dbt leaves several for the next run
STEPS = {1: (1, 2, 3, 4, 8), 2: (1, 3, 5, 6, 7, 8), 3: (2, 2, 4, 8)}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StagingProject]:
    """The parsed project."""
    yield StagingProject(tmp_path_factory.mktemp("fold"))


def _application(chance: random.Random, key: int, changed_at: datetime) -> dict[str, Any]:
    status = chance.choice(["in_process", "in_process", "rejected", "hired"])
    return {
        "id": key,
        "candidate_id": key + 100,
        "job_id": chance.choice([1, 1, 1, 2]),
        "stage_id": chance.choice([11, 12]),
        "status": status,
        "rejected_at": START if status == "rejected" else None,
        "created_at": START,
        "updated_at": changed_at,
    }


def _write_log(connection: duckdb.DuckDBPyConnection, seed: int) -> None:
    chance = random.Random(seed)
    for load_id, day in LOADS:
        observed_at = START + timedelta(days=day)
        for key in range(8):
            if chance.random() < 0.5:
                continue
            for double in range(chance.choice([1, 1, 2])):
                changed_at = observed_at - timedelta(minutes=chance.randrange(60) + double * 100)
                record = _application(chance, key, changed_at)
                observe(connection, "greenhouse", "applications", load_id, observed_at, record)
                owner = {"id": key, "job_id": 1, "user_id": chance.randrange(2), "updated_at": changed_at}
                observe(connection, "greenhouse", "job_owners", load_id, observed_at, owner)
            if chance.random() < 0.25:
                gone = {"id": key}
                observe(connection, "greenhouse", "applications", load_id, observed_at, gone, is_deleted=True)
                observe(connection, "greenhouse", "job_owners", load_id, observed_at, gone, is_deleted=True)


@pytest.mark.parametrize("seed", STEPS)
def test_folding_equals_a_full_rebuild(project: StagingProject, tmp_path: Path, seed: int) -> None:
    folded, rebuilt = tmp_path / "folded" / "warehouse.duckdb", tmp_path / "rebuilt" / "warehouse.duckdb"
    for path in (folded, rebuilt):
        path.parent.mkdir()
        with open_log(path) as connection:
            _write_log(connection, seed)
    for done, ready in zip((0, *STEPS[seed]), STEPS[seed], strict=False):
        with duckdb.connect(str(folded)) as connection:
            for load_id, day in LOADS[done:ready]:
                complete(connection, "greenhouse", load_id, START + timedelta(days=day))
        project.run(folded, "run", "--select", *MODELS)
    with duckdb.connect(str(rebuilt)) as connection:
        for load_id, day in LOADS:
            complete(connection, "greenhouse", load_id, START + timedelta(days=day))
    project.run(rebuilt, "run", "--full-refresh", "--select", *MODELS)
    for model in MODELS:
        sql = f"select * from staging.{model} order by all"
        assert rows(folded, sql) == rows(rebuilt, sql), model
    columns = "application_id, load_id, is_deleted, known_at"
    latest = rows(rebuilt, f"select {columns} from staging.base_greenhouse__applications")
    assert sorted(latest) == _expected(rebuilt)


def _expected(warehouse: Path) -> list[tuple[Any, ...]]:
    """The same by plain Python: the newest observation per record, and the first instant it was ever seen."""
    newest: dict[str, tuple[Any, ...]] = {}
    first: dict[str, datetime] = {}
    columns = "cast(id as varchar), _dlt_load_id, _is_deleted, _observed_at"
    log = rows(warehouse, f"select {columns} from raw_greenhouse.applications")
    for key, load_id, is_deleted, observed_at in log:
        newest[key] = max(newest.get(key, (observed_at, "", False)), (observed_at, load_id, is_deleted))
        first[key] = min(first.get(key, observed_at), observed_at)
    return sorted((key, load_id, gone, first[key]) for key, (_, load_id, gone) in newest.items())


def test_loads_not_completed_are_not_seen(project: StagingProject, tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    with open_log(warehouse) as connection:
        _write_log(connection, 5)
        complete(connection, "greenhouse", "1.0", START)
    project.run(warehouse, "run", "--select", *MODELS)
    assert rows(warehouse, "select distinct load_id from staging.base_greenhouse__applications") == [("1.0",)]
