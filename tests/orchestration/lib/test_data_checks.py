"""What is said of rows that break a promise: their table or kind, and the records, never a model or test of ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from hirehouse.orchestration.lib.data_checks import told

FACT = {
    "resource_type": "model",
    "schema": "core",
    "name": "fct_pipeline_snapshot",
    "access": "public",
    "package_name": "hirehouse",
    "original_file_path": "models/core/fct_pipeline_snapshot.sql",
}
STEP = {
    **FACT,
    "schema": "intermediate",
    "name": "int_vacancies__clocked",
    "access": "protected",
    "description": "One row per seat and day it was vacant: its cost.",
}
SEED = {"resource_type": "seed", "schema": "seeds", "name": "stage_map", "original_file_path": "seeds/stage_map.csv"}
MANIFEST = {"nodes": {"model.fact": FACT, "model.step": STEP, "seed.map": SEED}}


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    path = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema intermediate; create schema core; create schema seeds")
        connection.execute(
            "create table intermediate.int_applications__keyed as "
            "select 'k' || i as application_key, 'ats' as system, 'A' || i as application_id from range(9) as n(i)"
        )
        connection.execute(
            "create table core.fct_pipeline_snapshot as "
            "select date '2026-05-01' as snapshot_date, 'k' || (i % 5) as application_key, i - 1 as days_in_stage, "
            "'ines@example.test' as note from range(10) as n(i)"
        )
        connection.execute("create table seeds.stage_map as select 'ats' as system, '?' as canonical_stage")
    return path


def made_test(name: str, model: str, kwargs: dict[str, Any], sql: str, folder: Path) -> dict[str, Any]:
    """A test as the manifest holds it, with its compiled SQL written where dbt puts it."""
    path = folder / "hirehouse" / "models" / "x.yml" / "t.sql"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(sql)
    return {
        "resource_type": "test",
        "attached_node": model,
        "package_name": "hirehouse",
        "original_file_path": "models/x.yml",
        "path": "t.sql",
        "column_name": kwargs.get("column_name"),
        "test_metadata": {"name": name, "kwargs": kwargs},
    }


def test_a_repeated_key_names_the_records(warehouse: Path, tmp_path: Path) -> None:
    sql = "select snapshot_date, application_key, count(*) as row_count from core.fct_pipeline_snapshot group by all "
    key = {"arguments": {"columns": ["snapshot_date", "application_key"]}}
    node = made_test("key_is_unique", "model.fact", key, sql + "having count(*) > 1 order by all", tmp_path)
    said = told(node, MANIFEST, tmp_path, warehouse, "key_is_unique_fct_pipeline_snapshot: 5 row(s)")
    assert said.startswith(
        "core.fct_pipeline_snapshot: more than one row with the same snapshot_date, application_key, or one without: "
        "snapshot_date 2026-05-01 application ats A0; snapshot_date 2026-05-01 application ats A1; "
        "snapshot_date 2026-05-01 application ats A2; .... Remedy: "
    )


def test_a_broken_contract_is_told_by_entity_and_promise(warehouse: Path, tmp_path: Path) -> None:
    sql = "select * from (values ('key', 2), ('rating', 1)) as broken (promise, row_count)"
    node = made_test("keeps_contract", "model.step", {"arguments": {"entity": "scorecards"}}, sql, tmp_path)
    said = told(node, MANIFEST, tmp_path, warehouse, "keeps_contract_int_vacancies__clocked: 2 row(s)")
    assert said.startswith(
        "one row per seat and day it was vacant: rows that do not keep the contract of scorecards: promise key; "
        "promise rating. "
    )


def test_a_step_of_ours_is_told_by_what_it_holds(warehouse: Path, tmp_path: Path) -> None:
    sql = (
        "select application_key as unique_field, 2 as n_records from core.fct_pipeline_snapshot where days_in_stage = 3"
    )
    node = made_test("unique", "model.step", {"column_name": "application_key"}, sql, tmp_path)
    said = told(node, MANIFEST, tmp_path, warehouse, "unique_int_vacancies__clocked: 1 row(s)")
    assert said.startswith(
        "one row per seat and day it was vacant: more than one row with the same application_key: application ats A4. "
    )
    assert "int_" not in said


def test_a_seed_is_told_as_the_file_to_correct(warehouse: Path, tmp_path: Path) -> None:
    arguments = {"column_name": "canonical_stage", "values": ["applied", "screen"]}
    sql = "select canonical_stage as value_field, count(*) as n_records from seeds.stage_map group by all"
    node = made_test("accepted_values", "seed.map", arguments, sql, tmp_path)
    assert told(node, MANIFEST, tmp_path, warehouse, "accepted_values_stage_map: 1 row(s)") == (
        "dbt_project/seeds/stage_map.csv: canonical_stage is none of applied, screen: canonical_stage ?. "
        "Remedy: correct the lines named, then run again"
    )


def test_a_broken_constraint_names_the_rows_and_nothing_personal(warehouse: Path, tmp_path: Path) -> None:
    path = tmp_path / "hirehouse" / str(FACT["original_file_path"])
    path.parent.mkdir(parents=True)
    path.write_text("select * from core.fct_pipeline_snapshot")
    broken = "fct_pipeline_snapshot: CHECK constraint failed on table x with expression CHECK((days_in_stage >= 0))"
    said = told(FACT, MANIFEST, tmp_path, warehouse, broken)
    assert said.startswith(
        "core.fct_pipeline_snapshot: rows do not keep 'days_in_stage >= 0': "
        "snapshot_date 2026-05-01 application ats A0. Remedy: "
    )
    assert "example.test" not in said


def test_what_cannot_be_looked_up_is_still_told(warehouse: Path, tmp_path: Path) -> None:
    node = made_test("not_null", "model.fact", {"column_name": "application_key"}, "select * from gone", tmp_path)
    said = told(node, MANIFEST, tmp_path, warehouse, "not_null_x: 1 row(s)")
    assert said.startswith("core.fct_pipeline_snapshot: rows without application_key. Remedy: ")
