"""The private warehouse made ready for dbt: raw views, the run's clock, the loads and the logs of earlier runs."""

from collections.abc import Iterator

import dagster as dg

from hirehouse.base.progress import report
from hirehouse.build import warehouse
from hirehouse.build.dbt_command import refuse_removed, snapshot
from hirehouse.build.replay import refuse_before_first_load
from hirehouse.build.run_identity import identify
from hirehouse.home.log_guard import check_log
from hirehouse.orchestration.defs.ingestion.assets import raw_assets
from hirehouse.orchestration.lib.policy import POOL
from hirehouse.orchestration.lib.project import manifest
from hirehouse.orchestration.lib.resources import PipelineResource
from hirehouse.publish import history

DESCRIPTIONS = {
    "run_clock": "One row: the instant, identity and company settings of this run.",
    "load": "One row per completed load the run may see.",
    "raw_column": "What became of each raw column in the newest load, compared with the largest load before it.",
    "finished_build": "The instant of the last run that finished each phase, for models that add to what they hold.",
    "rule_result_log": "Rule results of earlier published runs.",
    "finding_log": "Failing entities of earlier published runs.",
    "row_count_log": "Row counts of earlier published runs.",
    "forecast_log": "Forecasts of earlier published runs.",
    "forecast_distribution_log": "Forecast distributions made at quarter ends.",
    "forecast_score_log": "Past forecasts as earlier published runs scored them.",
    "forecast_application_log": "Candidates' odds as earlier published runs saw them.",
}


@dg.multi_asset(
    name="prepare_warehouse",
    specs=[
        dg.AssetSpec(
            key=["ops", table],
            deps=[key for assets in raw_assets for key in sorted(assets.keys)],
            description=description,
            group_name="ops",
            kinds={"duckdb"},
        )
        for table, description in DESCRIPTIONS.items()
    ],
    pool=POOL,
)
def prepare_warehouse(pipeline: PipelineResource) -> Iterator[dg.MaterializeResult]:
    """Settle the run's identity and code, and write the identity where SQL can read it."""
    step = "prepare the warehouse"
    report(step)
    this = pipeline.current
    with this.recorder.step(step):
        refuse_before_first_load(this.settings)
        check_log(this.settings)
        project = snapshot(this.settings)
        refuse_removed(manifest(), project)
        run = identify(this.settings, project)
        history.prepare(this.settings, run.as_of)
        warehouse.prepare(this.settings, run)
    this.recorder.change(run_id=run.run_id, is_replay=run.is_replay, details={step: {"project": str(project)}})
    for table in DESCRIPTIONS:
        yield dg.MaterializeResult(asset_key=["ops", table], metadata={"run_id": run.run_id})
