"""What the project's own files promise of each other: the contract and the staging folders."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from hirehouse.base.staging import delivered

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
def _contract() -> dict[str, dict[str, str]]:
    """Entity -> column -> portable type, read from the macros' text."""
    entities: dict[str, dict[str, str]] = {}
    for path in sorted((PROJECT / "macros" / "contract").glob("contract_*.sql")):
        found = re.search(r"do return\((\{.*\})\) %}", path.read_text(), re.DOTALL)
        assert found, path
        entities |= ast.literal_eval(found[1])
    return entities


def _files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.sql"))


def test_the_unioned_models_list_the_contract() -> None:
    names = {path.stem for path in UNIONED.glob("*.sql")}
    assert names == {f"int_{entity}__unioned" for entity in _contract()}
    for entity, columns in _contract().items():
        listed = yaml.safe_load((UNIONED / f"int_{entity}__unioned.yml").read_text())["models"][0]["columns"]
        assert {column["name"]: column["data_type"] for column in listed} == {
            "system": "varchar",
            **{name: DUCKDB_TYPES[kind] for name, kind in columns.items()},
        }, entity
        assert [column["name"] for column in listed] == ["system", *columns], entity


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
