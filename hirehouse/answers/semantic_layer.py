"""MetricFlow's own program over the published file: ``hirehouse mf query --metrics hires_net --group-by metric_time``.

``mf`` wants to stand in a dbt project with a warehouse and a parsed semantic manifest. It gets a small folder that is
just that: a project of no models, a profile that may only read the current version, and the manifest. So it writes
nothing, blocks no run and needs no build.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hirehouse.base.manifest import target_path
from hirehouse.base.settings import PROJECT_ROOT, Settings, environment
from hirehouse.build import dbt_command
from hirehouse.publish.publication import current

PROJECT = {"name": "hirehouse", "version": "1.0.0", "profile": "hirehouse"}


def semantic_manifest_path(settings: Settings) -> Path:
    """What dbt made of the semantic models, metrics and saved queries."""
    return target_path(settings) / "semantic_manifest.json"


def prepare_folder(settings: Settings) -> Path:
    """The folder ``mf`` works in, over the version that is current now; raises ``HirehouseError`` without one."""
    published = current(settings)
    dbt_command.ensure_manifest(settings)
    folder = settings.state_path / "metricflow"
    (folder / "target").mkdir(parents=True, exist_ok=True)
    # JSON is YAML
    (folder / "dbt_project.yml").write_text(json.dumps(PROJECT))
    (folder / "profiles.yml").write_text(json.dumps(_profile(published)))
    shutil.copyfile(semantic_manifest_path(settings), folder / "target" / "semantic_manifest.json")
    return folder


def run(settings: Settings, arguments: Sequence[str]) -> int:
    """Run ``mf`` with ``arguments`` and return its exit code; it speaks to this process's terminal."""
    folder = prepare_folder(settings)
    words = environment(
        PYTHONPATH=str(PROJECT_ROOT),
        PYTHONWARNINGS="ignore",
        DBT_PROJECT_DIR=str(folder),
        DBT_PROFILES_DIR=str(folder),
        DBT_LOG_PATH=str(folder / "logs"),
        DBT_SEND_ANONYMOUS_USAGE_STATS="false",
        DO_NOT_TRACK="1",
    )
    command = [sys.executable, "-m", "hirehouse.answers.semantic_layer", *arguments]
    return subprocess.run(command, cwd=folder, env=words, check=False).returncode


def _profile(published: Path) -> dict[str, Any]:
    """A profile that may only read; the file gets the name by which the manifest calls the warehouse."""
    output = {
        "type": "duckdb",
        "path": ":memory:",
        "attach": [{"path": str(published), "alias": "warehouse", "read_only": True}],
        # expressions name core.publication without its database
        "settings": {"TimeZone": "UTC", "search_path": "warehouse.core"},
    }
    return {"hirehouse": {"target": "published", "outputs": {"published": output}}}


def main() -> None:
    """``mf`` without its question to the package index whether there is a newer one."""
    from dbt_metricflow.cli import main as metricflow

    metricflow.UpdateChecker.check = lambda *_: None
    metricflow.cli(prog_name="hirehouse mf")


if __name__ == "__main__":
    main()
