"""The installation as the definitions see it: its settings, and dbt's manifest, built whenever the project changed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from hirehouse.base.manifest import PublicTable, public_tables, read_manifest
from hirehouse.base.settings import Settings, load_settings
from hirehouse.build.dbt_command import ensure_manifest

_given: list[Settings] = []


def use(settings: Settings) -> None:
    """Have the definitions made for ``settings``; to be called before they are first imported in this process."""
    _given[:] = [settings]
    for cached in (manifest, public, read_by, rule_models):
        cached.cache_clear()


def installation() -> Settings:
    """The settings the definitions are made for: what the command line gave, else the environment."""
    return _given[0] if _given else load_settings()


@cache
def manifest() -> Mapping[str, Any]:
    """dbt's manifest, read once per process; parsing happens only when no fresh one is found."""
    return read_manifest(ensure_manifest(installation()))


@cache
def public() -> tuple[PublicTable, ...]:
    """The public tables."""
    return tuple(public_tables(manifest()))


@cache
def read_by(exposure: str) -> tuple[tuple[str, str], ...]:
    """Schema and name of the public tables an exposure says it reads."""
    told = manifest()
    read = told["exposures"][f"exposure.hirehouse.{exposure}"]["depends_on"]["nodes"]
    return tuple(sorted((told["nodes"][key]["schema"], told["nodes"][key]["alias"]) for key in read))


@cache
def rule_models() -> Mapping[str, tuple[str, str]]:
    """Rule id to the schema and name of the model that evaluates it."""
    found = {}
    for node in manifest()["nodes"].values():
        rule = (node.get("config", {}).get("meta") or {}).get("rule")
        if node["resource_type"] == "model" and rule:
            found[rule["id"]] = (node["schema"], node["name"])
    return dict(sorted(found.items()))
