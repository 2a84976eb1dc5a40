"""What makes a run rebuild: every way in which what is there may not be added to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hirehouse.base.settings import Settings, load_settings
from hirehouse.build import dbt_command, full_refresh, run_identity, warehouse

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
PHASE = "phase1"


def run_of(home: Path, as_of: datetime = NOON) -> Settings:
    """A run at an instant in a home without a load."""
    return load_settings(as_of=as_of.isoformat(), home=home)


def reason(settings: Settings, phase: str = PHASE, is_asked: bool = False) -> str:
    """Why a run of the code as it is now rebuilds."""
    return full_refresh.full_refresh_reason(settings, phase, dbt_command.incremental_version(settings), is_asked)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose phase was finished at noon."""
    finished = run_of(tmp_path)
    dbt_command.prepare_folders(finished)
    full_refresh.remember_build(finished, PHASE, dbt_command.incremental_version(finished))
    return tmp_path


def test_a_finished_phase_is_added_to(home: Path) -> None:
    for later in (timedelta(0), timedelta(days=1)):
        assert reason(run_of(home, NOON + later)) == ""


def test_a_phase_is_rebuilt_when_asked_for_unfinished_or_the_clock_goes_back(home: Path) -> None:
    assert reason(run_of(home), is_asked=True) == "asked for"
    assert reason(run_of(home), "phase2") == "no finished build is known"
    assert reason(run_of(home, NOON - timedelta(seconds=1))) == "the run before was at a later instant"


@pytest.mark.parametrize(
    "forget",
    [
        lambda run: full_refresh.forget_builds(run),
        lambda run: full_refresh.forget_build(run, PHASE),
    ],
)
def test_what_is_forgotten_is_rebuilt(home: Path, forget: Callable[[Settings], None]) -> None:
    forget(run_of(home))
    assert reason(run_of(home)) == "no finished build is known"


def test_a_model_edited_while_the_phase_built_is_rebuilt(tmp_path: Path) -> None:
    """The tables are those of the code that the phase began with, or of neither."""
    edited = run_of(tmp_path)
    dbt_command.prepare_folders(edited)
    full_refresh.remember_build(edited, PHASE, "as it was before")
    assert reason(edited) == "the models have changed"


def test_models_read_when_the_phase_was_finished(home: Path) -> None:
    later = run_of(home, NOON + timedelta(days=1))
    warehouse.prepare(later, run_identity.identify(later))

    def told() -> list[tuple]:
        full_refresh.tell_last_build(later, PHASE)
        with warehouse.open_warehouse(later.warehouse_path, read_only=True) as connection:
            return connection.execute("from ops.finished_build").fetchall()

    assert told() == told() == [(PHASE, NOON)]
    full_refresh.forget_build(later, PHASE)
    assert told() == []
