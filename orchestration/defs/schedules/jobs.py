"""The jobs: everything, or ingest alone."""

import dagster as dg

from hirehouse.build.dbt_command import systems
from hirehouse.build.full_refresh import forget_builds
from hirehouse.ingestion import registry
from hirehouse.ingestion.compact import compact
from hirehouse.orchestration.defs.reports.assets import GROUP as REPORTS
from hirehouse.orchestration.lib.policy import POOL
from hirehouse.orchestration.lib.project import installation
from hirehouse.orchestration.lib.resources import PipelineResource

INGEST_GROUPS = [f"raw_{name}" for name in systems(installation())]

pipeline = dg.define_asset_job(
    name="pipeline",
    selection=dg.AssetSelection.all() - dg.AssetSelection.groups(REPORTS),
    executor_def=dg.in_process_executor,
    description="From every system's endpoint to the published tables.",
)

ingest = dg.define_asset_job(
    name="ingest",
    selection=dg.AssetSelection.groups(*INGEST_GROUPS),
    executor_def=dg.in_process_executor,
    description="New observations of every system; nothing is published.",
)


review = dg.define_asset_job(
    name="review",
    selection=dg.AssetSelection.groups(REPORTS),
    executor_def=dg.in_process_executor,
    description="The review pack of what is published.",
)


@dg.op(pool=POOL)
def compact_log(context: dg.OpExecutionContext, pipeline: PipelineResource) -> None:
    """Fold equal observations and small files of every system's log; what any as-of reads stays the same.

    The next run reads the whole log: what days of adding to tables might have missed lasts a week at most.
    """
    settings = pipeline.current.settings
    with pipeline.current.recorder.step("compact the log"):
        for name in systems(settings):
            for done in compact(settings.raw_path, name, registry.connectors()[name].tables):
                context.log.info(
                    f"{name}.{done.table}: {done.files_before} files with {done.rows_before} rows became "
                    f"{done.files_after} with {done.rows_after}"
                )
    forget_builds(settings)


@dg.job(executor_def=dg.in_process_executor, description="Maintenance of the observation log, under the run lock.")
def compaction() -> None:
    """Keep the log's number of files bounded."""
    compact_log()
