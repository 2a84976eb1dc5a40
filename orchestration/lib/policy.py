"""What holds for every asset: it has an owner."""

from __future__ import annotations

import dagster as dg

OWNER = "team:data_engineering"
POOL = "warehouse"


def with_policy(definitions: dg.Definitions) -> dg.Definitions:
    """The same definitions with the house rules applied to each asset."""
    return definitions.map_asset_specs(func=_owned)


def _owned(spec: dg.AssetSpec) -> dg.AssetSpec:
    return spec if spec.owners else spec.replace_attributes(owners=[OWNER])
