"""The same compiled SQL in one bare DuckDB connection: what the build would cost without dbt, Dagster and gates.

``python -m benchmarks.bare WAREHOUSE TARGET``: reads the models dbt has just run from its artifacts, in their order.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import duckdb


def compiled_models(target: Path, folder: str = "models/") -> list[tuple[dict[str, Any], str]]:
    """The manifest's node and the compiled SQL of every table and view model of a folder, parents first."""
    manifest = json.loads((target / "manifest.json").read_bytes())
    models = {
        key: node
        for key, node in manifest["nodes"].items()
        if node["resource_type"] == "model" and node["original_file_path"].startswith(folder)
    }
    ordered: list[str] = []

    def visit(key: str) -> None:
        if key in models and key not in ordered:
            for parent in sorted(models[key]["depends_on"]["nodes"]):
                visit(parent)
            ordered.append(key)

    for key in sorted(models):
        visit(key)
    found = []
    for key in ordered:
        node = models[key]
        if node["config"]["materialized"] == "ephemeral":
            continue
        compiled = target / "compiled" / node["package_name"] / node["original_file_path"]
        found.append((node, compiled.read_text()))
    return found


def statements(target: Path, folder: str = "models/") -> list[tuple[str, str]]:
    """``(schema.table, create statement)`` of every compiled table and view model of a folder, parents first."""
    found = []
    for node, query in compiled_models(target, folder):
        kind = "view" if node["config"]["materialized"] == "view" else "table"
        name = f'{node["schema"]}."{node["alias"]}"'
        found.append((name, f"create or replace {kind} {name} as {query}"))
    return found


def main(warehouse: str, target: str) -> None:
    """Run every statement over the warehouse's raw views, seeds and ops tables, into a database of its own."""
    bare = Path(warehouse).with_name("bare.duckdb")
    bare.unlink(missing_ok=True)
    name = Path(warehouse).stem
    with duckdb.connect(":memory:", config={"threads": "2"}) as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute(f"attach '{warehouse}' as source (read_only)")
        connection.execute(f"attach '{bare}' as {name}")
        connection.execute(f"use {name}")
        for schema, table in connection.execute(
            "select schema_name, view_name from duckdb_views() where database_name = 'source' "
            "and schema_name like 'raw_%' union all select schema_name, table_name from duckdb_tables() "
            "where database_name = 'source' and schema_name in ('seeds', 'ops')"
        ).fetchall():
            connection.execute(f"create schema if not exists {schema}")
            connection.execute(f'create view {schema}."{table}" as from source.{schema}."{table}"')
        for table, statement in statements(Path(target)):
            connection.execute(f"create schema if not exists {table.split('.')[0]}")
            connection.execute(statement)


if __name__ == "__main__":
    main(*sys.argv[1:])
