"""What holds for every company: conservation, sums, and that neither names nor the order of rows matter.

The companies are drawn by hypothesis; the edge cases are companies in which something never happens.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given

from tests.companies.core import build_core
from tests.companies.drawn import Core, companies, examples
from tests.companies.same import renamed, same_but_for_names_and_order, shuffled
from tests.dbt_project.compiled_metrics import CompiledMetrics
from tests.reference.what_holds import (
    everyone_who_entered_a_stage_has_one_outcome,
    functions_add_up_to_all,
    numbers,
    weights_of_every_attribution_model_sum_to_the_hires_of_record,
)


@given(core=companies(1, 3, 12, 60, 150))
@examples(8)
def test_what_holds_for_every_company(metrics: CompiledMetrics, core: Core) -> None:
    with metrics.over(core) as connection, metrics.over(shuffled(renamed(core))) as other:
        everyone_who_entered_a_stage_has_one_outcome(connection)
        weights_of_every_attribution_model_sum_to_the_hires_of_record(connection)
        functions_add_up_to_all(connection)
        for table in metrics.tables:
            same_but_for_names_and_order(table, connection, other)


def without_offers(core: Core) -> Core:
    """Nobody was ever offered anything: applications that were are not there at all."""
    offered = set(core["fct_offer"]["application_key"]) | set(
        core["fct_application"].loc[core["fct_application"]["status"] == "hired", "application_key"]
    )
    kept = {
        table: frame[~frame["application_key"].isin(offered)] if "application_key" in frame else frame
        for table, frame in core.items()
    }
    empty = {name: core[name].iloc[:0] for name in ("fct_offer", "fct_hire", "bridge_hire_attribution")}
    seats = core["fct_opening"].copy()
    seats["filled_application_key"] = None
    seats["filled_date"] = None
    seats.loc[seats["status"] == "filled", "status"] = "open"
    return {**kept, **empty, "fct_opening": seats}


def evergreen(core: Core) -> Core:
    """Every requisition is one that never closes for good."""
    return {**core, "dim_requisition": core["dim_requisition"].assign(is_evergreen=True)}


def one_function(core: Core) -> Core:
    """A company with a single function."""
    return {
        table: frame.assign(function=frame["function"].where(frame["function"].isna(), "Engineering"))
        if "function" in frame
        else frame
        for table, frame in core.items()
    }


def rebuilt(core: Core) -> Core:
    """Every day before the first load, every stay entered in bulk."""
    flags = ("is_reconstructed", "is_backfilled")
    return {table: frame.assign(**{name: True for name in flags if name in frame}) for table, frame in core.items()}


def nothing(core: Core) -> Core:
    """A company on its first day: only the row that says what the file is."""
    return {name: frame if name == "publication" else frame.iloc[:0] for name, frame in core.items()}


@pytest.mark.parametrize("change", [nothing, without_offers, evergreen, one_function, rebuilt])
def test_every_table_builds_and_no_number_is_infinite(metrics: CompiledMetrics, change: Callable[[Core], Core]) -> None:
    with metrics.over(change(build_core(11, 120))) as connection:
        for table in metrics.tables:
            columns = [row[0] for row in numbers(connection, f"describe metrics.{table}") if row[1] == "DOUBLE"]
            wrong = " or ".join(f'isnan("{name}") or isinf("{name}")' for name in columns) or "false"
            assert numbers(connection, f"select * from metrics.{table} where {wrong}") == [], table
        if change is nothing:
            filled = [table for table in metrics.tables if numbers(connection, f"from metrics.{table}")]
            assert filled == []
        if change is without_offers:
            offered = "select sum(hires_gross), count(internal_fill_rate) from metrics.hiring_volume"
            assert numbers(connection, offered) == [(0, 0)]
            assert numbers(connection, "from metrics.offer_outcomes") == []
        if change is evergreen:
            filled = "select count(*) from metrics.hiring_speed where measure like 'time_to_fill%'"
            assert numbers(connection, filled) == [(0,)]
            assert numbers(connection, "from metrics.opening_attainment") == []
        if change is one_function:
            found = numbers(connection, "select distinct function from metrics.funnel_conversion order by 1")
            assert found == [("Engineering",), ("all",)]
        if change is rebuilt:
            assert numbers(connection, "from metrics.stage_velocity where median_days is not null") == []
