"""What runs by itself: jobs and sensors in a real Dagster instance, over a log made by real loads of dropped files."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from hirehouse.base.manifest import target_path
from hirehouse.base.settings import load_settings
from hirehouse.build.run_record import records
from hirehouse.ingestion import observation_log
from hirehouse.ingestion.load import load_system
from hirehouse.orchestration.defs.schedules import jobs, sensors
from hirehouse.orchestration.lib.resources import PipelineResource

START = datetime(2026, 6, 1, 6, tzinfo=UTC)
LOADS = 10

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``drop`` and a ``home`` that loaded its one changing file ten times."""
    folder = tmp_path_factory.mktemp("loads")
    drop = folder / "drop"
    drop.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCES__FILEDROP__PATH", str(drop))
        for number in range(LOADS):
            (drop / "holidays.csv").write_text(f"office,holiday_date\nBerlin,2026-12-{number + 1:02}\n")
            load_system(
                "filedrop",
                raw_path=folder / "home" / "raw",
                state_path=folder / "home" / "state",
                observed_at=START + timedelta(days=number),
                progress=None,
            )
    return folder


@pytest.fixture
def home(loaded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the loaded home; the environment points to it."""
    home = tmp_path / "home"
    shutil.copytree(loaded / "home", home)
    monkeypatch.setenv("SOURCES__FILEDROP__PATH", str(loaded / "drop"))
    monkeypatch.setenv("HIREHOUSE_HOME", str(home))
    monkeypatch.setenv("HIREHOUSE_CONNECTORS", "filedrop")
    monkeypatch.setenv("HIREHOUSE_AS_OF", (START + timedelta(days=LOADS)).isoformat())
    return home


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[dg.DagsterInstance]:
    folder = tmp_path / "dagster"
    folder.mkdir()
    with dg.DagsterInstance.local_temp(str(folder)) as made:
        yield made


def observations(home: Path) -> list[tuple]:
    """The newest observation of each holiday."""
    files = [str(path) for path in observation_log.table_files(home / "raw", "filedrop", "holidays")]
    newest = (
        "select office, holiday_date, max_by(_is_deleted, _observed_at), max(_observed_at) "
        "from read_parquet($files) group by all order by all"
    )
    return duckdb.execute(newest, {"files": files}).fetchall()


def test_compaction_keeps_what_was_observed_and_says_it_is_done(home: Path, instance: dg.DagsterInstance) -> None:
    before, files = observations(home), observation_log.table_files(home / "raw", "filedrop", "holidays")
    assert len(before) == LOADS
    finished = target_path(load_settings()) / "last_build_phase1.json"
    finished.parent.mkdir(parents=True, exist_ok=True)
    finished.write_text("{}")
    done = jobs.compaction.execute_in_process(instance=instance, resources={"pipeline": PipelineResource()})
    assert done.success
    assert observations(home) == before
    assert len(observation_log.table_files(home / "raw", "filedrop", "holidays")) < len(files)
    record = records(load_settings())[-1]
    assert (record.outcome, list(record.steps)) == ("done", ["compact the log"])
    assert not finished.exists()  # the next run rebuilds


def test_a_stale_source_is_asked_for_once_per_gap(
    home: Path, definitions: dg.Definitions, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fresh until FRE-01's six hours have passed; the same gap always asks under the same key."""
    newest = START + timedelta(days=LOADS - 1)

    def asked(hours: float) -> list[str | None]:
        monkeypatch.setenv("HIREHOUSE_AS_OF", (newest + timedelta(hours=hours)).isoformat())
        context = dg.build_sensor_context(instance=instance, definitions=definitions)
        return [each.run_key for each in sensors.stale_sources(context) if isinstance(each, dg.RunRequest)]

    assert asked(5.9) == []
    assert asked(6.1) == asked(30) == [f"filedrop-{newest:%Y%m%dT%H%M%S}"]


def test_a_failed_run_leaves_an_incident_a_person_can_read(home: Path, instance: dg.DagsterInstance) -> None:
    @dg.op
    def breaks(pipeline: PipelineResource) -> None:
        with pipeline.current.recorder.step("break"):
            raise ValueError("the disk is full")

    @dg.job(name="pipeline")
    def broken() -> None:
        breaks()

    done = broken.execute_in_process(
        instance=instance, resources={"pipeline": PipelineResource()}, raise_on_error=False
    )
    event = next(
        event for event in done.all_events if event.is_failure and event.event_type_value == "PIPELINE_FAILURE"
    )
    context = dg.build_run_status_sensor_context(
        sensor_name="run_failed", dagster_event=event, dagster_instance=instance, dagster_run=done.dagster_run
    )
    sensors.run_failed(context.for_run_failure())
    told = json.loads((home / "logs" / "incidents.jsonl").read_text())
    assert (told["job"], told["outcome"]) == ("pipeline", "error")
    assert told["errors"][0]["what"] == "ValueError: the disk is full"
