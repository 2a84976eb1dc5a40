"""Running the job ``pipeline`` in this process, in the same Dagster instance that the pages show."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Sequence
from pathlib import Path

import dagster as dg
from dagster._core.storage.dagster_run import IN_PROGRESS_RUN_STATUSES, RunsFilter

from hirehouse.base.settings import Settings
from hirehouse.build.dbt_command import own_systems
from hirehouse.build.run_identity import is_replay
from hirehouse.build.run_record import Recorder, RunRecord, records
from hirehouse.orchestration.lib import project

TEMPLATE = Path(__file__).parent.parent / "dagster.yaml"


def instance_folder(settings: Settings) -> Path:
    """DAGSTER_HOME of this installation, its configuration renewed from the template."""
    folder = settings.state_path / "dagster"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dagster.yaml").write_text(TEMPLATE.read_text().replace("{dagster_home}", str(folder)))
    return folder


def execute(
    settings: Settings,
    only: Sequence[str] = (),
    with_ingest: bool = True,
    full_refresh: bool = False,
    confirm_deletions: Sequence[str] = (),
) -> RunRecord:
    """One run of the whole path at ``settings.as_of``; how it ended is in the record that is returned.

    ``only`` limits ingest to these systems; of those in ``confirm_deletions`` everything no longer shown counts as
    deleted. The run lock must be held. A replay ingests nothing.
    """
    project.use(settings)
    from hirehouse.orchestration.definitions import defs

    selection = _selection(settings, defs.resolve_asset_graph().materializable_asset_keys, only, with_ingest)
    with dg.DagsterInstance.from_config(str(instance_folder(settings))) as instance:
        tidy(instance)
        before = {record.token for record in records(settings)}
        try:
            result = defs.resolve_job_def("pipeline").execute_in_process(
                run_config=_run_config(settings, full_refresh, confirm_deletions),
                asset_selection=selection,
                instance=instance,
                raise_on_error=False,
            )
            token = result.run_id
            failures = [event.message or event.event_type_value for event in result.all_events if event.is_failure]
        except Exception as error:  # the job could not even start; the run's record tells it like any other error
            token = next((r.token for r in records(settings) if r.token not in before), "not-started")
            failures = [f"{type(error).__name__}: {error}"]
            _keep_details(settings, token, traceback.format_exc())
    return _told(settings, token, failures)


def _selection(
    settings: Settings, keys: Iterable[dg.AssetKey], only: Sequence[str], with_ingest: bool
) -> list[dg.AssetKey]:
    """Everything but the raw assets that are not to be loaded and the pages made from what is published."""
    loads = with_ingest and not is_replay(settings)

    def wanted(key: dg.AssetKey) -> bool:
        if key.path[0] == "reports":
            return False
        return key.path[0] != "raw" or (loads and (not only or key.path[1] in (*only, *own_systems())))

    return sorted(key for key in keys if wanted(key))


def tidy(instance: dg.DagsterInstance) -> None:
    """Close runs of processes that were killed and give back the pool slots they held.

    The run lock is held, so no such run of this home can still be alive; without this the next run would wait for a
    slot for ever.
    """
    for run in instance.get_runs(RunsFilter(statuses=IN_PROGRESS_RUN_STATUSES)):
        instance.report_run_failed(run, "the process of this run ended without finishing it")
        instance.event_log_storage.free_concurrency_slots_for_run(run.run_id)


def _run_config(settings: Settings, full_refresh: bool, confirm_deletions: Sequence[str]) -> dict[str, object]:
    pipeline = {
        "as_of": settings.as_of.isoformat(),
        "home": str(settings.home),
        "full_refresh": full_refresh,
        "log_home": str(settings.log_home or ""),
        "confirm_deletions": list(confirm_deletions),
    }
    # The terminal shows progress; what Dagster logs is in its own event log and pages.
    quiet = {"console": {"config": {"log_level": "CRITICAL"}}}
    return {"resources": {"pipeline": {"config": pipeline}}, "loggers": quiet}


def _told(settings: Settings, token: str, failures: list[str]) -> RunRecord:
    """The run's record, with an outcome even where no step could note one."""
    recorder = Recorder(settings, token)
    record = recorder.begin()
    if record.outcome == "error" and record.reasons and all("data check" in e["what"] for e in record.errors):
        recorder.change(outcome="blocked")
    elif record.outcome in ("running", "done"):
        outcome = "error" if failures else "done"
        errors = [
            {"what": text.splitlines()[0], "where": str(settings.logs_path), "remedy": ""} for text in failures[:1]
        ]
        recorder.change(outcome=outcome, errors=errors)
    return recorder.begin()


def _keep_details(settings: Settings, token: str, text: str) -> None:
    settings.logs_path.mkdir(parents=True, exist_ok=True)
    (settings.logs_path / f"run-{token}.log").write_text(text)
