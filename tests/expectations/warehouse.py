"""A small warehouse and manifest for the gates: rule rows and public tables as the caller gives them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

AS_OF = "2026-03-31 12:00:00+00"
RUN_ID = "r1"
Row = tuple[str, bool, bool]


def rule_node(rule_id: str, model: str, severity: str, **extra: Any) -> dict[str, Any]:
    """A rule model as the manifest holds it."""
    rule = {
        "id": rule_id,
        "family": rule_id[:3].lower(),
        "title": f"What {rule_id} is about",
        "severity": severity,
        "owner_role": "recruiter",
        "remedy": "Mend it.",
        "threshold": "none",
        "tolerance": 0,
        **extra,
    }
    return {
        "resource_type": "model",
        "schema": "intermediate",
        "name": model,
        "alias": model,
        "columns": {},
        "access": "protected",
        "config": {"meta": {"rule": rule}},
    }


def public_node(schema: str, name: str, columns: dict[str, str]) -> dict[str, Any]:
    """A public table as the manifest holds it."""
    return {
        "resource_type": "model",
        "schema": schema,
        "name": name,
        "alias": name,
        "columns": {column: {"data_type": kind} for column, kind in columns.items()},
        "access": "public",
        "config": {"meta": {}},
    }


def unique_test(model: str, columns: Sequence[str]) -> dict[str, Any]:
    """A uniqueness test as the manifest holds it."""
    return {
        "resource_type": "test",
        "attached_node": f"model.hirehouse.{model}",
        "test_metadata": {"name": "key_is_unique", "kwargs": {"columns": list(columns)}},
    }


class Warehouse:
    """A prepared DuckDB file and the manifest beside it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "warehouse.duckdb"
        self.manifest_path = folder / "manifest.json"
        self._nodes: dict[str, dict[str, Any]] = {}
        self.execute(
            "create schema ops",
            "create schema intermediate",
            "create schema core",
            "create schema metrics",
            "create schema hygiene",
            "create table ops.run_clock (run_id varchar, as_of_at timestamptz)",
            f"insert into ops.run_clock values ('{RUN_ID}', timestamptz '{AS_OF}')",
            "create table ops.rule_verdict (run_id varchar, run_at timestamptz, rule_id varchar, gate varchar, "
            "status varchar, evaluated bigint, failed bigint, legacy_failed bigint)",
            "create table ops.row_count_log (run_at timestamptz, table_name varchar, row_count bigint)",
        )
        self._write()

    def execute(self, *statements: str) -> None:
        """Run statements and let go of the file."""
        with duckdb.connect(str(self.path)) as connection:
            connection.execute("set TimeZone = 'UTC'")
            for statement in statements:
                connection.execute(statement)

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a select."""
        with duckdb.connect(str(self.path)) as connection:
            return connection.execute(sql).fetchall()

    def add_rule(self, rule_id: str, severity: str, rows: Sequence[Row], legacy: bool = False, **extra: Any) -> None:
        """A rule and its evaluated rows: (entity id, is_failed, is_escalated)."""
        model = f"hyg_{rule_id.lower().replace('-', '_')}"
        statements = [
            f"create table intermediate.{model} (rule_id varchar, entity_type varchar, entity_id varchar, "
            "system varchar, detail varchar, seed_line varchar, named_rows bigint, is_failed boolean, "
            "is_escalated boolean, is_legacy boolean)"
        ]
        for entity_id, is_failed, is_escalated in rows:
            detail = "'it is wrong'" if is_failed else "null"
            statements.append(
                f"insert into intermediate.{model} values ('{rule_id}', 'application', '{entity_id}', 'ats', {detail}, "
                f"null, 1, {is_failed}, {is_escalated}, {legacy and is_failed})"
            )
        self.execute(*statements)
        self._nodes[f"model.hirehouse.{model}"] = rule_node(rule_id, model, severity, **extra)
        self._write()

    def add_table(self, name: str, columns: dict[str, str], rows: Sequence[str], key: Sequence[str]) -> None:
        """A public table, ``schema.name``, with rows as SQL tuples, as its contract says."""
        schema, table = name.split(".")
        declared = ", ".join(f"{column} {kind}" for column, kind in columns.items())
        self.execute(
            f"create or replace table {name} ({declared})", *(f"insert into {name} values {row}" for row in rows)
        )
        self._nodes[f"model.hirehouse.{table}"] = public_node(schema, table, columns)
        self._nodes[f"test.hirehouse.{table}"] = unique_test(table, key)
        self._write()

    def _write(self) -> None:
        self.manifest_path.write_text(json.dumps({"nodes": self._nodes}))
