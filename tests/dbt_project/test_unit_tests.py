"""dbt's unit tests, all of them, over tables of the right shape without a row; each worked example is one by name.

Over the same tables, filled: every rule decides every row, whatever else than its ids a record lacks.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from hirehouse.base.manifest import rules_of, target_path
from hirehouse.base.settings import Settings
from hirehouse.build import dbt_command, run_identity, warehouse
from hirehouse.expectations.rule_rows import write_rules
from tests.dbt_project.drawn_rows import draw_inputs

# The dictionary's worked examples of what is built so far.
EXAMPLES = (
    *(1, 3, *range(10, 28), *range(30, 34), 36, 40, 41, 42, 43),
    *(*range(60, 64), *range(70, 74), 75, 76, *range(80, 84)),
)
FEWEST = 80
# Rules that drawn rows give nothing to judge: too few forecasts of one method; keys that are made of other columns.
NOT_DRAWN = {"hyg_fct_02_out_of_calibration", "hyg_stg_05_current_stage_differs"}


@dataclass(frozen=True)
class Built:
    """The project's tables without a row: unit test -> what dbt said of it, the compiled SQL, the warehouse."""

    results: dict[str, str]
    compiled: Path
    warehouse: Path

    def query(self, path: str) -> str:
        """A model's compiled SQL over what its inputs hold: an empty build takes no row of them."""
        return (self.compiled / path).read_text().replace(" where false limit 0", "")


@pytest.fixture(scope="module")
def built(parsed: Settings, manifest: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Built once; the parse is the session's, the warehouse is this module's alone."""
    target = tmp_path_factory.mktemp("unit") / "target"
    shutil.copytree(target_path(parsed), target)
    warehouse.prepare(parsed, run_identity.identify(parsed))
    with warehouse.open_warehouse(parsed.warehouse_path) as connection:
        write_rules(connection, rules_of(manifest))
    command = dbt_command.arguments(parsed, "build", "--empty", "--exclude-resource-type", "test")
    environment = dbt_command.dbt_environment(parsed) | {
        "DBT_TARGET_PATH": str(target),
        "DBT_LOG_PATH": str(target / "logs"),
    }
    done = subprocess.run(command, env=environment, cwd=parsed.home, capture_output=True, text=True, check=False)
    assert "[WARNING]" not in done.stdout, done.stdout
    found = json.loads((target / "run_results.json").read_bytes())["results"]
    broken = [f"{node['unique_id']}: {node['message']}" for node in found if node["status"] in ("error", "fail")]
    assert not broken, "\n\n".join(broken)
    assert done.returncode == 0, done.stdout[-4000:]
    results = {node["unique_id"]: node["status"] for node in found if node["unique_id"].startswith("unit_test.")}
    return Built(results, target / "compiled" / "hirehouse", parsed.warehouse_path)


def test_every_unit_test_of_the_project_ran_and_passed(built: Built, manifest: dict[str, Any]) -> None:
    assert built.results == dict.fromkeys(manifest["unit_tests"], "pass")
    assert len(built.results) >= FEWEST


@pytest.mark.parametrize("number", EXAMPLES)
def test_a_worked_example_is_a_unit_test(manifest: dict[str, Any], number: int) -> None:
    named = [test["name"] for test in manifest["unit_tests"].values()]
    assert [name for name in named if re.search(rf"(^|_)T_{number:02d}(_|$)", name)]


def test_every_rule_has_a_unit_test(manifest: dict[str, Any]) -> None:
    tested = {test["model"] for test in manifest["unit_tests"].values()}
    rules = {path.stem for path in (Path(dbt_command.DBT_PROJECT_DIR) / "models" / "rules").glob("hyg_*.sql")}
    assert rules and rules <= tested, rules - tested


def test_a_rule_escalates_where_its_yml_names_the_worse_severity_and_nowhere_else(manifest: dict[str, Any]) -> None:
    """What a rule's step says of its worse limit is read only where its last step is told to."""
    rules = [node for node in manifest["nodes"].values() if (node["config"].get("meta") or {}).get("rule")]
    named = {node["name"] for node in rules if node["config"]["meta"]["rule"]["escalated_severity"]}
    read = {node["name"] for node in rules if re.search(r"judged_rows\([^)]*escalates=true", node["raw_code"])}
    written = {node["name"] for node in rules if "is_escalated" in node["raw_code"]}
    assert named and read == named and written == named


@pytest.mark.parametrize("share_null", [1.0, 0.5], ids=["nothing but ids and words", "half of it"])
def test_every_rule_decides_every_row(
    built: Built, manifest: dict[str, Any], share_null: float, tmp_path: Path
) -> None:
    """No verdict is null, and every failure says what is wrong; a rule joins by being one."""
    shutil.copy(built.warehouse, tmp_path / "warehouse.duckdb")
    rules = [node for node in manifest["nodes"].values() if (node["config"].get("meta") or {}).get("rule")]
    undecided, silent, unseen = {}, {}, set()
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as connection:
        connection.execute("set timezone = 'UTC'")
        for seed, rule in enumerate(rules):
            query = built.query(rule["original_file_path"])
            connection.execute("begin")
            draw_inputs(connection, inputs_of(rule, manifest), query, seed, share_null)
            rows, lacking, wordless = connection.execute(
                "select count(*), count(*) filter "
                "(where is_failed is null or is_escalated is null or is_legacy is null), "
                f"count(*) filter (where is_failed and coalesce(detail, '') = '') from ({query})"
            ).fetchall()[0]
            connection.execute("rollback")
            unseen |= {rule["name"]} if not rows else set()
            undecided |= {rule["name"]: lacking} if lacking else {}
            silent |= {rule["name"]: wordless} if wordless else {}
    assert undecided == {}
    assert silent == {}
    assert share_null == 1 or unseen == NOT_DRAWN


def inputs_of(node: dict[str, Any], manifest: dict[str, Any]) -> list[str]:
    """``schema.table`` of what a model reads but the run's clock and the list of exceptions."""
    parents = [manifest["nodes"].get(each) or manifest["sources"][each] for each in node["depends_on"]["nodes"]]
    names = [(each["schema"], each.get("alias") or each["name"]) for each in parents]
    return [".".join(name) for name in names if name[1] not in ("run_clock", "rule_exceptions")]


def test_every_rule_that_quarantines_stays_leaves_them_out_of_the_fold(manifest: dict[str, Any]) -> None:
    """Such a stay sets no stage of its application: the rule has its own part in int_stays__quarantined. A stay that
    KEY-01 quarantines belongs to no application."""
    fold = (
        Path(dbt_command.DBT_PROJECT_DIR) / "models" / "intermediate" / "stages" / "int_stays__quarantined.sql"
    ).read_text()
    holding = {rule.rule_id for rule in rules_of(manifest) if "stage_interval" in (rule.quarantines or "").split(",")}
    assert set(re.findall(r"'([A-Z]{3}-[0-9]{2})' as rule_id", fold)) == holding - {"KEY-01"}
