"""The code location loads without secrets, keeps its asset keys, and its lineage has no gap."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest

from hirehouse.base.settings import environment
from hirehouse.ingestion import registry
from hirehouse.orchestration.lib.project import public, rule_models

ROOT = Path(__file__).parents[2]
SNAPSHOT = Path(__file__).parent / "asset_keys.txt"

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def graph(definitions: dg.Definitions) -> dg.AssetGraph:
    return definitions.resolve_asset_graph()


def descendants(graph: dg.AssetGraph, key: dg.AssetKey) -> set[dg.AssetKey]:
    found: set[dg.AssetKey] = set()
    queue = [key]
    while queue:
        for child in graph.get(queue.pop()).child_keys:
            if child not in found:
                found.add(child)
                queue.append(child)
    return found


def test_asset_keys_are_the_reviewed_ones(graph: dg.AssetGraph) -> None:
    """A renamed or lost asset shows in review. Renew with ``python -m tests.orchestration.renew_snapshot``."""
    found = sorted(key.to_user_string() for key in graph.materializable_asset_keys)
    assert found == SNAPSHOT.read_text().split()


def test_nothing_is_read_that_nothing_makes(graph: dg.AssetGraph) -> None:
    assert set(graph.get_all_asset_keys()) == set(graph.materializable_asset_keys)


def test_every_endpoint_is_an_asset(graph: dg.AssetGraph) -> None:
    expected = {
        dg.AssetKey(["raw", name, table])
        for name, connector in registry.connectors().items()
        for table in connector.tables
    }
    assert {key for key in graph.materializable_asset_keys if key.path[0] == "raw"} == expected


@pytest.mark.parametrize("system", ["greenhouse", "gem"])
def test_lineage_runs_from_every_endpoint_to_published_tables(graph: dg.AssetGraph, system: str) -> None:
    for table in registry.connectors()[system].tables:
        reached = descendants(graph, dg.AssetKey(["raw", system, table]))
        assert any(key.path[0] == "published" for key in reached), table


def test_lineage_goes_through_staging_and_not_only_by_way_of_the_clock(graph: dg.AssetGraph) -> None:
    start = dg.AssetKey(["raw", "greenhouse", "applications"])
    direct = {key.path[0] for key in graph.get(start).child_keys}
    assert "staging" in direct
    through = descendants(graph, dg.AssetKey(["staging", "stg_greenhouse__applications"]))
    assert dg.AssetKey(["core", "fct_application"]) in through
    assert dg.AssetKey(["published", "metrics", "funnel_conversion"]) in through


def test_every_public_table_is_published_after_the_gate(graph: dg.AssetGraph) -> None:
    assert len(public()) >= 30
    for table in public():
        parents = graph.get(dg.AssetKey(["published", table.schema, table.name])).parent_keys
        assert parents == {dg.AssetKey([table.schema, table.name]), dg.AssetKey(["ops", "publish_verdict"])}


def test_every_rule_has_a_blocking_check(graph: dg.AssetGraph) -> None:
    rules = {key.name for key in graph.asset_check_keys if key.asset_key == dg.AssetKey(["ops", "rule_verdict"])}
    assert rules == {rule.replace("-", "_") for rule in rule_models()}
    assert "STG_01" in rules


def test_every_asset_has_owner_group_and_description(graph: dg.AssetGraph) -> None:
    lacking = [
        key.to_user_string()
        for key in graph.materializable_asset_keys
        if not (graph.get(key).owners and graph.get(key).group_name and graph.get(key).description)
    ]
    assert lacking == []


def test_only_ingest_is_retried_and_one_slot_is_shared(definitions: dg.Definitions) -> None:
    nodes = definitions.resolve_job_def("pipeline").graph.node_defs
    assert {node.pool for node in nodes if isinstance(node, dg.OpDefinition)} == {"warehouse"}
    retried = {node.name for node in nodes if isinstance(node, dg.OpDefinition) and node.retry_policy}
    assert retried == {f"load_{name}" for name in registry.connectors()}


def test_loading_parses_nothing_when_the_manifest_is_fresh(installation: Path, definitions: dg.Definitions) -> None:
    code = (
        "import warnings; warnings.simplefilter('ignore')\n"
        "from hirehouse.build import dbt_command\n"
        "def refuse(*command, **_): raise SystemExit('dbt was called')\n"
        "dbt_command.call = refuse\n"
        "import hirehouse.orchestration.definitions"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(HIREHOUSE_HOME=str(installation)),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-800:]
