"""What dbt's manifest says about public tables and rules; their yml is the only definition of both."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hirehouse.base.errors import HirehouseError
from hirehouse.base.settings import Settings

SCHEMAS = ("core", "metrics", "hygiene")


@dataclass(frozen=True)
class FormerNames:
    """Names of one version ago: the table's, columns' by today's name, and values' by column and today's value.

    In yml: ``config: {meta: {former_name: ...}}`` and, of a column, ``former_values: {today's: former}``.
    """

    table: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether any name has changed."""
        return bool(self.table or self.columns or self.values)


@dataclass(frozen=True)
class PublicTable:
    """A public table: its contract (column to type, in order), its key, and the columns that order its rows.

    ``key`` is what dbt declares unique together, or nothing. ``order`` is the table's one unique column where it has
    one, else every column, so that the order never depends on how the rows were computed. ``former`` is what readers
    knew the table by one version ago, where a name has changed since.
    """

    schema: str
    name: str
    columns: Mapping[str, str]
    key: tuple[str, ...]
    order: tuple[str, ...]
    description: str = ""
    column_descriptions: Mapping[str, str] = field(default_factory=dict)
    former: FormerNames = field(default_factory=FormerNames)

    @property
    def full_name(self) -> str:
        """``schema.table``."""
        return f"{self.schema}.{self.name}"


@dataclass(frozen=True)
class Rule:
    """A hygiene rule. ``escalated_severity`` is the worse of two, ``quarantines`` the entity types it quarantines.

    ``tolerance`` is the share of rows that may fail before the rule does, ``relation`` the ``schema.table`` of its
    rows, ``limits`` the numbers it shares with the second gate.
    """

    rule_id: str
    family: str
    title: str
    severity: str
    escalated_severity: str | None
    owner_role: str
    remedy: str
    threshold: str
    quarantines: str | None
    tolerance: float
    relation: str
    limits: Mapping[str, float]


def target_path(settings: Settings) -> Path:
    """dbt's artifacts: manifest, partial parse, run results."""
    return settings.state_path / "dbt"


def manifest_path(settings: Settings) -> Path:
    """The manifest that Dagster, the gates and publish read."""
    return target_path(settings) / "manifest.json"


def read_manifest(path: Path) -> dict[str, dict]:
    """The parsed manifest; raises ``HirehouseError`` when it was never written or is cut."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        raise HirehouseError("dbt's manifest is missing or broken", str(path), "run `hirehouse manifest`") from None


def public_tables(manifest: Mapping[str, Any]) -> list[PublicTable]:
    """The models with public access in a public schema, by schema and name; ``manifest`` is dbt's, parsed."""
    keys, unique = _keys(manifest), _unique_columns(manifest)
    tables = [
        PublicTable(
            schema=node["schema"],
            name=node.get("alias") or node["name"],
            columns={name: str(column.get("data_type") or "") for name, column in node["columns"].items()},
            key=keys.get(unique_id, ()),
            order=unique.get(unique_id, ()) or tuple(node["columns"]),
            description=one_line(node.get("description", "")),
            column_descriptions={
                name: one_line(column.get("description", "")) for name, column in node["columns"].items()
            },
            former=_former_names(node),
        )
        for unique_id, node in manifest["nodes"].items()
        if is_public(node)
    ]
    return sorted(tables, key=lambda table: (SCHEMAS.index(table.schema), table.name))


def _former_names(node: Mapping[str, Any]) -> FormerNames:
    """What the yml of a model and its columns says of their names one version ago."""
    columns = {name: _meta(column) for name, column in node["columns"].items()}
    return FormerNames(
        table=_meta(node).get("former_name", ""),
        columns={name: meta["former_name"] for name, meta in columns.items() if "former_name" in meta},
        values={name: meta["former_values"] for name, meta in columns.items() if "former_values" in meta},
    )


def _meta(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    return (entry.get("config") or {}).get("meta") or {}


def is_public(node: Mapping[str, Any]) -> bool:
    """Whether a manifest node is a public table."""
    access = node.get("access") or node.get("config", {}).get("access")
    return node["resource_type"] == "model" and node["schema"] in SCHEMAS and access == "public"


def one_line(text: str) -> str:
    """A description without the line breaks of its yml."""
    return " ".join(text.split())


def rules_of(manifest: Mapping[str, Any]) -> list[Rule]:
    """Every rule model, by id; raises ``KeyError`` naming what a rule's yml lacks."""
    found = []
    for node in manifest["nodes"].values():
        definition = (node.get("config", {}).get("meta") or {}).get("rule")
        if node["resource_type"] != "model" or not definition:
            continue
        found.append(
            Rule(
                rule_id=definition["id"],
                family=definition["family"],
                title=definition["title"],
                severity=definition["severity"],
                escalated_severity=definition.get("escalated_severity"),
                owner_role=definition["owner_role"],
                remedy=definition["remedy"],
                threshold=str(definition["threshold"]),
                quarantines=definition.get("quarantines"),
                tolerance=float(definition.get("tolerance", 0)),
                relation=f"{node['schema']}.{node.get('alias') or node['name']}",
                limits={name: float(limit) for name, limit in (definition.get("limits") or {}).items()},
            )
        )
    return sorted(found, key=lambda rule: rule.rule_id)


def volume_rule(manifest: Mapping[str, Any]) -> Rule | None:
    """VOL-02, whose limits and exceptions both gates share; None where the project lacks it."""
    return next((rule for rule in rules_of(manifest) if rule.rule_id == "VOL-02"), None)


def _unique_columns(manifest: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Model to its first column with a ``unique`` test."""
    found: dict[str, tuple[str, ...]] = {}
    for node in manifest["nodes"].values():
        test = node.get("test_metadata") or {}
        column = test.get("kwargs", {}).get("column_name")
        if test.get("name") == "unique" and column and node.get("attached_node"):
            found.setdefault(node["attached_node"], (column,))
    return found


def _keys(manifest: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Model to the columns that are unique together: the grain where a test states it, else its unique column."""
    grains: dict[str, tuple[str, ...]] = {}
    for node in manifest["nodes"].values():
        test = node.get("test_metadata") or {}
        if test.get("name") == "key_is_unique" and node.get("attached_node"):
            arguments = test["kwargs"].get("arguments") or test["kwargs"]
            grains[node["attached_node"]] = tuple(arguments["columns"])
    return _unique_columns(manifest) | grains
