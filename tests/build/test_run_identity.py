"""What identifies a run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hirehouse.base.settings import load_settings
from hirehouse.build import run_identity as run_module
from hirehouse.build.run_identity import identify
from hirehouse.ingestion.observation_log import CompletedLoad

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def _loads(monkeypatch: pytest.MonkeyPatch, ids: str, days: tuple[int, ...]) -> None:
    found = [
        CompletedLoad(f"{letter}1", NOON + timedelta(days=day), "load") for letter, day in zip(ids, days, strict=True)
    ]
    monkeypatch.setattr(run_module.observation_log, "completed_loads", lambda _path, _system: found)


def test_the_same_instants_are_the_same_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = load_settings(as_of=NOON.isoformat(), home=tmp_path / "one")
    _loads(monkeypatch, "ab", (-1, 0))
    first = identify(settings)
    _loads(monkeypatch, "cde", (-1, 0, 0))  # another home, where the second load was done twice
    again = identify(load_settings(as_of=NOON.isoformat(), home=tmp_path / "two"))
    assert (again.run_id, again.version) == (first.run_id, first.version)
    _loads(monkeypatch, "abf", (-1, 0, 5))
    later = identify(settings)
    assert later.run_id == first.run_id and later.is_replay
    _loads(monkeypatch, "b", (0,))
    assert identify(settings).run_id != first.run_id
