"""A history that comes only through files is, in the warehouse, the history that was lived: so it forecasts as well."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path

import numpy as np
import pytest

from benchmarks.forecasting.files import write_history
from benchmarks.forecasting.product import history_of
from benchmarks.forecasting.world import simulate
from hirehouse.base.settings import load_settings
from hirehouse.build import dbt_command, run_identity, warehouse
from hirehouse.forecast.history import History
from hirehouse.forecast.read import PRIVATE, read_history
from tests.ingestion.reading import load

Rows = list[tuple[int, ...]]


def _rows(*columns: np.ndarray) -> Rows:
    return sorted(zip(*(column.astype(int).tolist() for column in columns), strict=True))


def _told(history: History) -> dict[str, Rows]:
    """Tables of a history without its numbering: a requisition is told by its function and day of opening."""
    visits, requisitions, openings = history.visits, history.requisitions, history.openings
    plans = history.plans
    function, opened = requisitions.function, requisitions.opened
    return {
        "visits": _rows(
            function[visits.requisition], opened[visits.requisition], visits.stage, visits.outcome, visits.entered,
            visits.left, visits.known, visits.is_first,
        ),
        "requisitions": _rows(function, opened, requisitions.closed, requisitions.is_evergreen),
        "openings": _rows(
            function[openings.requisition], openings.opened, openings.filled, openings.closed, openings.target
        ),
        "holds": _rows(openings.opened[history.holds.opening], history.holds.ended),
        "plans": _rows(plans.function, plans.quarter, plans.seats, plans.planned),
    }  # fmt: skip


def test_the_warehouse_tells_the_history_that_was_lived(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = simulate(3, origins=1, history_days=90)
    (origin,) = world.origins
    written = write_history(world, origin, tmp_path / "files")
    monkeypatch.setenv("SOURCES__FILEDROP__PATH", str(tmp_path / "files"))
    settings = load_settings(f"{origin}T23:59:59Z", tmp_path / "home")
    load(settings.home, "filedrop", datetime.combine(origin, time(23, 59, 59), UTC))
    warehouse.prepare(settings, run_identity.identify(settings))
    dbt_command.ensure_manifest(settings)
    read = [relation for relation in PRIVATE.tables if relation.startswith("intermediate.")]
    models = " ".join(f"+{relation.partition('.')[2]}" for relation in read)
    dbt_command.call(settings, "build", "--resource-type", "seed", "--resource-type", "model", "--select", models)
    with warehouse.open_warehouse(settings.warehouse_path, read_only=True) as connection:
        found, _ = read_history(connection)
    expected = history_of(written, origin)
    assert (found.origin, found.functions) == (expected.origin, expected.functions)
    assert len(found.visits.stage) > 1000
    for table, rows in _told(expected).items():
        assert _told(found)[table] == rows, table
