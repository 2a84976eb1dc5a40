"""Which tables are public, in what column order and by what row order they are published: read from dbt's manifest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hirehouse.dbt import read_manifest
from hirehouse.settings import Settings

SCHEMAS = ("core", "metrics", "hygiene")


@dataclass(frozen=True)
class PublicTable:
    """A public table: its columns in contract order and the columns that order its rows.

    ``order`` is the table's unique column where it has one, else every column, so that the order never depends on how
    the rows were computed.
    """

    schema: str
    name: str
    columns: tuple[str, ...]
    order: tuple[str, ...]
    description: str = ""
    column_descriptions: Mapping[str, str] = field(default_factory=dict)

    @property
    def full_name(self) -> str:
        """``schema.table``."""
        return f"{self.schema}.{self.name}"


def public_tables(settings: Settings) -> list[PublicTable]:
    """The public tables of the installed project, by schema and name."""
    return from_manifest(read_manifest(settings))


def from_manifest(manifest: Mapping[str, Any]) -> list[PublicTable]:
    """The models with public access in a public schema; ``manifest`` is dbt's, parsed."""
    unique = _unique_columns(manifest)
    tables = [
        PublicTable(
            schema=node["schema"],
            name=node["alias"],
            columns=tuple(node["columns"]),
            order=unique.get(unique_id, ()) or tuple(node["columns"]),
            description=one_line(node.get("description", "")),
            column_descriptions={
                name: one_line(column.get("description", "")) for name, column in node["columns"].items()
            },
        )
        for unique_id, node in manifest["nodes"].items()
        if is_public(node)
    ]
    return sorted(tables, key=lambda table: (SCHEMAS.index(table.schema), table.name))


def is_public(node: Mapping[str, Any]) -> bool:
    """Whether a manifest node is a public table."""
    access = node.get("access") or node.get("config", {}).get("access")
    return node["resource_type"] == "model" and node["schema"] in SCHEMAS and access == "public"


def one_line(text: str) -> str:
    """A description without the line breaks of its yml."""
    return " ".join(text.split())


def _unique_columns(manifest: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Model to its first column with a ``unique`` test."""
    found: dict[str, tuple[str, ...]] = {}
    for node in manifest["nodes"].values():
        test = node.get("test_metadata") or {}
        column = test.get("kwargs", {}).get("column_name")
        if test.get("name") == "unique" and column and node.get("attached_node"):
            found.setdefault(node["attached_node"], (column,))
    return found
