"""What is said of a build that dbt did not end well: broken data, which blocks, or a broken tool, which is an error."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import Mock

import pytest

from hirehouse.base.errors import HirehouseError
from hirehouse.base.settings import Settings, load_settings
from hirehouse.build import dbt_command
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


def test_a_seed_edited_while_it_is_read_stops_the_build(settings: Settings) -> None:
    """What dbt read would not be what the run is called by. Edited later, it is of the next run."""
    seeds = dbt_command.DBT_PROJECT_DIR / "seeds"
    seeds.mkdir()
    (seeds / "mapped.csv").write_text("word,meaning\na,b\n")
    began_with = dbt_command.seeds_version()
    list(DbtBuild(settings, "phase1", Mock(), {"nodes": {}}, began_with).stream(Mock(), "mapped", full_refresh=False))
    (seeds / "mapped.csv").write_text("word,meaning\na,c\n")
    with pytest.raises(HirehouseError, match="a seed was changed while the run was reading it") as caught:
        list(
            DbtBuild(settings, "phase1", Mock(), {"nodes": {}}, began_with).stream(Mock(), "mapped", full_refresh=False)
        )
    assert caught.value.where == str(seeds)


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
