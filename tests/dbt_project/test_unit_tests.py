"""dbt's unit tests, all of them, over tables of the right shape without a row; each worked example is one by name."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from expectations.manifest import rules_of
from expectations.rule_rows import write_rules
from hirehouse import dbt, run, warehouse
from hirehouse.settings import Settings

# The dictionary's worked examples of what is built so far.
EXAMPLES = (
    *(1, 3, *range(10, 28), *range(30, 34), 36, 40, 41, 42, 43),
    *(*range(60, 64), *range(70, 74), 75, 76, *range(80, 84)),
)
FEWEST = 80


@pytest.fixture(scope="module")
def results(parsed: Settings, manifest: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Unit test -> what dbt said of it; the parse is the session's, the warehouse is this module's alone."""
    target = tmp_path_factory.mktemp("unit") / "target"
    shutil.copytree(dbt.target_path(parsed), target)
    warehouse.prepare(parsed, run.identify(parsed))
    with warehouse.open_warehouse(parsed.warehouse_path) as connection:
        write_rules(connection, rules_of(manifest))
    command = dbt.arguments(parsed, "build", "--empty", "--exclude-resource-type", "test")
    environment = dbt.environment(parsed) | {"DBT_TARGET_PATH": str(target), "DBT_LOG_PATH": str(target / "logs")}
    done = subprocess.run(command, env=environment, cwd=parsed.home, capture_output=True, text=True, check=False)
    assert "[WARNING]" not in done.stdout, done.stdout
    found = json.loads((target / "run_results.json").read_bytes())["results"]
    broken = [f"{node['unique_id']}: {node['message']}" for node in found if node["status"] in ("error", "fail")]
    assert not broken, "\n\n".join(broken)
    assert done.returncode == 0, done.stdout[-4000:]
    return {node["unique_id"]: node["status"] for node in found if node["unique_id"].startswith("unit_test.")}


def test_every_unit_test_of_the_project_ran_and_passed(results: dict[str, str], manifest: dict[str, Any]) -> None:
    assert results == dict.fromkeys(manifest["unit_tests"], "pass")
    assert len(results) >= FEWEST


@pytest.mark.parametrize("number", EXAMPLES)
def test_a_worked_example_is_a_unit_test(manifest: dict[str, Any], number: int) -> None:
    named = [test["name"] for test in manifest["unit_tests"].values()]
    assert [name for name in named if re.search(rf"(^|_)T_{number:02d}(_|$)", name)]


def test_every_rule_has_a_unit_test(manifest: dict[str, Any]) -> None:
    tested = {test["model"] for test in manifest["unit_tests"].values()}
    rules = {path.stem for path in (Path(dbt.DBT_PROJECT_DIR) / "models" / "hygiene").rglob("hyg_*.sql")}
    assert rules and rules <= tested, rules - tested
