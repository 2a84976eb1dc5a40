"""One multi-asset per connector: a new source folder is a new set of assets, with no edit here."""

from collections.abc import Iterator
from datetime import timedelta

import dagster as dg

from hirehouse.base.errors import HirehouseError
from hirehouse.base.progress import report
from hirehouse.base.settings import project_number
from hirehouse.build.dbt_command import systems
from hirehouse.build.run_identity import is_replay
from hirehouse.home.log_guard import check_log, refuse_the_future
from hirehouse.ingestion import load, notes, registry
from hirehouse.ingestion.errors import SourceError
from hirehouse.ingestion.registry import Connector
from hirehouse.orchestration.lib.policy import POOL
from hirehouse.orchestration.lib.project import installation
from hirehouse.orchestration.lib.resources import PipelineResource

# A vendor's bad minute is waited out here, beyond what the HTTP layer waits; nothing else in the graph is retried.
RETRIES = dg.RetryPolicy(max_retries=2, delay=20, backoff=dg.Backoff.EXPONENTIAL)
FRESHNESS = dg.FreshnessPolicy.time_window(
    fail_window=timedelta(hours=project_number("fre_01_block_hours", "hygiene")),
    warn_window=timedelta(hours=project_number("fre_01_warn_hours", "hygiene")),
)


def build_raw_assets(connector: Connector) -> dg.AssetsDefinition:
    """The raw tables of one system, loaded together; keys are ``raw/<system>/<table>``."""

    @dg.multi_asset(
        name=f"load_{connector.name}",
        specs=[_spec(connector, table) for table in connector.tables],
        can_subset=True,
        retry_policy=RETRIES,
        pool=POOL,
    )
    def load_assets(context: dg.AssetExecutionContext, pipeline: PipelineResource) -> Iterator[dg.MaterializeResult]:
        rows = _load(context, connector.name, pipeline)
        for key in sorted(context.selected_asset_keys):
            yield dg.MaterializeResult(asset_key=key, metadata={"dagster/row_count": rows.get(key.path[-1], 0)})

    return load_assets


def _load(context: dg.AssetExecutionContext, system: str, resource: PipelineResource) -> dict[str, int]:
    pipeline, step = resource.current, f"ingest {system}"
    if is_replay(pipeline.settings):
        context.log.info("the instant is before the newest load: a replay reads what is there and loads nothing")
        return {}
    try:
        with pipeline.recorder.step(step):
            refuse_the_future(pipeline.settings)
            check_log(pipeline.settings, [system])
            loaded = load.load_system(
                system,
                raw_path=pipeline.settings.raw_path,
                state_path=pipeline.settings.state_path,
                observed_at=pipeline.settings.as_of,
                confirm_deletions=system in pipeline.confirm_deletions,
                progress=lambda table, done: report(step, table, done),
            )
    except (SourceError, HirehouseError) as error:
        # Settings and logs do not fix themselves; what may pass by itself was already retried by the HTTP layer.
        raise dg.Failure(str(error), allow_retries=False) from error
    noted = notes.told(loaded.notes, system)
    for line in noted:
        context.log.warning(line)
    details = {"rows": sum(loaded.rows.values()), "requests": loaded.requests, "notes": noted}
    pipeline.recorder.change(details={step: details})
    return dict(loaded.rows)


def _spec(connector: Connector, table: str) -> dg.AssetSpec:
    spec = connector.tables[table]
    columns = [dg.TableColumn(name, kind) for name, kind in spec.all_columns.items()]
    return dg.AssetSpec(
        key=["raw", connector.name, table],
        description=spec.description,
        group_name=f"raw_{connector.name}",
        kinds={"dlt", "parquet"},
        metadata={"dagster/column_schema": dg.TableSchema(columns=columns)},
        freshness_policy=FRESHNESS,
        skippable=True,
    )


raw_assets = [build_raw_assets(registry.connectors()[name]) for name in systems(installation())]
