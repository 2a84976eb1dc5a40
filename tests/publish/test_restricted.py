"""Adverse impact is published apart, for its owner alone, and only where somebody turned it on."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from hirehouse.base.errors import HirehouseError
from hirehouse.base.settings import Settings, load_settings
from hirehouse.publish import restricted
from hirehouse.publish.publication import current
from tests.companies.small import fill_and_publish, settings_in


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A home whose warehouse holds adverse impact, with a folder for it, and the switch on."""
    monkeypatch.setattr(restricted, "project_vars", lambda: {"fairness_enabled": True})
    made = replace(settings_in(tmp_path / "home"), fairness_path=tmp_path / "apart")
    with duckdb.connect(str(made.warehouse_path)) as connection:
        connection.execute("create schema fairness")
        connection.execute("""create table fairness.adverse_impact as select 'b' as "group", 0.5e0 as impact_ratio""")
        connection.execute("create table fairness.int_demographic_answers__unioned as select 'x' as group_name")
    return made


def test_it_lies_apart_and_is_its_owners_alone(settings: Settings, tmp_path: Path) -> None:
    fill_and_publish(settings, 1)
    (file,) = (tmp_path / "apart").iterdir()
    assert file.name == "adverse_impact.parquet"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert duckdb.execute(f"select * from '{file}'").fetchall() == [("b", 0.5)]
    with duckdb.connect(str(current(settings)), read_only=True) as connection:
        schemas = {row[0] for row in connection.execute("select schema_name from duckdb_tables()").fetchall()}
    assert "fairness" not in schemas
    assert not [path for path in settings.published_path.rglob("*") if "adverse" in path.name or "demo" in path.name]


def test_it_is_replaced_and_leaves_nothing_behind(settings: Settings, tmp_path: Path) -> None:
    restricted.publish_fairness(settings)
    with duckdb.connect(str(settings.warehouse_path)) as connection:
        connection.execute("update fairness.adverse_impact set impact_ratio = 0.9")
    restricted.publish_fairness(settings)
    (file,) = (tmp_path / "apart").iterdir()
    assert duckdb.execute(f"select impact_ratio from '{file}'").fetchone() == (0.9,)


def test_nothing_is_written_without_the_switch_or_without_a_folder(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert restricted.publish_fairness(replace(settings, fairness_path=None)) is None
    monkeypatch.undo()  # the project as it is delivered
    assert restricted.publish_fairness(settings) is None
    assert not (tmp_path / "apart").exists()


def test_it_may_not_lie_among_the_published_tables(settings: Settings) -> None:
    with pytest.raises(HirehouseError, match="may not be among"):
        restricted.publish_fairness(replace(settings, fairness_path=settings.published_path / "fairness"))


def test_a_warehouse_without_the_table_is_told(settings: Settings) -> None:
    with duckdb.connect(str(settings.warehouse_path)) as connection:
        connection.execute("drop table fairness.adverse_impact")
    with pytest.raises(HirehouseError, match=r"fairness\.adverse_impact"):
        restricted.publish_fairness(settings)


def test_the_folder_is_a_setting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HIREHOUSE_FAIRNESS_PATH", str(tmp_path / "apart"))
    assert load_settings().fairness_path == tmp_path / "apart"
    monkeypatch.delenv("HIREHOUSE_FAIRNESS_PATH")
    assert load_settings().fairness_path is None
