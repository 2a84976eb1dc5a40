"""Hires to come, forecast from the intermediate tables once the first gate has let them pass."""

from collections.abc import Iterator

import dagster as dg

from hirehouse.base.progress import report
from hirehouse.build.warehouse import open_warehouse
from hirehouse.forecast.archive import write_forecast
from hirehouse.forecast.read import PRIVATE
from hirehouse.orchestration.lib.policy import POOL
from hirehouse.orchestration.lib.resources import PipelineResource

LET_PASS = dg.AssetKey(["ops", "rule_verdict"])
KEPT = dg.AssetKey(["ops", "forecast_distribution_log"])
DESCRIPTIONS = {
    "forecast_run": "One row: as of when, from what, and which method is shown.",
    "forecast_distribution": "Odds of hires to come by quarter, function and method, now and at past quarter ends.",
    "forecast_part": "Expected hires by where they come from.",
    "forecast_gap": "Further entries at a stage that make a number of seats likely (M-45).",
    "forecast_application": "Odds of a hire by candidate and quarter (M-42).",
    "forecast_opening": "Odds of being filled by seat and quarter (M-48).",
}


@dg.multi_asset(
    name="forecast_hires",
    specs=[
        dg.AssetSpec(
            key=["ops", table],
            deps=[*(dg.AssetKey([*relation.split(".")]) for relation in PRIVATE.tables), LET_PASS, KEPT],
            description=description,
            group_name="forecast",
            kinds={"python", "duckdb"},
        )
        for table, description in DESCRIPTIONS.items()
    ],
    pool=POOL,
)
def forecast_hires(pipeline: PipelineResource) -> Iterator[dg.MaterializeResult]:
    """Forecast hires as of the run's clock, and past quarter ends that nobody has forecast."""
    step = "forecast"
    report(step)
    settings = pipeline.current.settings
    with pipeline.current.recorder.step(step), open_warehouse(settings.warehouse_path) as connection:
        made = write_forecast(connection, lambda origin, number, total: report(step, origin, number, total))
    for table in DESCRIPTIONS:
        yield dg.MaterializeResult(asset_key=["ops", table], metadata={"method": made.champion})
