"""dbt in two phases: up to the rules, and, once the rules gate has spoken, the public tables."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import dbt_assets

from hirehouse.build.dbt_command import incremental_version
from hirehouse.build.full_refresh import forget_build, full_refresh_reason, remember_build, tell_last_build
from hirehouse.expectations.judging import warm_up
from hirehouse.orchestration.lib.dbt_build import DataCheckError, DbtBuild
from hirehouse.orchestration.lib.policy import POOL
from hirehouse.orchestration.lib.project import manifest
from hirehouse.orchestration.lib.resources import PipelineResource
from hirehouse.orchestration.lib.translator import HirehouseTranslator

TRANSLATOR = HirehouseTranslator()
# Sources go with the first phase so that their tests do.
PHASES = {"phase1": "tag:phase1 source:*", "phase2": "tag:phase2"}


@dbt_assets(
    manifest=manifest(),
    select=PHASES["phase1"],
    name="dbt_phase1",
    dagster_dbt_translator=TRANSLATOR,
    pool=POOL,
)
def dbt_phase1(context: dg.AssetExecutionContext, pipeline: PipelineResource) -> Iterator[Any]:
    """Seeds, staging, intermediate and the rows of the hygiene rules."""
    warm_up()  # dbt works in a process of its own meanwhile, and the gate comes next
    yield from _build(context, pipeline, "phase1")


@dbt_assets(
    manifest=manifest(),
    select=PHASES["phase2"],
    name="dbt_phase2",
    dagster_dbt_translator=TRANSLATOR,
    pool=POOL,
)
def dbt_phase2(context: dg.AssetExecutionContext, pipeline: PipelineResource) -> Iterator[Any]:
    """Quarantine, core, metrics and the public hygiene tables."""
    yield from _build(context, pipeline, "phase2")


def _build(context: dg.AssetExecutionContext, resource: PipelineResource, phase: str) -> Iterator[Any]:
    pipeline = resource.current
    settings = pipeline.settings
    # Where only some models are asked for, nothing was prepared: they are built as the project is now.
    prepared = pipeline.recorder.begin().details.get("prepare the warehouse", {}).get("project")
    project = Path(prepared) if prepared else None
    code = incremental_version(settings, project)
    reason = full_refresh_reason(settings, phase, code, pipeline.full_refresh)
    if reason:
        forget_build(settings, phase)
        context.log.info(f"incremental models are rebuilt: {reason}")
    tell_last_build(settings, phase)
    build = DbtBuild(settings, phase, TRANSLATOR, manifest(), project)
    selection = PHASES[phase] if not context.is_subset else _names(context)
    with pipeline.recorder.step(f"dbt {phase}"):
        try:
            yield from build.stream(context, selection, full_refresh=bool(reason))
        except DataCheckError as error:
            pipeline.recorder.change(reasons=list(error.failures))
            raise
    if not context.is_subset:  # the phase's other models are as the run before left them
        remember_build(settings, phase, code)


def _names(context: dg.AssetExecutionContext) -> str:
    return " ".join(key.path[-1] for key in sorted(context.selected_asset_keys))
