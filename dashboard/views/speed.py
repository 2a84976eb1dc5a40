"""Speed: time in stage with those still waiting, the measures of hiring speed, and who is stalled."""

from __future__ import annotations

from typing import Any

import streamlit as st

from hirehouse.answers.figures import HIDDEN, figure, named, period_named, worded
from hirehouse.base.settings import Settings
from hirehouse.base.vocabulary import STAGE_ORDER, STAGES
from hirehouse.dashboard.components import charts, filters
from hirehouse.dashboard.components.cards import Card, heading, nothing, tiles
from hirehouse.dashboard.components.tables import Field, table
from hirehouse.publish.published import Published, Row

TITLE = "Speed"
QUESTION = "How long does each stage take, people still waiting included, and who waits for whom?"

STAGE_TIMES = f"""
    select canonical_stage, median_days, p90_days, km_median_days, open_median_age_days, completed_stays,
        censored_stays, open_stays
    from metrics.stage_velocity
    where period_type = $type and period_start_date = $start::date and function = $function
    order by {STAGE_ORDER}"""
MEASURES = """
    select measure, n, median_days, p90_days, mean_days, km_n, km_median_days
    from metrics.hiring_speed
    where period_type = $type and period_start_date = $start::date and function = $function order by measure"""
TREND = """
    select * from (
        select period_start_date, n, median_days, p90_days from metrics.hiring_speed
        where period_type = $type and function = $function and measure = $measure and median_days is not null
        order by period_start_date desc limit 12)
    order by period_start_date"""
STALLED = """
    select canonical_stage, stall_reason, function, stalled_days, owner_key, application_key, deep_link
    from metrics.stalled_applications
    where ($function = 'all' or function = $function) and ($reason = 'all' or stall_reason = $reason)
    order by stalled_days desc, application_key"""
STALLED_COUNTS = """
    select canonical_stage, stall_reason, count(*) as stalled, median(stalled_days) as middle,
        max(stalled_days) as most, count(distinct owner_key) as owners
    from metrics.stalled_applications where $function = 'all' or function = $function
    group by canonical_stage, stall_reason"""
REASONS = "select distinct stall_reason from metrics.stalled_applications order by 1"
FLOW = f"""
    select canonical_stage, entries, exits, average_active, implied_days, observed_days, deviation
    from metrics.flow_balance
    where period_type = $type and period_start_date = $start::date and function = $function
    order by {STAGE_ORDER}"""
SCORECARDS = """
    select interviews, within_24h, within_48h, rate_24h, rate_48h from metrics.scorecard_timeliness
    where period_type = $type and period_start_date = $start::date and function = $function"""
MEASURE_IDS = {
    "time_to_fill_gross": "M-10",
    "time_to_fill_net": "M-10",
    "time_to_hire": "M-11",
    "time_to_hire_sourced": "M-11",
    "time_to_start": "M-12",
    "time_to_first_slate": "M-13",
    "time_to_decision": "M-14",
    "time_to_offer": "M-15",
    "offer_turnaround": "M-15",
}
STALLS = ("no owner action", "decision due", "scorecard missing", "no interview scheduled", "candidate not replied")
HEADLINES = ("time_to_hire", "time_to_fill_net", "time_to_decision")
TIMES, SPEED, STALL = "metrics.stage_velocity.", "metrics.hiring_speed.", "metrics.stalled_applications."


def draw(published: Published, settings: Settings) -> None:
    """Times of a period and those stalled today, for all functions or one."""
    first, second = st.columns([1, 2])
    with first:
        function = filters.function(published)
    with second:
        period_type, start = filters.period(published, "stage_velocity")
    if not start:
        nothing("Nobody has entered a stage yet: there is no time to measure.")
        return
    values: dict[str, Any] = {"type": period_type, "start": start, "function": function}
    label = f"{named(function)}, {period_named(period_type, filters.date_of(start))}"
    measures = {row["measure"]: row for row in published.rows(MEASURES, **values)}
    _headline(published, measures, values, function)
    _stages(published, values, label)
    left, right = st.columns([3, 2])
    with left:
        _measures(published, measures, label)
    with right:
        _trend(published, function, period_type)
    _stalled(published, function)
    _flow(published, values, label)


def _headline(published: Published, measures: dict[str, Row], values: dict[str, Any], function: str) -> None:
    found = []
    for name in HEADLINES:
        row = measures.get(name, {})
        about = (f"n {figure(row.get('n', 0), 'count')}", f"slowest tenth from {figure(row.get('p90_days'), 'days')}")
        title = worded(name).capitalize() + ", median"
        value = figure(row.get("median_days"), "days")
        found.append(Card(title, value, MEASURE_IDS[name], f"{SPEED}median_days", about, "none ended in this period"))
    cards = published.row(SCORECARDS, **values)
    why = f"{HIDDEN}, or no interview was held"
    about = (
        f"n {figure(cards.get('interviews', 0), 'count')} interviews",
        f"{figure(cards.get('rate_24h'), 'share')} in 24 h",
    )
    source = "metrics.scorecard_timeliness.rate_48h"
    found.append(Card("Scorecards in 48 hours", figure(cards.get("rate_48h"), "share"), "M-74", source, about, why))
    stalled = published.rows(STALLED, function=function, reason="all")
    count = figure(len(stalled), "count")
    told = ("active, silent for too long, nothing planned",)
    found.append(Card("Stalled today", count, "M-05", f"{STALL}stalled_days", told))
    tiles(published, found)


def _stages(published: Published, values: dict[str, Any], label: str) -> None:
    heading(
        published,
        f"Time in stage: {label}",
        "M-04",
        [TIMES + name for name in ("median_days", "km_median_days")],
        "Bar: median to slowest tenth of finished stays. Tick: median with those still waiting (Kaplan-Meier).",
    )
    found = published.rows(STAGE_TIMES, **values)
    rows = [row for row in found if row["median_days"] is not None]
    if rows:
        rows = [{**row, "label": f"{figure(row['open_stays'], 'count')} waiting"} for row in rows]
        told = {"canonical_stage": "stage", "median_days|days": "median", "p90_days|days": "slowest tenth"}
        told |= {
            "km_median_days|days": "with those waiting",
            "completed_stays": "n finished",
            "open_stays": "n waiting",
        }
        ends = ("median_days", "p90_days")
        chart = charts.ranges(
            rows, "canonical_stage", ends, "median_days", told, goal="km_median_days", label="label", title="days"
        )
        charts.draw(chart, "Median and slowest tenth of days in each stage.")
    columns = [Field("canonical_stage", "Stage")]
    columns += [
        Field("median_days", "median, finished", "days", f"{TIMES}median_days", "M-04"),
        Field("p90_days", "slowest tenth", "days", f"{TIMES}p90_days", "M-04"),
        Field("completed_stays", "n finished", "count", f"{TIMES}completed_stays", "M-04"),
        Field(
            "km_median_days",
            "median with waiting",
            "days",
            f"{TIMES}km_median_days",
            "M-04",
            missing="not half have left",
        ),
        Field("open_stays", "n still waiting", "count", f"{TIMES}open_stays", "M-04"),
        Field("open_median_age_days", "waiting for (median)", "days", f"{TIMES}open_median_age_days", "M-04"),
        Field("censored_stays", "cut off", "count", f"{TIMES}censored_stays", "M-04"),
    ]
    table(published, f"Elapsed days in stage, {label}", found, columns, "time-in-stage")


def _measures(published: Published, measures: dict[str, Row], label: str) -> None:
    heading(
        published,
        f"Hiring speed: {label}",
        "M-10",
        (f"{SPEED}km_median_days",),
        "Medians lead. With those still open: over what was opened in the period.",
    )
    rows = [{**measures[name], "metric": MEASURE_IDS[name]} for name in MEASURE_IDS if name in measures]
    columns = [
        Field("measure", "Measure"),
        Field("metric", "Id"),
        Field("median_days", "median", "days", f"{SPEED}median_days"),
        Field("p90_days", "slowest tenth", "days", f"{SPEED}p90_days"),
        Field("n", "n", "count", f"{SPEED}n"),
        Field("km_median_days", "with those open", "days", f"{SPEED}km_median_days"),
        Field("km_n", "n opened", "count", f"{SPEED}km_n"),
    ]
    table(published, f"Days from start to end of each measure, {label}", rows, columns, "hiring-speed")


def _trend(published: Published, function: str, period_type: str) -> None:
    by_name = {worded(name).capitalize(): name for name in MEASURE_IDS}
    measure = by_name[filters.choose("Measure", "measure", list(by_name), "Time to hire")]
    heading(published, "Over time", MEASURE_IDS[measure], (f"{SPEED}median_days",), "Median days, last twelve periods.")
    found = published.rows(TREND, type=period_type, function=function, measure=measure)
    rows = [{**row, "label": figure(row["median_days"], "days")} for row in found]
    if not rows:
        nothing("None ended yet.")
        return
    told = {"period_start_date": "from", "median_days|days": "median", "p90_days|days": "slowest tenth", "n": "n"}
    chart = charts.line(rows, "period_start_date", "median_days", told, title="days", label="label", height=210)
    charts.draw(chart, "Median days of the measure by period.")


def _stalled(published: Published, function: str) -> None:
    heading(
        published,
        f"Stalled today: {named(function)}",
        "M-05",
        (f"{STALL}stall_reason", f"{STALL}owner_key"),
        "Waiting longer than the stage allows, by the first reason that holds.",
    )
    found = published.rows(STALLED_COUNTS, function=function)
    if not found:
        nothing("Nobody is stalled.")
        return
    rows = [{**row, "reason": worded(row["stall_reason"])} for row in found]
    told = {
        "canonical_stage": "stage",
        "reason": "why",
        "stalled": "n stalled",
        "middle|days": "median",
        "most|days": "most",
    }
    told |= {"owners": "owners"}
    chart = charts.bars(
        rows, "canonical_stage", "stalled", told, parts="reason", kinds=STALLS, order=STAGES, title="applications"
    )
    charts.draw(chart, "Stalled applications by stage and reason.")
    by_name = {"Any": "all"} | {worded(name).capitalize(): name for name in published.column(REASONS)}
    reason = by_name[filters.choose("Waiting for", "reason", list(by_name))]
    columns = [
        Field("canonical_stage", "Stage"),
        Field("stalled_days", "Stalled", "days", f"{STALL}stalled_days", "M-05"),
        Field("stall_reason", "Why", "text", f"{STALL}stall_reason", "M-05"),
        Field("function", "Function"),
        Field("owner_key", "Owner", "key", f"{STALL}owner_key", "M-05", missing="no owner"),
        Field("deep_link", "In its system", "link", f"{STALL}deep_link"),
    ]
    listed = published.rows(STALLED, function=function, reason=reason)
    table(published, "Stalled applications, longest first", listed, columns, "stalled", shown=15)


def _flow(published: Published, values: dict[str, Any], label: str) -> None:
    heading(
        published,
        f"Does the flow add up? {label}",
        "M-06",
        ("metrics.flow_balance.deviation",),
        "Where implied and observed days are far apart over a quarter, exits are missing in the source.",
    )
    source = "metrics.flow_balance."
    columns = [Field("canonical_stage", "Stage")]
    columns += [Field(name, name, "count", source + name, "M-06") for name in ("entries", "exits")]
    columns += [Field("average_active", "active on average", "count", f"{source}average_active", "M-06")]
    columns += [
        Field(f"{name}_days", f"{name} days", "days", f"{source}{name}_days", "M-06")
        for name in ("implied", "observed")
    ]
    columns += [Field("deviation", "deviation", "share", f"{source}deviation", "M-06")]
    table(published, f"Work in progress against Little's law, {label}", published.rows(FLOW, **values), columns, "flow")
