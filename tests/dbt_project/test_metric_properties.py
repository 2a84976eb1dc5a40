"""What holds for every company: conservation, sums, and that neither names nor the order of rows matter.

The companies are drawn by hypothesis; the edge cases are companies in which something never happens.
"""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import pandas as pd
import pytest
from compiled_metrics import CompiledMetrics
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from random_core import build_core
from what_holds import (
    everyone_who_entered_a_stage_has_one_outcome,
    functions_add_up_to_all,
    numbers,
    weights_of_every_attribution_model_sum_to_the_hires_of_record,
)

Core = dict[str, pd.DataFrame]

SIZES = (1, 3, 12, 60, 150)


def with_functions(core: Core) -> Core:
    """The company as `core` promises it: nothing is without a function (the drawn one has such rows, in `all` only)."""
    facts = ("fct_application", "fct_opening", "fct_opening_snapshot", "fct_hire")
    return {
        table: frame.assign(function=frame["function"].fillna("Unassigned")) if table in facts else frame
        for table, frame in core.items()
    }


companies = st.builds(build_core, st.integers(0, 10_000), st.sampled_from(SIZES)).map(with_functions)
# The same companies at every run: a failure is a change of ours, never a new draw.
examples = settings(max_examples=8, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])


@given(core=companies)
@examples
def test_what_holds_for_every_company(metrics: CompiledMetrics, core: Core) -> None:
    with metrics.over(core) as connection, metrics.over(shuffled(renamed(core))) as other:
        everyone_who_entered_a_stage_has_one_outcome(connection)
        weights_of_every_attribution_model_sum_to_the_hires_of_record(connection)
        functions_add_up_to_all(connection)
        for table in metrics.tables:
            same_but_for_names_and_order(table, comparable(connection, table), comparable(other, table))


def same_but_for_names_and_order(table: str, one: list[tuple], two: list[tuple]) -> None:
    assert len(one) == len(two), table
    for row, other in zip(one, two, strict=True):
        for value, again in zip(row, other, strict=True):
            if isinstance(value, float) and isinstance(again, float):
                assert value == pytest.approx(again, rel=1e-9), (table, row, other)
            else:
                assert value == again, (table, row, other)


def renamed(core: Core) -> Core:
    """The same company with other surrogate keys."""

    def other(name: str, column: pd.Series) -> pd.Series:
        return column.map(lambda key: f"z{str(key)[::-1]}", na_action="ignore") if name.endswith("_key") else column

    return {
        table: pd.DataFrame({name: other(name, frame[name]) for name in frame}, columns=frame.columns)
        for table, frame in core.items()
    }


def shuffled(core: Core) -> Core:
    """The same company with its rows in another order."""
    return {table: frame.sample(frac=1, random_state=3).reset_index(drop=True) for table, frame in core.items()}


def comparable(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple]:
    """The rows of a metric table without surrogate keys, in the order of their rounded values."""
    columns = numbers(connection, f"describe metrics.{table}")
    kept = [(f'"{row[0]}"', row[1]) for row in columns if not row[0].endswith("_key")]
    order = ", ".join(f"round({name}, 6)" if kind == "DOUBLE" else name for name, kind in kept)
    return numbers(connection, f"select {', '.join(name for name, _ in kept)} from metrics.{table} order by {order}")


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
