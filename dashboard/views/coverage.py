"""Coverage and forecast: will the seats be filled, how sure is that, and what would change it."""

from __future__ import annotations

import streamlit as st

from hirehouse.answers.figures import FORECAST_RANGE, NOTHING, RATE_INTERVAL, figure, interval, named, period_named
from hirehouse.base.settings import Settings
from hirehouse.base.vocabulary import EVERYONE, STAGES
from hirehouse.dashboard.components import charts, filters, forecast_charts
from hirehouse.dashboard.components.cards import Card, count_in, heading, nothing, tiles
from hirehouse.dashboard.components.plan import NO_FORECAST, of_its_plan
from hirehouse.dashboard.components.tables import Field, download, table
from hirehouse.dashboard.views import coverage_capacity, coverage_past, coverage_what_if
from hirehouse.publish.published import AS_OF_DATE, CURRENT_FORECAST, Published, Row

TITLE = "Coverage & forecast"
QUESTION = "Will the seats be filled, how sure is that, and how many candidates are missing?"

QUARTERS = "select distinct quarter_start_date from metrics.pipeline_coverage order by 1"
COVERAGE = f"""
    from metrics.pipeline_coverage where quarter_start_date = $quarter::date and as_of_date = {AS_OF_DATE}
    order by function = 'all' desc, seats_to_fill desc, function"""
FORECAST = f"from {CURRENT_FORECAST} order by quarter_start_date, function = 'all' desc, function"
HISTORY = """
    select period_start_date as quarter_start_date, hires_gross as hires from metrics.hiring_volume
    where period_type = 'quarter' and function = $function order by 1"""
DISTRIBUTION = f"""
    select d.hires, d.probability, f.target_hires
    from metrics.hiring_forecast_distribution as d
    inner join {CURRENT_FORECAST} as f using (as_of_date, quarter_start_date, function, method)
    where d.function = $function and d.quarter_start_date = $quarter::date
    order by d.hires"""
VELOCITY = "from metrics.pipeline_velocity where function = $function"
PARTS = {
    "hires_to_date": "hired so far",
    "expected_pipeline": "from today's pipeline",
    "expected_new_applicants": "from people still to apply",
    "expected_new_requisitions": "from requisitions still to open",
}
COVER, AHEAD = "metrics.pipeline_coverage.", "metrics.hiring_forecast."


def draw(published: Published, settings: Settings) -> None:
    """Coverage, forecast, capacity and what-if of one function or all, for a quarter."""
    quarters = {period_named("quarter", start): start for start in published.column(QUARTERS)}
    left, right = st.columns(2)
    with left:
        function = filters.function(published)
    with right:
        quarter = filters.choose("Quarter ahead", "ahead", list(quarters), next(iter(list(quarters)[1:]), ""))
    if not quarter:
        nothing("No application, no seat, no plan: there is nothing to cover yet.")
        return
    start = quarters[quarter].isoformat()
    forecast = [row for row in published.rows(FORECAST) if row["function"] == function]
    mine: Row = next((row for row in forecast if row["quarter_start_date"] == quarters[quarter]), {})
    coverage = [of_its_plan(row) for row in published.rows(COVERAGE, quarter=start)]
    cover: Row = next((row for row in coverage if row["function"] == function), {})
    _headline(published, cover, mine)
    _fan(published, function, forecast)
    first, second = st.columns(2)
    with first:
        _distribution(published, function, quarter, start)
    with second:
        _parts(published, quarter, mine)
    _functions(published, quarter, start, coverage)
    coverage_capacity.draw(published, function, quarter, start)
    coverage_what_if.draw(published, settings, function, quarters[quarter])
    coverage_past.draw(published, function)


def _headline(published: Published, cover: Row, mine: Row) -> None:
    active = sum(cover.get(f"active_{stage}") or 0 for stage in STAGES[1:])
    n, no_seats = f"n {figure(active, 'count')} candidates, screen or later", "no seats to fill in this quarter"
    seats = f"{count_in(cover, 'seats_to_fill')} seats to fill, by {cover.get('seats_basis') or 'nothing'}"
    none = "" if mine else NO_FORECAST

    def ratio(label: str, column: str, metric: str, about: str) -> Card:
        why = no_seats if not cover.get("seats_to_fill") else "not known yet"
        return Card(label, figure(cover.get(column), "ratio"), metric, COVER + column, (about, n), why)

    tiles(
        published,
        [
            Card(
                "Chance of the plan",
                figure(cover.get("p_target"), "share"),
                "M-44",
                f"{COVER}p_target",
                (seats, n),
                cover.get("no_chance", NO_FORECAST),
            ),
            Card(
                "Expected hires",
                count_in(mine, "mean"),
                "M-48",
                f"{AHEAD}mean",
                (
                    interval(mine.get("p10"), mine.get("p90"), "count", FORECAST_RANGE),
                    f"plan {count_in(mine, 'target_hires')}, {count_in(mine, 'hires_to_date')} hired so far",
                ),
                none,
            ),
            Card(
                "Commit call",
                count_in(mine, "commit"),
                "M-48",
                f"{AHEAD}commit",
                (f"best case {count_in(mine, 'best_case')}",),
                none,
            ),
            ratio("Weighted coverage", "coverage_weighted", "M-41", "hires per seat from today's pipeline"),
            ratio("Horizon coverage", "coverage_horizon", "M-42", "within the quarter, new applicants counted"),
            ratio("Seat-capped coverage", "coverage_seat_capped", "M-43", "no surplus shared between requisitions"),
            ratio("Unweighted coverage", "coverage_unweighted", "M-40", "candidates per seat"),
            _velocity(published, cover.get("function", EVERYONE)),
        ],
        "hh-four",
    )


def _velocity(published: Published, function: str) -> Card:
    row = published.row(VELOCITY, function=function)
    about = (
        f"n {count_in(row, 'active')} active, win rate {figure(row.get('win_rate'), 'share')} "
        f"of n {count_in(row, 'decided')} decided",
        interval(row.get("ci_low"), row.get("ci_high"), "share", RATE_INTERVAL),
    )
    why = "too few decisions in the trailing year"
    name = "metrics.pipeline_velocity.hires_per_day"
    return Card("Pipeline velocity, hires a day", figure(row.get("hires_per_day"), "ratio"), "M-47", name, about, why)


def _fan(published: Published, function: str, forecast: list[Row]) -> None:
    note = "Hires by quarter of acceptance; from the first forecast on: expected, with 80 % range, and the plan."
    heading(published, f"Hires by quarter, {named(function)}", "M-48", (f"{AHEAD}p10", f"{AHEAD}p90"), note)
    if not forecast:
        nothing(NO_FORECAST)
    planned = [{**row, "target_hires": row["target_hires"] or None} for row in forecast]  # no seats is no plan
    begin = forecast[0]["quarter_start_date"] if forecast else None
    past = [row for row in published.rows(HISTORY, function=function) if not begin or row["quarter_start_date"] < begin]
    label = [{**row, "quarter": period_named("quarter", row["quarter_start_date"])} for row in (*past[-10:], *planned)]
    if not label:
        nothing("No hire has been made yet.")
        return
    charts.draw(
        forecast_charts.fan(label), "Hires in past quarters, and the forecast of the next three with its range."
    )
    names = ("quarter", "hires", "mean", "p10", "p50", "p90", "p_target", "target_hires", "method")
    download(published, "hires-by-quarter", [{name: row.get(name) for name in names} for row in label])


def _distribution(published: Published, function: str, quarter: str, start: str) -> None:
    heading(
        published,
        f"How many hires in {quarter}?",
        "M-44",
        ("metrics.hiring_forecast_distribution.probability",),
        "Each bar: that many hires; blue: the plan is met.",
    )
    found = published.rows(DISTRIBUTION, function=function, quarter=start)
    if not found:
        nothing(NO_FORECAST)
        return
    charts.draw(forecast_charts.distribution(found), "Probability of each number of hires in the quarter.")


def _parts(published: Published, quarter: str, mine: Row) -> None:
    more = count_in(mine, "lost_to_seats")
    lost = "" if more == NOTHING else f" Another {more} would be hired if their requisition had a further seat."
    heading(
        published,
        f"Where would {quarter}'s hires come from?",
        "M-48",
        [AHEAD + name for name in PARTS],
        "Source more, or move faster?" + lost,
    )
    rows = [
        {"part": words, "hires": mine.get(name), "label": figure(mine.get(name), "count")}
        for name, words in PARTS.items()
        if mine.get(name) is not None
    ]
    if not rows:
        nothing(NO_FORECAST)
        return
    chart = charts.bars(rows, "part", "hires", {"part": "origin", "hires|count": "hires"}, label="label", title="hires")
    charts.draw(chart, "Expected hires of the quarter by where they come from.")


def _functions(published: Published, quarter: str, start: str, coverage: list[Row]) -> None:
    heading(
        published,
        f"{quarter} by function",
        "M-45",
        (f"{COVER}gap_screen",),
        "Missing: fewest extra candidates at one stage alone that make the plan likely at 80 %.",
    )
    ahead = {row["function"]: row for row in published.rows(FORECAST) if row["quarter_start_date"].isoformat() == start}
    rows = [{**ahead.get(row["function"], {}), **row, "name": named(row["function"])} for row in coverage]
    numbers = [
        Field("seats_to_fill", "Seats to fill", "count", f"{COVER}seats_to_fill", "M-40"),
        Field("p_target", "Chance of the plan", "share", f"{COVER}p_target", "M-44", shade=1),
        Field("mean", "Expected hires", "count", f"{AHEAD}mean", "M-48", low="p10", high="p90", kind=FORECAST_RANGE),
        Field("p10", "Low (10\u00a0%)", "count", f"{AHEAD}p10", "M-48"),
        Field("p90", "High (90\u00a0%)", "count", f"{AHEAD}p90", "M-48"),
        Field("coverage_weighted", "Weighted coverage", "ratio", f"{COVER}coverage_weighted", "M-41"),
    ]
    none = "none would do" if any(row["p_target"] is not None for row in coverage) else ""
    gaps = [
        Field(f"gap_{stage}", f"Missing at {stage}", "count", f"{COVER}gap_{stage}", "M-45", missing=none)
        for stage in STAGES
    ]
    table(
        published,
        f"Coverage and forecast of {quarter} by function",
        rows,
        [Field("name", "Function"), *numbers, *gaps],
        "coverage-by-function",
    )
