"""Every metric table beside its recomputation: what recomputes it, its grain, and what the two disagree on."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Any

import duckdb

from tests.reference import capacity, costs, coverage, flow, funnel, outcomes, process, sourcing
from tests.reference.clock import Core

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
    funnel,
    outcomes,
    coverage,
    costs,
    process,
    flow,
    sourcing,
    capacity,
)


def disagreements(core: Core, connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[Any, ...]]:
    """Cells of ``metrics.<table>`` in the database that are not there, should not be there, or have another number.

    Numbers agree to 1e-9, amounts of money to the hundredth of a cent.
    """
    recompute = next(getattr(module, table) for module in REFERENCES if hasattr(module, table))
    expected, actual = recompute(core), _cells(connection, table)
    unlike = [(cell, "not published") for cell in expected if cell not in actual]
    unlike += [(cell, "published") for cell in actual if cell not in expected]
    return unlike + [
        (cell, column, value, actual[cell][column])
        for cell, row in expected.items()
        if cell in actual
        for column, value in row.items()
        if not _agree(column, value, actual[cell][column])
    ]


def _cells(connection: duckdb.DuckDBPyConnection, name: str) -> dict[tuple[Any, ...], dict[str, Any]]:
    cursor = connection.execute(f"select * from metrics.{name}")
    columns = [column[0] for column in cursor.description]
    return {row[: GRAIN[name]]: dict(zip(columns, row, strict=True)) for row in cursor.fetchall()}


def _agree(name: str, expected: Any, actual: Any) -> bool:
    if expected is None or actual is None:
        return expected is None and actual is None
    if isinstance(expected, str | datetime):
        return bool(expected == actual)
    cent = 1e-4 if name.endswith("_amount") else 1e-9
    return math.isclose(float(expected), float(actual), rel_tol=1e-9, abs_tol=cent)
