"""dbt resources as Dagster assets: one question per method."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings

from hirehouse.orchestration.lib.policy import OWNER

RECRUITING_OPS = "team:recruiting_ops"


class HirehouseTranslator(DagsterDbtTranslator):
    """Keys by layer and model, sources as the raw and ops assets they are, groups by folder."""

    def __init__(self) -> None:
        super().__init__(DagsterDbtTranslatorSettings(enable_source_tests_as_checks=True))

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """Layer and model; of a source the raw table or ops table it names."""
        if dbt_resource_props["resource_type"] == "source":
            return dg.AssetKey([*dbt_resource_props["source_name"].split("_", 1), dbt_resource_props["name"]])
        return dg.AssetKey([dbt_resource_props["schema"], dbt_resource_props["name"]])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """The folder; staging has one per system."""
        folders = dbt_resource_props["fqn"][1:-1]
        if dbt_resource_props["resource_type"] == "seed":
            return "seeds"
        return "_".join(folders[:2] if folders[:1] == ["staging"] else folders[:1]) or None

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> Sequence[str] | None:
        """Recruiting operations own rules and mappings, data engineering the rest."""
        is_theirs = self.get_group_name(dbt_resource_props) in {"rules", "hygiene", "seeds"}
        return [RECRUITING_OPS if is_theirs else OWNER]

    def get_tags(self, dbt_resource_props: Mapping[str, Any]) -> Mapping[str, str]:
        """Whether outsiders may build on it."""
        access = dbt_resource_props.get("access") or dbt_resource_props.get("config", {}).get("access")
        return {"access": "public"} if access == "public" else {}
