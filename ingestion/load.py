"""Loading one system into the observation log.

The only module that knows destination, layout and format. A load is one dlt package; a second, small one lands the
reconciliation, counted in the log after the first was completed, and the notes on the input.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import dlt
import pyarrow as pa
from dlt.extract import DltResource

from hirehouse.ingestion import load_manifest, observation_log
from hirehouse.ingestion.context import FEW_DELETIONS_SHARE, LoadContext
from hirehouse.ingestion.errors import SourceError, source_error_in, unexpected
from hirehouse.ingestion.garbage import rare_collection
from hirehouse.ingestion.observe import SCHEMA_CONTRACT, ingest_run
from hirehouse.ingestion.packages import noted_pipeline
from hirehouse.ingestion.reconcile import live_rows, with_observation
from hirehouse.ingestion.registry import Connector, connector
from hirehouse.ingestion.report import LoadReport, Reconciled
from hirehouse.ingestion.tables import ARROW_TYPES, INPUT_NOTE, RECONCILIATION, TableSpec

_DLT_SETTINGS: dict[str, Any] = {
    "runtime.dlthub_telemetry": False,
    "runtime.log_level": "CRITICAL",  # its retries are not ours to show; what matters is raised
    "normalize.parquet_normalizer.add_dlt_load_id": True,
    "load.delete_completed_jobs": True,  # otherwise the state folder keeps a second copy of the log
    "extract.workers": 6,
}


def load_system(
    name: str,
    *,
    raw_path: Path,
    state_path: Path,
    observed_at: datetime,
    progress: Callable[[str, int], None] | None = None,
    full_scan: bool | None = None,
    confirm_deletions: bool = False,
    extra_roots: Iterable[Path] = (),
) -> LoadReport:
    """Append what system ``name`` shows now to the observation log in ``raw_path``, stamped ``observed_at`` (aware,
    UTC).

    ``state_path`` holds dlt's working folders; if it is lost, state comes back from the log. ``progress`` is told a
    table and its rows so far, from several threads. ``full_scan``: True lists every record and finds deletions, False
    reads windows only where the vendor has them, None as configured (``sources.<name>.scan_every_hours``, default every
    load). ``confirm_deletions``: a person says that what is no longer listed is gone, however much it is. Packages that
    a crash left behind are finished first. Raises SourceError; nothing is half-visible then.
    """
    return load_connector(
        connector(name, extra_roots),
        raw_path=raw_path,
        state_path=state_path,
        observed_at=observed_at,
        progress=progress,
        full_scan=full_scan,
        confirm_deletions=confirm_deletions,
    )


def load_connector(
    found: Connector,
    *,
    raw_path: Path,
    state_path: Path,
    observed_at: datetime,
    progress: Callable[[str, int], None] | None = None,
    full_scan: bool | None = None,
    confirm_deletions: bool = False,
) -> LoadReport:
    """As :func:`load_system`, for a connector already found."""
    if observed_at.tzinfo is None:
        raise ValueError("observed_at must be an aware instant")
    observed_at = observed_at.astimezone(UTC)
    raw_path, state_path = Path(raw_path).resolve(), Path(state_path).resolve()
    for name, value in _DLT_SETTINGS.items():
        dlt.config[name] = value
    full_scan = True if load_manifest.is_asked_again(raw_path, found.name) else full_scan
    context = LoadContext(found.name, raw_path, observed_at, full_scan, _scan_every(found.name), progress)
    context.confirms_deletions, context.deletions_at_once = confirm_deletions, _deletions_at_once(found.name)
    context.work_path, context.gone_before = state_path, load_manifest.gone_before(raw_path, found.name)
    source = found.build_source(context)
    if source is None:
        return LoadReport(found.name, {}, {}, 0, 0.0)
    pipeline = _finished_pipeline(found.name, raw_path, state_path)
    load_manifest.sweep(raw_path, found.name)
    _refuse_the_past(found.name, raw_path, observed_at)
    with rare_collection():
        _run(pipeline, found.name, source)
        reconciled = _reconcile(found, context)
        _run(pipeline, found.name, _reconciliation_source(context, reconciled))
    load_manifest.asked_again(raw_path, found.name)
    requests, waited = context.traffic()
    return LoadReport(
        found.name,
        context.rows,
        context.tombstones,
        requests,
        waited,
        reconciled,
        sorted(context.new_columns),
        context.notes.all(),
    )


def _scan_every(name: str) -> timedelta:
    return timedelta(hours=float(dlt.config.get(f"sources.{name}.scan_every_hours") or 0))


def _deletions_at_once(name: str) -> float:
    said: Any = dlt.config.get(f"sources.{name}.deletions_at_once")
    try:
        share = FEW_DELETIONS_SHARE if said is None else float(said)
    except (TypeError, ValueError):
        share = -1.0
    if not 0 <= share <= 1:
        raise SourceError(
            name,
            "the share of a list that may vanish at once is no number from 0 to 1",
            f"sources.{name}.deletions_at_once",
            f"put deletions_at_once = 0.01 under [sources.{name}] in .dlt/config.toml, or "
            f"set SOURCES__{name.upper()}__DELETIONS_AT_ONCE=0.01",
        )
    return share


def _finished_pipeline(name: str, raw_path: Path, state_path: Path) -> dlt.Pipeline:
    """The system's pipeline with nothing pending. A working folder that a crash left unreadable is thrown away: the log
    has the state of the last completed package, and what came after it is asked for again."""
    try:
        pipeline = noted_pipeline(name, raw_path, state_path)
        if pipeline.has_pending_data:
            pipeline.normalize()
            pipeline.load()
        if not pipeline.has_pending_data:
            return pipeline
    except Exception as error:
        _raise_if_disk_is_at_fault(name, raw_path, error)
    shutil.rmtree(state_path / observation_log.dataset(name), ignore_errors=True)
    return noted_pipeline(name, raw_path, state_path)


def _run(pipeline: dlt.Pipeline, name: str, source: Any) -> None:
    try:
        pipeline.run(source, loader_file_format="parquet")
    except Exception as error:
        _forget_unfinished(pipeline)
        ours = source_error_in(error)
        if ours is not None:
            raise ours from None
        _raise_if_disk_is_at_fault(name, Path(pipeline.pipelines_dir), error)
        raise unexpected(name, error) from error


def _forget_unfinished(pipeline: dlt.Pipeline) -> None:
    """Leave no package behind that would be loaded later: the failed load is asked for again from its old bookmark."""
    storage = pipeline._get_normalize_storage()
    for load_id in storage.extracted_packages.list_packages():
        storage.extracted_packages.delete_package(load_id)
    if pipeline.has_pending_data:
        pipeline.abort_packages()


def _refuse_the_past(name: str, raw_path: Path, observed_at: datetime) -> None:
    loads = observation_log.completed_loads(raw_path, name)
    if loads and loads[-1].observed_at > observed_at:
        raise SourceError(
            name,
            f"the log already has observations of {loads[-1].observed_at.isoformat()}, later than "
            f"{observed_at.isoformat()}",
            "--as-of or HIREHOUSE_AS_OF",
            "load with the same or a later instant; an earlier one is replayed from the log without loading",
        )


def _raise_if_disk_is_at_fault(name: str, path: Path, error: BaseException) -> None:
    inner: BaseException | None = error
    while inner is not None:
        if isinstance(inner, OSError) and inner.errno in (13, 28, 30):
            raise SourceError(
                name, f"the log cannot be written: {inner.strerror}", str(path), "make room or give write permission"
            ) from error
        inner = inner.__cause__ or inner.__context__


def _reconcile(found: Connector, context: LoadContext) -> list[Reconciled]:
    return [
        Reconciled(
            table,
            count.rows,
            live_rows(context.raw_path, context.system, found.tables[table]) - context.withheld.get(table, 0),
            count.newest_at,
            context.observed_at,
        )
        for table, count in sorted(context.counts.items())
    ]


def _reconciliation_source(context: LoadContext, reconciled: list[Reconciled]) -> Any:
    notes = [{**vars(note), "noted_at": context.observed_at} for note in context.notes.all()]
    rows_of = [(RECONCILIATION, [vars(row) for row in reconciled]), (INPUT_NOTE, notes)]

    @dlt.source(name=context.system, max_table_nesting=0, schema_contract=SCHEMA_CONTRACT)
    def source() -> list[Any]:
        landed = [_landed(context, spec, rows) for spec, rows in rows_of if rows]
        return [*landed, ingest_run(context, "reconciliation")]

    return source()


def _landed(context: LoadContext, spec: TableSpec, rows: list[dict[str, Any]]) -> DltResource:
    schema = pa.schema([(name, ARROW_TYPES[kind]) for name, kind in spec.columns.items()])
    table = with_observation(pa.Table.from_pylist(rows, schema=schema), context.observed_at, is_deleted=False)
    return dlt.resource([table], name=spec.name, write_disposition="append")
