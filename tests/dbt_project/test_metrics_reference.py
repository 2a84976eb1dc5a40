"""The metric tables agree with a plain recomputation from the dictionary, on random companies, to 1e-9."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from tests.companies.core import build_core
from tests.dbt_project.compiled_metrics import CompiledMetrics
from tests.reference.clock import Core
from tests.reference.tables import GRAIN, disagreements

SEEDS = {1: 400, 2: 900, 3: 0}

Warehouse = tuple[Core, duckdb.DuckDBPyConnection]


@pytest.fixture(scope="module", params=SEEDS, ids=lambda seed: f"seed{seed}")
def warehouse(request: pytest.FixtureRequest, metrics: CompiledMetrics) -> Iterator[Warehouse]:
    """A random core and a database with its metrics; the last company has no application at all."""
    core = build_core(request.param, SEEDS[request.param])
    with metrics.over(core) as connection:
        yield core, connection


@pytest.mark.parametrize("table", GRAIN)
def test_table_agrees_with_the_dictionary(warehouse: Warehouse, table: str) -> None:
    assert disagreements(*warehouse, table) == []


def test_every_outcome_is_conserved(warehouse: Warehouse) -> None:
    """Stays, exits, hires and credits are counted once each, whatever the period."""
    core, connection = warehouse
    entered = connection.execute(
        "select period_type, sum(entered) from metrics.funnel_conversion where function = 'all' group by 1"
    ).fetchall()
    dated = core["fct_stage_interval"].dropna(subset="entered_at")
    pairs = dated[["application_key", "canonical_stage"]].drop_duplicates()
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
    _, connection = warehouse
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
