"""What others read: every public table of the version that is current."""

from collections.abc import Iterator
from datetime import timedelta

import dagster as dg

from hirehouse.base.progress import report
from hirehouse.build import warehouse
from hirehouse.orchestration.lib.policy import POOL
from hirehouse.orchestration.lib.project import public
from hirehouse.orchestration.lib.resources import PipelineResource
from hirehouse.publish import history, publication

VERDICT = dg.AssetKey(["ops", "publish_verdict"])
# Published between midnight and eight, every day.
BEFORE_WORK = dg.FreshnessPolicy.cron(deadline_cron="0 8 * * *", lower_bound_delta=timedelta(hours=8))


@dg.multi_asset(
    name="publish",
    specs=[
        dg.AssetSpec(
            key=["published", table.schema, table.name],
            deps=[dg.AssetKey([table.schema, table.name]), VERDICT],
            description=table.description,
            group_name="published",
            kinds={"duckdb", "parquet"},
            tags={"access": "public"},
            freshness_policy=BEFORE_WORK,
        )
        for table in public()
    ],
    pool=POOL,
)
def publish_tables(pipeline: PipelineResource) -> Iterator[dg.MaterializeResult]:
    """Copy what passed both gates to a new version and make it current in one stroke."""
    step, this = "publish", pipeline.current
    with this.recorder.step(step):
        run = warehouse.recorded_run(this.settings)
        done = publication.publish(this.settings, run, lambda table, number, total: report(step, table, number, total))
        this.recorder.change(outcome="published", version=done.version)
        history.keep(this.settings, run)
    for table in public():
        yield dg.MaterializeResult(
            asset_key=["published", table.schema, table.name],
            metadata={
                "dagster/row_count": done.row_counts[table.full_name],
                "version": done.version,
                "sha256": done.digests[table.full_name],
            },
        )
