"""When incremental models have to be rebuilt from the whole log."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from hirehouse.base.manifest import target_path
from hirehouse.base.settings import Settings
from hirehouse.build.run_identity import is_replay
from hirehouse.build.warehouse import write_finished_build


def full_refresh_reason(settings: Settings, phase: str, code: str, is_asked: bool = False) -> str:
    """Why this run rebuilds the incremental models of ``phase``, or an empty text; ``code`` is their version.

    A replay must not keep rows newer than its instant, the run after a replay must not miss what the replay dropped,
    tables shaped by other code cannot be added to, and nothing is known of what the clock undoes when it goes back.
    """
    if is_asked:
        return "asked for"
    if _is_apart(settings):
        return "the run is a replay"
    try:
        last = json.loads(_mark(settings, phase).read_text())
    except (OSError, ValueError):
        return "no finished build is known"
    if last.get("code") != code:
        return "the models have changed"
    if datetime.fromisoformat(last["as_of"]) > settings.as_of:
        return "the run before was at a later instant"
    return "the run before was a replay" if last.get("is_replay") else ""


def forget_build(settings: Settings, phase: str) -> None:
    """A rebuild begins: until it is finished, what is there is not to be added to."""
    _mark(settings, phase).unlink(missing_ok=True)


def forget_builds(settings: Settings) -> None:
    """Let the next run rebuild every phase from the whole log."""
    for mark in target_path(settings).glob(_mark(settings, "*").name):
        mark.unlink()


def tell_last_build(settings: Settings, phase: str) -> None:
    """Write when the phase was last finished to where models read it (``ops.finished_build``)."""
    mark = _mark(settings, phase)
    as_of = datetime.fromisoformat(json.loads(mark.read_text())["as_of"]) if mark.exists() else None
    write_finished_build(settings, phase, as_of)


def remember_build(settings: Settings, phase: str, code: str) -> None:
    """Note what the finished build was made with; ``code`` as it was when the phase began."""
    path = _mark(settings, phase)
    state = {
        "code": code,
        "is_replay": _is_apart(settings),
        "as_of": settings.as_of.isoformat(),
    }
    temporary = path.with_suffix(".partial")
    temporary.write_text(json.dumps(state))
    temporary.replace(path)


def _is_apart(settings: Settings) -> bool:
    """Whether the run reads the past, or another home's log, which may be another one next time."""
    return settings.log_home is not None or is_replay(settings)


def _mark(settings: Settings, phase: str) -> Path:
    return target_path(settings) / f"last_build_{phase}.json"
