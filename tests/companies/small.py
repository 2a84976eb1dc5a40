"""A tiny warehouse with three public tables, and readers that notice when two of them disagree."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from hirehouse.base.manifest import manifest_path
from hirehouse.base.settings import Settings
from hirehouse.build.run_identity import Run
from hirehouse.publish.publication import Publication, publish

AS_OF = datetime(2026, 6, 30, 18, tzinfo=UTC)
ROWS = 400
TABLES: dict[str, dict[str, str]] = {
    "core.publication": {
        "run_id": "varchar",
        "as_of_at": "timestamptz",
        "as_of_date": "date",
        "company_timezone": "varchar",
        "company_currency": "varchar",
    },
    "core.fct_application": {"application_key": "varchar", "run_number": "bigint", "applied_at": "timestamptz"},
    "metrics.hiring_volume": {"function": "varchar", "run_number": "bigint", "applications": "bigint"},
}


def settings_in(home: Path, keep: int = 5) -> Settings:
    """Settings over a fresh home, with the manifest of the three tables."""
    settings = Settings(home, "duckdb", AS_OF, True, "UTC", "USD", None, keep)
    path = manifest_path(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(manifest()))
    return settings


def manifest() -> dict[str, Any]:
    """What dbt would say about the three tables; ``application_key`` has a unique test."""
    nodes: dict[str, Any] = {}
    for full_name, columns in TABLES.items():
        schema, name = full_name.split(".")
        nodes[f"model.small.{name}"] = {
            "resource_type": "model",
            "schema": schema,
            "alias": name,
            "access": "public",
            "columns": {column: {"name": column} for column in columns},
        }
    nodes["test.small.unique"] = {
        "resource_type": "test",
        "schema": "x",
        "test_metadata": {"name": "unique", "kwargs": {"column_name": "application_key"}},
        "attached_node": "model.small.fct_application",
    }
    return {"nodes": nodes}


def run_number(number: int) -> Run:
    """The ``number``-th run, a day after the one before."""
    return Run(f"{number:016x}", AS_OF + timedelta(days=number), ("greenhouse",), (), False, "code")


def fill(settings: Settings, number: int, shuffle: int = 0) -> Run:
    """Rebuild the private warehouse as run ``number`` leaves it; ``shuffle`` changes the physical order only."""
    run = run_number(number)
    settings.home.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(settings.warehouse_path)) as connection:
        connection.execute("set TimeZone = 'UTC'")
        for full_name, columns in TABLES.items():
            connection.execute(f"create schema if not exists {full_name.split('.')[0]}")
            spec = ", ".join(f"{name} {kind}" for name, kind in reversed(columns.items()))
            connection.execute(f"create or replace table {full_name} ({spec})")
        connection.execute(
            "insert into core.publication by name select ? as run_id, ? as as_of_at", [run.run_id, run.as_of]
        )
        connection.execute(
            "insert into core.fct_application by name select 'a' || i as application_key, ? as run_number, "
            "timestamptz '2026-01-01 00:00:00+00' + to_days((i % 100)::int) as applied_at from range(?) as t(i) "
            "order by hash(i + ?)",
            [number, ROWS + number, shuffle],
        )
        connection.execute(
            "insert into metrics.hiring_volume by name select 'all' as function, ? as run_number, ? as applications",
            [number, ROWS + number],
        )
    return run


def fill_and_publish(settings: Settings, number: int, shuffle: int = 0) -> Publication:
    """One whole small run."""
    return publish(settings, fill(settings, number, shuffle))


def read_number(database: Path) -> int:
    """The run number every table of a published file agrees on; AssertionError when it is torn."""
    with duckdb.connect(str(database), read_only=True) as connection:
        run_id = connection.execute("select run_id from core.publication").fetchone()
        application = connection.execute(
            "select min(run_number), max(run_number), count(*) from core.fct_application"
        ).fetchone()
        volume = connection.execute("select run_number, applications from metrics.hiring_volume").fetchone()
    assert run_id and application and volume
    number = int(run_id[0], 16)
    assert application == (number, number, ROWS + number)
    assert volume == (number, ROWS + number)
    return number
