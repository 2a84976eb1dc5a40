"""The jobs: everything, or ingest alone."""

import dagster as dg

from hirehouse.run import systems
from orchestration.lib.project import installation

INGEST_GROUPS = [f"raw_{name}" for name in systems(installation())]

hirehouse = dg.define_asset_job(
    name="hirehouse",
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
    description="From every system's endpoint to the published tables.",
)

ingest = dg.define_asset_job(
    name="ingest",
    selection=dg.AssetSelection.groups(*INGEST_GROUPS),
    executor_def=dg.in_process_executor,
    description="New observations of every system; nothing is published.",
)
