"""Properties of the metric tables of every company, asked of a connection in which they lie in ``metrics``."""

from __future__ import annotations

import duckdb
import pytest

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
