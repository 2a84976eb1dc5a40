"""When incremental models have to be rebuilt from the whole log."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from hirehouse.dbt import incremental_version, target_path
from hirehouse.run import is_replay
from hirehouse.settings import Settings
from hirehouse.warehouse import write_finished_build
from orchestration.lib.resources import Pipeline


def full_refresh_reason(pipeline: Pipeline, phase: str) -> str:
    """Why this run rebuilds the incremental models of ``phase``, or an empty text.

    A replay must not keep rows newer than its instant, the run after a replay must not miss what the replay dropped,
    tables shaped by other code cannot be added to, and nothing is known of what the clock undoes when it goes back.
    """
    if pipeline.full_refresh:
        return "asked for"
    if _is_apart(pipeline):
        return "the run is a replay"
    try:
        last = json.loads(_mark(pipeline.settings, phase).read_text())
    except (OSError, ValueError):
        return "no finished build is known"
    if last.get("code") != incremental_version(pipeline.settings):
        return "the models have changed"
    if datetime.fromisoformat(last["as_of"]) > pipeline.settings.as_of:
        return "the run before was at a later instant"
    return "the run before was a replay" if last.get("is_replay") else ""


def forget_build(pipeline: Pipeline, phase: str) -> None:
    """A rebuild begins: until it is finished, what is there is not to be added to."""
    _mark(pipeline.settings, phase).unlink(missing_ok=True)


def forget_builds(settings: Settings) -> None:
    """Let the next run rebuild every phase from the whole log."""
    for mark in target_path(settings).glob(_mark(settings, "*").name):
        mark.unlink()


def tell_last_build(pipeline: Pipeline, phase: str) -> None:
    """Write when the phase was last finished to where models read it (``ops.finished_build``)."""
    mark = _mark(pipeline.settings, phase)
    as_of = datetime.fromisoformat(json.loads(mark.read_text())["as_of"]) if mark.exists() else None
    write_finished_build(pipeline.settings, phase, as_of)


def remember_build(pipeline: Pipeline, phase: str, code: str) -> None:
    """Note what the finished build was made with; ``code`` as it was when the phase began, for it may be edited while
    the phase builds."""
    path = _mark(pipeline.settings, phase)
    state = {
        "code": code,
        "is_replay": _is_apart(pipeline),
        "as_of": pipeline.settings.as_of.isoformat(),
    }
    temporary = path.with_suffix(".partial")
    temporary.write_text(json.dumps(state))
    temporary.replace(path)


def _is_apart(pipeline: Pipeline) -> bool:
    """Whether the run reads the past, or another home's log, which may be another one next time."""
    return pipeline.settings.log_home is not None or is_replay(pipeline.settings)


def _mark(settings: Settings, phase: str) -> Path:
    return target_path(settings) / f"last_build_{phase}.json"
