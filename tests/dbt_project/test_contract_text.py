"""What the project's own files promise of each other: the contract and the staging folders."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest

from hirehouse.base.staging import delivered
from tests.dbt_project.staging_project import StagingProject, open_log, rows

PROJECT = Path(__file__).parents[2] / "dbt_project"
STAGING = PROJECT / "models" / "staging"
UNIONED = PROJECT / "models" / "intermediate" / "unioned"
SYSTEMS = sorted(path.name for path in STAGING.iterdir() if path.is_dir())
DUCKDB_TYPES = {
    "string": "varchar",
    "timestamp": "timestamp with time zone",
    "money": "decimal(18,4)",
    **{name: name for name in ("date", "boolean", "bigint", "double")},
}


@cache
def _contract() -> dict[str, dict[str, Any]]:
    """Entity -> its definition, read from the macros' text, with the shared columns as the entities have them."""
    entities: dict[str, dict[str, Any]] = {}
    for path in sorted((PROJECT / "macros" / "contract").glob("contract_*.sql")):
        found = re.search(r"do return\((\{.*\})\) %}", path.read_text(), re.DOTALL)
        if found:
            entities |= ast.literal_eval(found[1])
    shared = {name: entities.pop(name) for name in ("system", "day_columns", "known_at")}
    for entity in entities.values():
        columns = {name: shared[name] if said == "shared" else said for name, said in entity["columns"].items()}
        entity["columns"] = {"system": shared["system"], **columns}
    return entities


def _files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.sql"))


def test_a_column_of_the_contract_says_what_it_means() -> None:
    for entity, said in _contract().items():
        assert set(said) <= {"key", "may_be_null", "columns"}, entity
        assert set(said.get("key", [])) <= set(said["columns"]), entity
        assert set(said.get("may_be_null", [])) <= set(said.get("key", [])), entity
        for column, (kind, meaning, *promised) in said["columns"].items():
            assert kind in DUCKDB_TYPES and meaning.endswith("."), (entity, column)
            assert promised in ([], ["required"]) or isinstance(promised[0], list), (entity, column)


@pytest.fixture(scope="module")
def unioned(tmp_path_factory: pytest.TempPathFactory) -> tuple[StagingProject, Path]:
    """The unions of all systems over an empty log."""
    folder = tmp_path_factory.mktemp("unioned")
    open_log(folder / "warehouse.duckdb").close()
    project = StagingProject(folder / "dbt")
    project.run(folder / "warehouse.duckdb", "run", "--select", "+path:models/intermediate/unioned")
    return project, folder / "warehouse.duckdb"


def test_the_unions_are_what_the_contract_says(unioned: tuple[StagingProject, Path]) -> None:
    assert {path.stem for path in UNIONED.glob("*.sql")} == {f"int_{entity}__unioned" for entity in _contract()}
    for entity, said in _contract().items():
        schema = {"demographic_answers": "fairness", "person_identifiers": "pii"}.get(entity, "intermediate")
        found = rows(
            unioned[1], f"select column_name, lower(column_type) from (describe {schema}.int_{entity}__unioned)"
        )
        assert found == [(name, DUCKDB_TYPES[kind]) for name, (kind, *_) in said["columns"].items()], entity


def test_rows_that_break_the_contract_are_counted_by_promise(unioned: tuple[StagingProject, Path]) -> None:
    project, warehouse = unioned
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(
            "insert into intermediate.int_scorecards__unioned (system, scorecard_id, application_id, rating) values "
            "('ats', 's1', 'a1', 2), ('ats', 's1', 'a1', -2), ('hris', 's1', null, 3), (null, 's4', null, null)"
        )
        connection.execute(
            "insert into intermediate.int_holidays__unioned (system, office, holiday_date) values "
            "('files', null, '2026-01-01'), ('files', 'Berlin', '2026-01-01'), ('files', 'Berlin', null)"
        )
    results = project.run(warehouse, "test", "--select", "test_name:keeps_contract", "--store-failures").results
    broken = {result.node.attached_node.split(".")[-1]: result for result in results if result.failures}
    assert set(broken) == {"int_scorecards__unioned", "int_holidays__unioned"}
    assert {result.status for result in broken.values()} == {"warn"}
    found = {
        name: rows(warehouse, f"select promise, row_count from {result.node.relation_name} order by promise")
        for name, result in broken.items()
    }
    # twice s1 of ats, one key without a system; a rating of 3; two scorecards of no application
    assert found["int_scorecards__unioned"] == [("application_id", 2), ("key", 3), ("rating", 1), ("system", 1)]
    # a company-wide day off may lack the office, and none may lack the day
    assert found["int_holidays__unioned"] == [("key", 1)]


def test_a_lack_the_contract_does_not_know_stops_the_parse(tmp_path: Path) -> None:
    """A slip of the pen would be a column that is null without anybody's having said so."""
    project = StagingProject(tmp_path)
    model = tmp_path / "project" / "models" / "staging" / "gem" / "stg_gem__users.sql"
    model.write_text(model.read_text().replace("['team']", "['teams']"))
    known = "system, user_id, team, email_key, is_active, known_at"
    with pytest.raises(AssertionError, match=f"No column 'teams' in users: {known}"):
        project.parse()


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_system_delivers_entities_of_the_contract(system: str) -> None:
    """A model of another name would be built and read by nobody."""
    found = {path.stem for path in _files(STAGING / system) if path.stem.startswith("stg_")}
    assert found == {f"stg_{system}__{entity}" for entity in delivered(PROJECT)[system]}
    assert set(delivered(PROJECT)[system]) <= set(_contract())


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_system_can_be_switched_off(system: str) -> None:
    for path in _files(STAGING / system):
        assert f"enabled = '{system}' in var('systems')" in "".join(path.read_text().splitlines()[:2]), path


def test_staging_reads_records_that_still_exist() -> None:
    """A fold keeps deleted records; only `live` leaves them out. Histories and joined bases are no folds."""
    for path in _files(STAGING):
        for name in re.findall(r"ref\('(base_[a-z_]+)'\)", path.read_text()):
            text = next(STAGING.rglob(f"{name}.sql")).read_text()
            assert "latest_observations(" not in text, f"{path.name} reads {name} without live"


def test_every_rule_is_among_the_evaluations(manifest: dict[str, Any]) -> None:
    """One that is not would be judged, and yet yield no finding, no score and no quarantine."""
    rules = {key for key, node in manifest["nodes"].items() if (node["config"].get("meta") or {}).get("rule")}
    read = manifest["nodes"]["model.hirehouse.rule_evaluations"]["depends_on"]["nodes"]
    assert len(rules) > 30 and rules == set(read)
