"""What holds for every asset: it has an owner."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import dagster as dg

OWNER = "team:data_engineering"
POOL = "warehouse"


def with_policy(assets: Iterable[Any]) -> list[Any]:
    """The same assets with the house rules applied to each."""
    return list(dg.map_asset_specs(_owned, assets))


def _owned(spec: dg.AssetSpec) -> dg.AssetSpec:
    return spec if spec.owners else spec.replace_attributes(owners=[OWNER])
