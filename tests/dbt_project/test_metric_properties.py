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

# Counts of things that belong to exactly one function each, so that functions add up to `all`; distinct persons,
# medians and rates do not.
ADDITIVE = {
    "hiring_volume": (
        "applications",
        "hires_gross",
        "hires_internal",
        "hires_external",
        "reneges",
        "hires_net",
        "starts",
    ),
    "funnel_conversion": ("entered", "reached", "advanced", "rejected", "withdrew", "req_closed", "transferred_out"),
    "stage_exits": ("exits",),
    "stage_velocity": ("completed_stays", "censored_stays", "open_stays"),
    "offer_outcomes": ("offers", "accepted", "declined", "rescinded", "expired", "pending", "reneged"),
    "win_rate": ("hired", "rejected", "withdrew"),
    "source_performance": ("applications", "reached_interview", "offers", "hires"),
    "opening_attainment": ("due", "filled", "cancelled", "still_open"),
    "hiring_speed": ("n", "km_n"),
    "capacity_plan": (
        "seats_to_fill",
        "recruiter_hires",
        "recruiter_quarters",
        "ramped_recruiters",
        "trailing_hires",
        "trailing_interviewer_hours",
    ),
}
GRAIN = {
    *("period_type", "period_start_date", "canonical_stage", "exit_stage", "exit_type", "exit_reason", "basis"),
    *("from_stage", "channel", "attribution_model", "measure", "quarter_start_date"),
}


def numbers(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple]:
    return connection.execute(query).fetchall()


@given(core=companies)
@examples
def test_what_holds_for_every_company(metrics: CompiledMetrics, core: Core) -> None:
    with metrics.over(core) as connection, metrics.over(shuffled(renamed(core))) as other:
        everyone_who_entered_a_stage_has_one_outcome(connection)
        weights_of_every_attribution_model_sum_to_the_hires_of_record(connection)
        functions_add_up_to_all(connection)
        for table in metrics.tables:
            same_but_for_names_and_order(table, comparable(connection, table), comparable(other, table))


def everyone_who_entered_a_stage_has_one_outcome(connection: duckdb.DuckDBPyConnection) -> None:
    broken = "advanced + rejected + withdrew + req_closed + transferred_out + active <> entered"
    assert numbers(connection, f"select * from metrics.funnel_conversion where {broken}") == []


def weights_of_every_attribution_model_sum_to_the_hires_of_record(connection: duckdb.DuckDBPyConnection) -> None:
    query = """
        select period_type, period_start_date, function, attribution_model, sum(hires)
        from metrics.source_performance group by all having sum(hires) > 0
    """
    sums: dict[str, dict[tuple, float]] = {}
    for *cell, model, hires in numbers(connection, query):
        sums.setdefault(model, {})[tuple(cell)] = float(hires)
    for model in ("first", "last", "linear"):
        assert sums.get(model, {}) == pytest.approx(sums.get("record", {}))


def functions_add_up_to_all(connection: duckdb.DuckDBPyConnection) -> None:
    for table, counts in ADDITIVE.items():
        columns = [row[0] for row in numbers(connection, f"describe metrics.{table}")]
        keys = [name for name in columns if name in GRAIN]
        totals = ", ".join(
            f"sum(case when function = 'all' then {name} else 0 end) as all_{name}, "
            f"sum(case when function is distinct from 'all' then {name} else 0 end) as sum_{name}"
            for name in counts
        )
        apart = " or ".join(f"abs(coalesce(all_{name}, 0) - coalesce(sum_{name}, 0)) > 1e-6" for name in counts)
        cells = f"select {', '.join(keys)}, {totals} from metrics.{table} group by {', '.join(keys)}"
        assert numbers(connection, f"select * from ({cells}) where {apart}") == [], table


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
