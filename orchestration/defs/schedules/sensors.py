"""Watching: a run that failed is written down for people, a source that went stale is loaded again."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import dagster as dg

from hirehouse.base.settings import load_settings, project_number
from hirehouse.build.dbt_command import systems
from hirehouse.build.run_identity import all_completed_loads
from hirehouse.build.run_record import records
from hirehouse.orchestration.defs.schedules.jobs import ingest, pipeline


@dg.run_failure_sensor(monitored_jobs=[pipeline, ingest], monitor_all_code_locations=False)
def run_failed(context: dg.RunFailureSensorContext) -> None:
    """Append the failure, in words for a person, to ``logs/incidents.jsonl``."""
    settings = load_settings()
    told = next((record for record in records(settings) if record.token == context.dagster_run.run_id), None)
    incident = {
        "run": context.dagster_run.run_id,
        "job": context.dagster_run.job_name,
        "outcome": told.outcome if told else "error",
        "errors": told.errors if told else [{"what": context.failure_event.message}],
        "reasons": told.reasons if told else [],
    }
    settings.logs_path.mkdir(parents=True, exist_ok=True)
    with (settings.logs_path / "incidents.jsonl").open("a") as file:
        file.write(json.dumps(incident) + "\n")


@dg.sensor(job=ingest, minimum_interval_seconds=600)
def stale_sources(context: dg.SensorEvaluationContext) -> Iterator[dg.RunRequest | dg.SkipReason]:
    """Ask for a load of each system that has not been observed for longer than the rule on freshness allows."""
    settings = load_settings()
    newest: dict[str, datetime] = {load.system: load.observed_at for load in all_completed_loads(settings)}
    limit = timedelta(hours=project_number("fre_01_warn_hours", "hygiene"))
    stale = [name for name in systems(settings) if name in newest and settings.as_of - newest[name] > limit]
    if not stale:
        yield dg.SkipReason("every system that was ever loaded has been observed recently")
    for system in stale:
        yield dg.RunRequest(
            # One request for one gap: the key stays the same until a load has closed it.
            run_key=f"{system}-{newest[system]:%Y%m%dT%H%M%S}",
            asset_selection=[key for key in _raw_keys(context) if key.path[:2] == ["raw", system]],
        )


def _raw_keys(context: dg.SensorEvaluationContext) -> list[dg.AssetKey]:
    repository = context.repository_def
    assert repository is not None
    return sorted(repository.asset_graph.materializable_asset_keys)
