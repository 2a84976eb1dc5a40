"""What dbt's manifest says about rules and public tables; their yml is the only definition of both."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PUBLIC_SCHEMAS = ("core", "metrics", "hygiene")


@dataclass(frozen=True)
class Rule:
    """A hygiene rule. ``escalated_severity`` is the worse of two, ``quarantines`` the entity types it holds back.

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


@dataclass(frozen=True)
class PublicTable:
    """A public table: its contract (column to type) and the columns that dbt declares unique together."""

    schema: str
    name: str
    columns: dict[str, str]
    key: tuple[str, ...]

    @property
    def full_name(self) -> str:
        """``schema.table``."""
        return f"{self.schema}.{self.name}"


def read_manifest(manifest_path: Path) -> Mapping[str, Any]:
    """The manifest, parsed; raises ``FileNotFoundError`` when dbt has not written one."""
    manifest: Mapping[str, Any] = json.loads(manifest_path.read_bytes())
    return manifest


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


def public_tables_of(manifest: Mapping[str, Any]) -> list[PublicTable]:
    """Every public table, by name, with its contract and its key."""
    keys = _unique_keys(manifest)
    found = [
        PublicTable(
            schema=node["schema"],
            name=node.get("alias") or node["name"],
            columns={name: str(column.get("data_type") or "") for name, column in node["columns"].items()},
            key=keys.get(unique_id, ()),
        )
        for unique_id, node in manifest["nodes"].items()
        if node["resource_type"] == "model"
        and node["schema"] in PUBLIC_SCHEMAS
        and (node.get("access") or node.get("config", {}).get("access")) == "public"
    ]
    return sorted(found, key=lambda table: table.full_name)


def _unique_keys(manifest: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Model to the columns of its uniqueness test; a test over several columns is the grain and wins."""
    found: dict[str, tuple[str, ...]] = {}
    for node in manifest["nodes"].values():
        test = node.get("test_metadata") or {}
        arguments = test.get("kwargs", {})
        arguments = arguments.get("arguments") or arguments
        model = node.get("attached_node")
        if test.get("name") == "key_is_unique" and model:
            found[model] = tuple(arguments["columns"])
        elif test.get("name") == "unique" and model:
            found.setdefault(model, (test["kwargs"]["column_name"],))
    return found
