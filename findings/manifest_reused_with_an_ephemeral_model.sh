#!/usr/bin/env bash
# Running dbt from Python, parsed once and used for several commands, as its programmatic invocations suggest
# (dbtRunner(manifest=...)): the first build compiles an ephemeral model and remembers that in the manifest it was given.
# The next command takes it for compiled already and leaves its step out of the SQL, so every model that reads it fails.
# Nothing in the project changed between the two. With a copy of the manifest for each command both work.
#
# Versions: dbt-core 1.12.6, dbt-duckdb 1.11.1, duckdb 1.5.5.
# Seen:
#   first  True
#   second False Catalog Error: Table with name __dbt__cte__stages does not exist!
#   copies True True
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check "uv>=0.5"
# The experimental parser is not used here, and its installation builds what it downloads.
echo "dbt-core-experimental-parser" >"$folder/excludes.txt"
"$folder/venv/bin/python" -m uv pip install --python "$folder/venv/bin/python" --quiet --excludes "$folder/excludes.txt" \
    dbt-core==1.12.6 dbt-duckdb==1.11.1 duckdb==1.5.5
mkdir -p "$folder/project/models"
cd "$folder/project"
cat >dbt_project.yml <<'YML'
name: funnel
version: 1.0.0
config-version: 2
profile: funnel
model-paths: [models]
YML
cat >profiles.yml <<'YML'
funnel:
  target: dev
  outputs:
    dev: {type: duckdb, path: funnel.duckdb}
YML
echo "{{ config(materialized = 'ephemeral') }} select 1 as stage_id, 'screen' as stage_name" >models/stages.sql
echo "select stage_name from {{ ref('stages') }}" >models/stage_names.sql
export DBT_SEND_ANONYMOUS_USAGE_STATS=false
"$folder/venv/bin/python" - <<'PYTHON'
from copy import deepcopy

from dbt.cli.main import dbtRunner

QUIET = ["--quiet", "--log-level", "none", "--log-level-file", "none"]


def build(manifest):
    """Whether the model that reads the ephemeral one is built, and if not, why."""
    done = dbtRunner(manifest=manifest).invoke([*QUIET, "build", "--select", "stage_names"])
    assert done.result is not None, done.exception
    told = [line.strip() for result in done.result for line in (result.message or "").splitlines()]
    return done.success, next((line for line in told if "__dbt__cte__" in line), "")


def parsed():
    return dbtRunner().invoke([*QUIET, "parse"]).result


shared = parsed()
first, second = build(shared), build(shared)
kept = parsed()
copies = build(deepcopy(kept)), build(deepcopy(kept))
print("first ", first[0])
print("second", *second)
print("copies", copies[0][0], copies[1][0])
assert first[0], first
assert not second[0] and "__dbt__cte__stages does not exist" in second[1], second
assert copies[0][0] and copies[1][0], copies
PYTHON
