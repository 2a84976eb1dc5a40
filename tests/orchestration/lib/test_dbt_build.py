"""What is said of a build that dbt did not end well: broken data, which blocks, or a broken tool, which is an error."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import Mock

import pytest

from hirehouse.base.errors import HirehouseError
from hirehouse.base.manifest import read_manifest
from hirehouse.base.settings import Settings, load_settings
from hirehouse.build import dbt_command
from hirehouse.build.warehouse import open_warehouse
from hirehouse.orchestration.lib.dbt_build import DataCheckError, DbtBuild

PROJECT = """name: broken
version: "1.0.0"
profile: broken
flags: {send_anonymous_usage_stats: false}
models: {broken: {+materialized: table}}
"""
PROFILE = """broken:
  target: duckdb
  outputs: {duckdb: {type: duckdb, path: warehouse.duckdb}}
"""
YML = """version: 2
models:
  - name: counted
    config: {contract: {enforced: true}}
    columns:
      - name: hires
        data_type: integer
        constraints:
          - {type: check, expression: "hires >= 0"}
        data_tests: [unique]
"""


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A home, and instead of hirehouse's own project one of a single model."""
    project = tmp_path / "project"
    (project / "models").mkdir(parents=True)
    (project / "dbt_project.yml").write_text(PROJECT)
    (project / "profiles.yml").write_text(PROFILE)
    (project / "models" / "counted.yml").write_text(YML)
    monkeypatch.setattr(dbt_command, "DBT_PROJECT_DIR", project)
    return load_settings(as_of="2026-06-30T18:00:00Z", home=tmp_path / "home")


def build(settings: Settings, sql: str) -> None:
    (dbt_command.DBT_PROJECT_DIR / "models" / "counted.sql").write_text(sql)
    list(DbtBuild(settings, "phase1", Mock(), {"nodes": {}}).stream(Mock(), "counted", full_refresh=False))


@pytest.mark.parametrize(
    ("said", "what", "remedy"),
    [
        ('IO Error: Could not write file "w.duckdb": No space left on device', "the disk is full", "make room"),
        ("IO Error: Corrupt database file: computed checksum 7 does not match 9", "the file is broken", "move it away"),
        ("IO Error: Cannot open file: Permission denied", "this user may not write here", "--home DIR"),
    ],
)
def test_faults_of_the_file_are_told_as_such(settings: Settings, said: str, what: str, remedy: str) -> None:
    """dbt passes on DuckDB's words; a person needs the place and what to do."""
    ended = DbtBuild(settings, "phase1", Mock(), {"nodes": {}})
    ended._errors.append(said)
    with pytest.raises(HirehouseError, match=what) as caught:
        ended._judge(1)
    assert caught.value.where == str(settings.warehouse_path) and remedy in caught.value.remedy


def test_what_is_edited_while_a_run_builds_is_of_the_next_run(settings: Settings) -> None:
    """Seeds and models: the run builds from the copy it is called by."""
    live = dbt_command.DBT_PROJECT_DIR
    (live / "seeds").mkdir()
    texts = {
        "seeds/mapped.csv": "word,meaning\na,{0}\n",
        "models/spelled.sql": "select {0} as number, meaning from {{{{ ref('mapped') }}}}",
    }

    def edit(value: int) -> None:
        for name, text in texts.items():
            (live / name).write_text(text.format(value))

    def built(project: Path | None) -> list[tuple]:
        build = DbtBuild(settings, "phase1", Mock(), {"nodes": {}}, project)
        list(build.stream(Mock(), "mapped spelled", full_refresh=True))
        with open_warehouse(settings.warehouse_path) as connection:
            return connection.execute("select number, meaning from main.spelled").fetchall()

    edit(1)
    copy = dbt_command.snapshot(settings)
    known = dbt_command.code_version(copy), dbt_command.incremental_version(settings, copy)
    assert known == (dbt_command.code_version(), dbt_command.incremental_version(settings))
    edit(2)
    assert built(copy) == [(1, 1)]
    assert known == (dbt_command.code_version(copy), dbt_command.incremental_version(settings, copy))
    assert built(None) == [(2, 2)]
    assert dbt_command.code_version(dbt_command.snapshot(settings)) == dbt_command.code_version() != known[0]


def test_a_model_removed_before_the_copy_is_made_ends_the_run(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run is planned by a manifest that names it, and its table would stay as an earlier run left it."""
    monkeypatch.setattr(dbt_command, "PARSED", tmp_path / "parsed")
    model = dbt_command.DBT_PROJECT_DIR / "models" / "counted.sql"
    model.write_text("select 1 as hires")
    planned = read_manifest(dbt_command.ensure_manifest(settings))
    dbt_command.refuse_removed(planned, dbt_command.snapshot(settings))
    model.with_name("added.sql").write_text("select 2 as hires")
    dbt_command.refuse_removed(planned, dbt_command.snapshot(settings))
    model.unlink()
    with pytest.raises(HirehouseError, match="while data was loaded: counted is not there any more") as caught:
        dbt_command.refuse_removed(planned, dbt_command.snapshot(settings))
    assert "`hirehouse run` again" in caught.value.remedy


def test_sound_rows_are_built(settings: Settings) -> None:
    build(settings, "select 1 as hires")


def test_a_row_the_contract_does_not_admit_is_broken_data(settings: Settings) -> None:
    with pytest.raises(DataCheckError) as caught:
        build(settings, "select -1 as hires")
    (failure,) = caught.value.failures
    assert failure.startswith("counted: CHECK constraint failed on table counted")
    assert failure.endswith("CHECK((hires >= 0))")


def test_rows_a_data_test_finds_are_broken_data(settings: Settings) -> None:
    with pytest.raises(DataCheckError) as caught:
        build(settings, "select unnest([1, 1]) as hires")
    assert caught.value.failures == ["unique_counted_hires: 1 row(s)"]


def test_a_model_that_cannot_be_built_is_no_verdict_on_data(settings: Settings) -> None:
    with pytest.raises(HirehouseError, match="nowhere") as caught:
        build(settings, "select hires from nowhere")
    assert not isinstance(caught.value, DataCheckError)
