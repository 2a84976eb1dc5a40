"""The metric tables agree with a plain recomputation from the dictionary, on random companies, to 1e-9."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
import reference_capacity
import reference_costs
import reference_coverage
import reference_flow
import reference_funnel
import reference_outcomes
import reference_process
import reference_sourcing
from core_file import write_core
from random_core import build_core

PROJECT = Path(__file__).parents[2] / "dbt_project"
GRAIN = {
    "hiring_volume": 3,
    "funnel_conversion": 4,
    "stage_exits": 6,
    "stage_velocity": 4,
    "hiring_speed": 4,
    "offer_outcomes": 4,
    "win_rate": 4,
    "source_performance": 5,
    "opening_attainment": 2,
    "pipeline_coverage": 3,
    "sequence_performance": 4,
    "cost_per_hire": 2,
    "vacancy_cost": 1,
    "early_attrition": 4,
    "stalled_applications": 1,
    "review_cadence": 2,
    "scorecard_timeliness": 3,
    "off_process_hires": 2,
    "flow_balance": 4,
    "pipeline_velocity": 2,
    "sourcer_productivity": 2,
    "silver_medalists": 1,
    "system_consistency": 3,
    "capacity_plan": 4,
}
REFERENCES = (
    reference_funnel,
    reference_outcomes,
    reference_coverage,
    reference_costs,
    reference_process,
    reference_flow,
    reference_sourcing,
    reference_capacity,
)
SEEDS = {1: 400, 2: 900, 3: 0}

Warehouse = tuple[dict[str, Any], Path]


def _run_metrics(warehouse: Path, folder: Path) -> None:
    """Build `models/metrics` over the `core` of the file, with dbt's own program."""
    command = [
        str(Path(sys.executable).parent / "dbt"),
        *("run", "--select", "path:models/metrics", "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)),
        *("--target-path", str(folder / "target"), "--log-path", str(folder / "logs"), "--no-version-check"),
    ]
    environment = {**os.environ, "HIREHOUSE_TARGET": "duckdb"}
    done = subprocess.run(command, env=environment, cwd=warehouse.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:]


@pytest.fixture(scope="module", params=SEEDS, ids=lambda seed: f"seed{seed}")
def warehouse(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A random core and the file its metrics are built in; the last company has no application at all."""
    folder = tmp_path_factory.getbasetemp() / "metrics"
    folder.mkdir(exist_ok=True)
    working = folder / "warehouse.duckdb"  # one place for all, or dbt would parse the project again for each
    core = build_core(request.param, SEEDS[request.param])
    write_core(core, working)
    _run_metrics(working, folder)
    return core, working.rename(folder / f"seed{request.param}.duckdb")


def _table(path: Path, name: str) -> dict[tuple[Any, ...], dict[str, Any]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        cursor = connection.execute(f"select * from metrics.{name}")
        columns = [column[0] for column in cursor.description]
        rows = cursor.fetchall()
    return {row[: GRAIN[name]]: dict(zip(columns, row, strict=True)) for row in rows}


def _agree(name: str, expected: Any, actual: Any) -> bool:
    if expected is None or actual is None:
        return expected is None and actual is None
    if isinstance(expected, str | datetime):
        return bool(expected == actual)
    cent = 1e-4 if name.endswith("_amount") else 1e-9
    return math.isclose(float(expected), float(actual), rel_tol=1e-9, abs_tol=cent)


@pytest.mark.parametrize("table", GRAIN)
def test_table_agrees_with_the_dictionary(warehouse: Warehouse, table: str) -> None:
    core, path = warehouse
    recompute = next(getattr(module, table) for module in REFERENCES if hasattr(module, table))
    expected, actual = recompute(core), _table(path, table)
    assert set(actual) == set(expected)
    wrong = [
        (cell, column, value, actual[cell][column])
        for cell, row in expected.items()
        for column, value in row.items()
        if not _agree(column, value, actual[cell][column])
    ]
    assert wrong == []


def test_every_outcome_is_conserved(warehouse: Warehouse) -> None:
    """Stays, exits, hires and credits are counted once each, whatever the period."""
    core, path = warehouse
    with duckdb.connect(str(path), read_only=True) as connection:
        entered = connection.execute(
            "select period_type, sum(entered) from metrics.funnel_conversion where function = 'all' group by 1"
        ).fetchall()
        pairs = core["fct_stage_interval"][["application_key", "canonical_stage"]].drop_duplicates()
        assert all(total == len(pairs) for _, total in entered)
        exits = connection.execute(
            "select period_type, sum(exits) from metrics.stage_exits where function = 'all' group by 1"
        ).fetchall()
        decided = core["fct_application"]["exit_type"].isin(["rejected", "withdrew"]).sum()
        assert all(total == decided for _, total in exits)
        credited = connection.execute(
            """
            select period_type, period_start_date, function, max(hires) - min(hires)
            from (
                select period_type, period_start_date, function, attribution_model, sum(hires) as hires
                from metrics.source_performance group by all having sum(hires) > 0
            ) group by 1, 2, 3
            """
        ).fetchall()
        assert all(abs(spread) < 1e-9 for *_, spread in credited)


def test_functions_add_up_to_all_but_for_distinct_persons(warehouse: Warehouse) -> None:
    """Counts of rows add up to `all` where every row has a function; persons may be counted in two functions."""
    _, path = warehouse
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = connection.execute(
            """
            select
                sum(applications) filter (where function = 'all') - sum(applications) filter (where function <> 'all'),
                sum(applicants) filter (where function = 'all') - sum(applicants) filter (where function <> 'all')
            from metrics.hiring_volume where period_type = 'quarter'
            """
        ).fetchone()
    applications, applicants = (value or 0 for value in rows or (0, 0))
    assert applications >= 0
    assert applicants <= applications
