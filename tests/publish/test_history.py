"""What a run remembers comes from tables that are there; one that is missing is said, never skipped."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from hirehouse.base.errors import HirehouseError
from hirehouse.base.settings import Settings, load_settings
from hirehouse.build import run_identity, warehouse
from hirehouse.build.run_identity import Identity
from hirehouse.build.warehouse import open_warehouse
from hirehouse.publish import history
from hirehouse.publish.history import LOGGED, relations

RUN = Identity("0123456789abcdef", datetime(2026, 5, 4, 18, tzinfo=UTC))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A prepared warehouse without any model's table."""
    settings = load_settings(RUN.as_of.isoformat(), tmp_path)
    warehouse.prepare(settings, run_identity.identify(settings))
    return settings


def test_every_log_reads_models_the_project_has(manifest: dict[str, Any]) -> None:
    models = relations(manifest)
    for sql in LOGGED.values():
        assert "{" not in sql.format_map(models)
    assert models["rule_failures"] == "hygiene.rule_failures"
    with pytest.raises(HirehouseError, match="no model rule_fails"):
        "select * from {rule_fails}".format_map(models)


@pytest.mark.parametrize("missing", ["rule_failures", "entity_row_counts", "int_forecasts__scored"])
def test_a_missing_table_is_an_error(settings: Settings, manifest: dict[str, Any], missing: str) -> None:
    models = relations(manifest)
    with open_warehouse(settings.warehouse_path) as connection:
        fill(connection, models, missing)
        with pytest.raises(HirehouseError, match=f"no table {models[missing]}"):
            history.append(connection, RUN, models)


def test_tables_of_other_code_may_lack_some(settings: Settings, manifest: dict[str, Any]) -> None:
    models = relations(manifest)
    with open_warehouse(settings.warehouse_path) as connection:
        fill(connection, models, "rule_failures")
        history.append(connection, RUN, models, may_lack=True)
        assert connection.execute("select count(*) from ops.finding_log").fetchone() == (0,)
        assert connection.execute("from ops.row_count_log").fetchall() == [(RUN.as_of, "offers", 3)]


def test_forecasts_logged_under_former_names_of_methods_still_count(settings: Settings) -> None:
    """The champion's own name never changed, and ids of other rules' findings may begin as they like."""
    with open_warehouse(settings.warehouse_path) as connection:
        for former in ("a2", "b3", "semi_markov"):
            for name in history.METHOD_LOGS:
                connection.execute(f"insert into ops.{name} (run_at, method) values (?, ?)", [RUN.as_of, former])
            for rule, entity in (("FCT-02", f"{former}, quarters ahead: 2"), ("APP-01", f"{former}, x")):
                values = [rule, "forecast", entity, RUN.as_of]
                connection.execute("insert into ops.finding_log values (?, ?, ?, ?)", values)
    for _ in range(2):  # the second time there is nothing left to rename
        history.prepare(settings, datetime(2026, 5, 5, tzinfo=UTC))
        with open_warehouse(settings.warehouse_path) as connection:
            for name in history.METHOD_LOGS:
                found = connection.execute(f"select method from ops.{name} order by 1").fetchall()
                assert found == [("counts",), ("recent_mean",), ("semi_markov",)]
            ids = connection.execute("select entity_id from ops.finding_log order by rule_id, entity_id").fetchall()
    assert [entity for (entity,) in ids] == [
        *("a2, x", "b3, x", "semi_markov, x"),
        *("counts, quarters ahead: 2", "recent_mean, quarters ahead: 2", "semi_markov, quarters ahead: 2"),
    ]


def test_a_replay_takes_forecasts_under_former_names_of_methods(settings: Settings, tmp_path: Path) -> None:
    with open_warehouse(settings.warehouse_path) as connection:
        connection.execute("insert into ops.forecast_log (run_at, method, mean) values (?, 'b3', 4.5)", [RUN.as_of])
    elsewhere = load_settings("2026-05-06T18:00:00Z", tmp_path / "replay")
    elsewhere = replace(elsewhere, log_home=settings.home)
    history.prepare(elsewhere, elsewhere.as_of)
    with open_warehouse(elsewhere.warehouse_path) as connection:
        assert connection.execute("select method, mean from ops.forecast_log").fetchall() == [("counts", 4.5)]
    with open_warehouse(settings.warehouse_path, read_only=True) as connection:
        assert connection.execute("select method from ops.forecast_log").fetchall() == [("b3",)]


def test_the_run_is_the_one_the_warehouse_was_prepared_for(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of the project edited since (other code) or another clock changes nothing of it."""
    prepared = run_identity.identify(settings)
    monkeypatch.setattr("hirehouse.build.dbt_command.code_version", lambda project: "edited")
    later = settings.at(datetime(2026, 5, 5, tzinfo=UTC))
    assert run_identity.identify(later).run_id != prepared.run_id
    assert warehouse.recorded_run(later) == Identity(prepared.run_id, prepared.as_of)


def fill(connection: Any, models: dict[str, str], missing: str) -> None:
    """Empty tables for every model that is logged but ``missing``, and one row count."""
    columns = {
        "rule_result": warehouse.RULE_RESULT_COLUMNS,
        "rule_failures": "rule_id varchar, entity_type varchar, entity_id varchar",
        "entity_row_counts": "table_name varchar, row_count bigint",
        "hiring_forecast": "as_of_date date",
        "int_forecasts__scored": "method varchar, function varchar, horizon integer, actual bigint, mean double, "
        "pit_in_range double, origin_date date, quarter_start_date date",
        "fct_pipeline_snapshot": "snapshot_date date, application_key varchar, p_hire_quarter double",
    }
    for model, declared in columns.items():
        if model != missing:
            connection.execute(f"create schema if not exists {models[model].split('.')[0]}")
            connection.execute(f"create table {models[model]} ({declared})")
    if missing != "entity_row_counts":
        connection.execute(f"insert into {models['entity_row_counts']} values ('offers', 3)")
