"""A new system is two folders: it appears in Dagster, in dbt and in the marts, and nothing else is touched."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from hirehouse.base.settings import PROJECT_ROOT
from hirehouse.sandbox.world import DEMO_NOW
from tests.end_to_end import toy_connector
from tests.end_to_end.company import published

ROOMS = ("hirehouse", "ingestion", "orchestration", "expectations", "dbt_project", ".dlt")
LEFT_OUT = (".cache", "__pycache__", "target", "logs", "secrets.toml")
# What people said in the home's journal, of the toy's requisition and of things nobody knows.
SAID = {
    "reviews": [
        {
            "review_id": "r1",
            "requisition_id": "j1",
            "reviewer_id": "1",
            "decision_count": 2,
            "reviewed_at": "2026-06-29",
        },
        {
            "review_id": "r2",
            "requisition_id": "j9",
            "reviewer_id": "1",
            "decision_count": 1,
            "reviewed_at": "2026-06-29",
        },
    ],
    "forecast_calls": [
        {
            "call_id": "c1",
            "opening_id": "o9",
            "caller_id": "1",
            "category": "commit",
            "reason": "offer out",
            "quarter_start_date": "2026-07-01",
            "called_at": "2026-06-30T09:00:00Z",
        }
    ],
}
# Told by a process of the changed project: the keys of its assets, and what the published applications come from.
LOOK = """
import json
import warnings
warnings.simplefilter("ignore")
from hirehouse.orchestration.definitions import defs
from dagster import AssetKey
graph = defs.resolve_asset_graph()
found, waiting = set(), [AssetKey(["published", "core", "fct_application"])]
while waiting:
    key = waiting.pop()
    if key not in found:
        found.add(key)
        waiting.extend(graph.get(key).parent_keys)
told = {"keys": graph.get_all_asset_keys(), "ancestors": found}
print(json.dumps({name: sorted(key.to_user_string() for key in keys) for name, keys in told.items()}))
"""


@dataclass(frozen=True)
class Extended:
    """A copy of the project with the toy's two folders, and the home it published to."""

    root: Path
    home: Path
    before: Mapping[str, str]

    def call(self, *arguments: str) -> str:
        """Run the copy's Python; returns what it printed."""
        files = self.home.with_name("files")
        files.mkdir(exist_ok=True)
        environment = {
            **os.environ,
            "PYTHONPATH": str(self.root),
            "PYTHONDONTWRITEBYTECODE": "1",
            "HIREHOUSE_HOME": str(self.home),
            "HIREHOUSE_CONNECTORS": "filedrop,toy",
            "HIREHOUSE_AS_OF": DEMO_NOW.isoformat(),
            "SOURCES__FILEDROP__PATH": str(files),
        }
        done = subprocess.run(
            [sys.executable, *arguments], cwd=self.root, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        return done.stdout


def digests(root: Path) -> dict[str, str]:
    """SHA-256 of every file of the project in ``root``, by its path."""
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not set(path.relative_to(root).parts) & set(LEFT_OUT)
    }


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Extended:
    """The project with the toy connector, after one run that loaded it and an empty folder of files."""
    folder = tmp_path_factory.mktemp("extended")
    root = folder / "project"
    for room in ROOMS:
        shutil.copytree(PROJECT_ROOT / room, root / room, symlinks=True, ignore=shutil.ignore_patterns(*LEFT_OUT))
    with (root / "dbt_project" / "seeds" / "function_map.csv").open("a") as departments:
        departments.write("workshop,Workshop\n")  # the company's own department, whatever system tells of it
    before = digests(root)
    toy_connector.write(root)
    project = Extended(root, folder / "home", before)
    (project.home / "journal").mkdir(parents=True)
    for name, lines in SAID.items():
        (project.home / "journal" / f"{name}.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    project.call("-m", "hirehouse.cli", "run")
    return project


def test_only_two_folders_are_touched(extended: Extended) -> None:
    after = digests(extended.root)
    changed = {path for path in after.keys() | extended.before.keys() if after.get(path) != extended.before.get(path)}
    assert {Path(path).parent for path in changed} == {toy_connector.SOURCE_FOLDER, toy_connector.STAGING_FOLDER}


def test_dagster_shows_it_with_its_lineage(extended: Extended) -> None:
    told: dict[str, list[str]] = json.loads(extended.call("-c", LOOK).splitlines()[-1])
    for table in ("jobs", "applications", "stays", "reconciliation"):
        assert f"raw/toy/{table}" in told["keys"]
    for key in ("raw/toy/applications", "raw/toy/jobs", "raw/toy/stays"):
        assert key in told["ancestors"]


def test_dbt_has_its_models(extended: Extended) -> None:
    manifest: dict[str, Any] = json.loads((extended.home / "state" / "dbt" / "manifest.json").read_bytes())
    parents = manifest["parent_map"]
    assert "model.hirehouse.stg_toy__applications" in parents["model.hirehouse.int_applications__unioned"]
    assert "source.hirehouse.raw_toy.applications" in manifest["sources"]
    assert [name for name in parents["model.hirehouse.int_offers__unioned"] if "stg_" in name] == [
        "model.hirehouse.stg_filedrop__offers"
    ]
    assert parents["model.hirehouse.int_touches__unioned"] == []
    # what follows from what it delivers, and what every connector reports of its loads
    assert "model.hirehouse.stg_toy__requisitions" in parents["model.hirehouse.int_requisition_versions__unioned"]
    assert "source.hirehouse.raw_toy.reconciliation" in parents["model.hirehouse.int_reconciliations__unioned"]


def test_its_application_is_in_the_marts(extended: Extended) -> None:
    with duckdb.connect(str(published(extended.home)), read_only=True) as connection:
        applications = connection.execute(
            "select fact.system, application_id, title, fact.function, fact.status, current_stage "
            "from core.fct_application as fact join core.dim_requisition using (requisition_key)"
        ).fetchall()
        intervals = connection.execute("select canonical_stage, is_current from core.fct_stage_interval").fetchall()
    assert applications == [("toy", "a1", "Carpenter", "Workshop", "active", "screen")]
    assert intervals == [("screen", True)]


def test_what_people_said_is_in_the_marts_though_only_other_systems_were_asked_for(extended: Extended) -> None:
    """The journal is the home's own: always on, and it finds another system's requisition by its number."""
    with duckdb.connect(str(published(extended.home)), read_only=True) as connection:
        reviews = connection.execute(
            "select title, decision_count, cast(reviewed_at as date)::varchar from core.fct_pipeline_review "
            "left join core.dim_requisition using (requisition_key) order by title"
        ).fetchall()
        late = connection.execute(
            "select evaluated from hygiene.rule_result where rule_id = 'FRE-01' and scope_type = 'company'"
        ).fetchall()
    assert reviews == [("Carpenter", 2, "2026-06-29"), (None, 1, "2026-06-29")]
    assert late == [(2,)]
    with duckdb.connect(str(extended.home / "warehouse.duckdb"), read_only=True) as connection:
        calls = connection.execute(
            "select category, reason, opening_key, is_latest from intermediate.int_forecast_calls__keyed"
        ).fetchall()
    assert calls == [("commit", "offer out", None, False)]
    told = extended.call("-m", "hirehouse.cli", "doctor")
    assert "review r2 is about an unknown requisition: j9" in told
    assert "forecast call c1 is about an unknown opening: o9" in told
