"""Survival in SQL is survival: incidences and what is left make one, and lifelines gives the same numbers."""

from __future__ import annotations

import math
from collections import defaultdict

import duckdb
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lifelines import AalenJohansenFitter, KaplanMeierFitter

from tests.companies.core import build_core
from tests.dbt_project.compiled_metrics import CompiledMetrics
from tests.reference.cells import steps

CAUSES = ("advanced", "rejected", "withdrew")
OUTCOMES = (*CAUSES, "req_closed", "transferred_out", "active")
HORIZON = 90
DAYS = (1, 15, 45, 90, 180)
examples = settings(max_examples=6, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])

Cell = tuple[object, ...]


def incidences(
    metrics: CompiledMetrics, connection: duckdb.DuckDBPyConnection, cause: str, day: float
) -> dict[Cell, float]:
    """Incidence of a cause by a day, per cell where it can be said: the model's, with causes and days renamed."""
    connection.execute(
        f"""
        create or replace table intermediate.int_stage_entries__resolved as
        select * replace (
            clock_days * {HORIZON / day} as clock_days,
            case outcome when 'advanced' then '{cause}' when '{cause}' then 'advanced' else outcome end as outcome
        ) from entries
        """
    )
    metrics.renew(connection, "intermediate.int_advances__adjusted")
    rows = connection.execute("from intermediate.int_advances__adjusted where rate_adjusted is not null").fetchall()
    return {(period, start, function, stage): rate for period, function, stage, rate, start in rows}


def survivals(connection: duckdb.DuckDBPyConnection, day: float) -> dict[Cell, float]:
    """What is left after a day, per cell, by the textbook's product over the same entries."""
    clocks: dict[Cell, list[tuple[float, str]]] = defaultdict(list)
    rows = connection.execute(
        """
        select cells.period_type, cells.period_start_date, cells.function, cells.canonical_stage,
            entries.clock_days, entries.outcome
        from entries inner join intermediate.int_stage_cells__numbered as cells
            on entries.entered_date = cells.entered_date and coalesce(entries.function, '') = cells.entry_function
                and entries.canonical_stage = cells.canonical_stage
        where entries.clock_days >= 0
        """
    ).fetchall()
    for *cell, clock, outcome in rows:
        clocks[tuple(cell)].append((clock, outcome if outcome in CAUSES else ""))
    return {
        cell: next(before for time, _, _, before in steps(watched) if time > day) for cell, watched in clocks.items()
    }


@given(seed=st.integers(0, 10_000), size=st.sampled_from((3, 30, 150)))
@examples
def test_incidences_and_what_is_left_make_one(metrics: CompiledMetrics, seed: int, size: int) -> None:
    with metrics.over(build_core(seed, size)) as connection:
        connection.execute("create table entries as from intermediate.int_stage_entries__resolved")
        for day in DAYS:
            by_cause = [incidences(metrics, connection, cause, day) for cause in CAUSES]
            left = survivals(connection, day)
            assert by_cause[0].keys() == by_cause[1].keys() == by_cause[2].keys() <= left.keys()
            for cell in by_cause[0]:
                assert sum(found[cell] for found in by_cause) + left[cell] == pytest.approx(1, abs=1e-9), (day, cell)


clocks_and_outcomes = st.lists(
    st.tuples(st.integers(1, 4000), st.sampled_from(OUTCOMES)), min_size=5, max_size=60, unique_by=lambda row: row[0]
)


@pytest.fixture(scope="module")
def workbench(metrics: CompiledMetrics) -> duckdb.DuckDBPyConnection:
    """A company without an application, in whose tables a test puts the entries of one cell."""
    return metrics.over(build_core(1, 0))


@given(rows=clocks_and_outcomes)
@settings(examples, max_examples=25)
def test_lifelines_gives_the_same_numbers(
    metrics: CompiledMetrics, workbench: duckdb.DuckDBPyConnection, rows: list[tuple[int, str]]
) -> None:
    """Without ties, which lifelines would move apart."""
    days = [number / 16 for number, _ in rows]
    outcomes = [outcome for _, outcome in rows]
    states = {"req_closed": "censored", "transferred_out": "censored", "active": "open"}
    workbench.execute("truncate intermediate.int_stage_entries__resolved")
    workbench.executemany(
        """
        insert into intermediate.int_stage_entries__resolved by name
        select 'Sales' as function, 'screen' as canonical_stage, date '2026-03-04' as entered_date,
            $1 as clock_days, $1 as active_days, $2 as outcome, $3 as stay_state
        """,
        [(day, outcome, states.get(outcome, "completed")) for day, outcome in zip(days, outcomes, strict=True)],
    )
    metrics.renew(
        workbench,
        "intermediate.int_stage_cells__numbered",
        "intermediate.int_advances__adjusted",
        "metrics.stage_velocity",
    )
    cell = "where function = 'all' and period_type = 'month'"
    rate = workbench.execute(f"select rate_adjusted from intermediate.int_advances__adjusted {cell}").fetchall()[0][0]
    median = workbench.execute(f"select km_median_days from metrics.stage_velocity {cell}").fetchall()[0][0]
    theirs = KaplanMeierFitter().fit(days, [outcome in CAUSES for outcome in outcomes]).median_survival_time_
    assert (math.inf if median is None else median) == pytest.approx(theirs)
    if rate is not None and "advanced" in outcomes:
        causes = [CAUSES.index(outcome) + 1 if outcome in CAUSES else 0 for outcome in outcomes]
        fitted = AalenJohansenFitter(calculate_variance=False).fit(days, causes, event_of_interest=1)
        by_day = fitted.cumulative_density_.iloc[:, 0]
        assert rate == pytest.approx(by_day[by_day.index <= HORIZON].iloc[-1], abs=1e-9)
