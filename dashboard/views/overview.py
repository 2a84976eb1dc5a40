"""Four questions leaders ask, on one screen."""

from __future__ import annotations

import streamlit as st

from hirehouse.answers.figures import FORECAST_RANGE, HIDDEN, figure, interval, named, period_named, worded
from hirehouse.base.settings import Settings
from hirehouse.base.vocabulary import EVERYONE, STAGES
from hirehouse.dashboard.components import charts, filters
from hirehouse.dashboard.components.cards import Card, count_in, heading, nothing, tiles
from hirehouse.dashboard.components.plan import NO_FORECAST, of_its_plan
from hirehouse.dashboard.components.tables import Field, table
from hirehouse.dashboard.views.funnel_exits import EXIT_TYPES
from hirehouse.publish.published import AS_OF_DATE, CURRENT_FORECAST, Published, Row

TITLE = "Overview"
QUESTION = "Will we make the plan, where does the funnel hold, where do people leave, and do we look every week?"

QUARTERS = "select distinct quarter_start_date from metrics.pipeline_coverage order by 1"
COVERAGE = f"""
    select c.function, c.seats_to_fill, c.hires_to_date, c.coverage_weighted, c.coverage_unweighted, c.p_target,
        c.active_screen + c.active_interview + c.active_onsite + c.active_offer as active,
        f.mean, f.p10, f.p50, f.p90, f.target_hires
    from metrics.pipeline_coverage as c
    left join {CURRENT_FORECAST} as f on f.quarter_start_date = c.quarter_start_date and f.function = c.function
    where c.quarter_start_date = $quarter::date and c.as_of_date = {AS_OF_DATE}
    order by c.function = 'all' desc, c.seats_to_fill desc, c.function"""
CONVERSION = """
    select function, canonical_stage, rate_resolved, advanced, advanced + rejected + withdrew as decided, ci_low,
        ci_high
    from metrics.funnel_conversion
    where period_type = $type and period_start_date = $start::date order by function = 'all' desc, function"""
EXITS = """
    select exit_stage, exit_type, sum(exits)::bigint as exits, max(period_exits)::bigint as period_exits,
        sum(sum(exits)) over (partition by exit_stage)::bigint as stage_exits,
        sum(sum(share)) over (partition by exit_stage) as stage_share
    from metrics.stage_exits
    where period_type = $type and period_start_date = $start::date and function = $function
    group by exit_stage, exit_type"""
REASONS = """
    select exit_reason, sum(exits)::bigint as exits, max(period_exits)::bigint as period_exits
    from metrics.stage_exits
    where period_type = $type and period_start_date = $start::date and function = $function
        and exit_reason <> 'other_unknown'
    group by exit_reason order by exits desc, exit_reason limit 3"""
REVIEWS = """
    select * from (
        select week_start_date, share_reviewed, open_openings, reviewed_7d, median_days_since_review, reviews
        from metrics.review_cadence where function = $function order by week_start_date desc limit 26)
    order by week_start_date"""
REVIEWED = "metrics.review_cadence.share_reviewed"


def draw(published: Published, settings: Settings) -> None:
    """The four questions, for all functions or one."""
    left, middle, right = st.columns([2, 2, 4])
    with left:
        function = filters.function(published)
    ahead = {period_named("quarter", start): start for start in published.column(QUARTERS)}
    with middle:
        quarter = filters.choose("Quarter ahead", "ahead", list(ahead), next(iter(list(ahead)[1:]), ""))
    with right:
        period_type, start = filters.period(published, "funnel_conversion", ("quarter", "month"))
    if not quarter:
        nothing("No application, no seat, no plan: there is nothing to show for this company yet.")
        return
    first, second = st.columns(2), st.columns(2)
    with first[0].container(border=True, height="stretch"):
        _coverage(published, function, quarter, ahead[quarter].isoformat())
    with first[1].container(border=True, height="stretch"):
        _conversion(published, function, period_type, start)
    with second[0].container(border=True, height="stretch"):
        _exits(published, function, period_type, start)
    with second[1].container(border=True, height="stretch"):
        _reviews(published, function)


def _coverage(published: Published, function: str, quarter: str, start: str) -> None:
    found = [of_its_plan(row) for row in published.rows(COVERAGE, quarter=start)]
    mine: Row = next((row for row in found if row["function"] == function), {})
    heading(published, f"Will we make {quarter}?", "M-44", ("metrics.pipeline_coverage.p_target",), framed=True)
    n = f"n {figure(mine.get('active', 0), 'count')} candidates"
    seats = f"{count_in(mine, 'seats_to_fill')} seats to fill"
    forecast = "metrics.hiring_forecast"
    tiles(
        published,
        [
            Card(
                "Chance of the plan",
                figure(mine.get("p_target"), "share"),
                "M-44",
                "metrics.pipeline_coverage.p_target",
                (f"{seats}, {count_in(mine, 'hires_to_date')} hired so far", n),
                mine.get("no_chance", NO_FORECAST),
            ),
            Card(
                "Expected hires",
                count_in(mine, "mean"),
                "M-48",
                f"{forecast}.mean",
                (
                    interval(mine.get("p10"), mine.get("p90"), "count", FORECAST_RANGE),
                    f"plan {count_in(mine, 'target_hires')}",
                ),
                NO_FORECAST,
            ),
            Card(
                "Weighted coverage",
                figure(mine.get("coverage_weighted"), "ratio"),
                "M-41",
                "metrics.pipeline_coverage.coverage_weighted",
                ("hires per seat in the pipeline", n),
                "no seats to fill",
            ),
        ],
        style="hh-plain",
    )
    rows = [row for row in found if row["function"] != EVERYONE and row["mean"] is not None]
    rows = [
        {**row, "target_hires": row["target_hires"] or None, "label": figure(row["p_target"], "share")} for row in rows
    ]
    if not rows:
        return
    st.html('<p class="hh-note">Hires. Line: 80 % range. Point: expected. Bar: plan. At the right: its chance.</p>')
    told = {
        "function": "function",
        "p_target|share": "chance of the plan",
        "mean|count": "expected",
        "p10": "low (10 %)",
    }
    told |= {"p90": "high (90 %)", "target_hires": "plan", "active": "n, candidates"}
    ends = ("p10", "p90")
    chart = charts.ranges(rows, "function", ends, "mean", told, goal="target_hires", label="label")
    charts.draw(chart, "Expected hires by function with their 80 % range, the plan and its chance.")


def _conversion(published: Published, function: str, period_type: str, start: str) -> None:
    found = published.rows(CONVERSION, type=period_type, start=start or "1900-01-01")
    label = f"Which share goes on from each stage? {filters.label_of(period_type, start)}"
    heading(
        published,
        label,
        "M-02",
        ("metrics.funnel_conversion.rate_resolved",),
        "Of those decided, by function.",
        framed=True,
    )
    rows = []
    for name in dict.fromkeys(row["function"] for row in found):
        if function in (EVERYONE, name) or name == EVERYONE:
            stages = {row["canonical_stage"]: row for row in found if row["function"] == name}
            rows.append(_wide(name, stages))
    columns = [Field("function", "Function")]
    for stage in STAGES:
        names = {name: f"{stage}_{name}" for name in ("decided", "ci_low", "ci_high")}
        columns.append(
            Field(
                stage,
                stage,
                "share",
                "metrics.funnel_conversion.rate_resolved",
                "M-02",
                n=names["decided"],
                low=names["ci_low"],
                high=names["ci_high"],
                shade=1,
            )
        )
    table(published, "Share of the decided that went on", rows, columns, "conversion", style="hh-tight")


def _wide(name: str, stages: dict[str, Row]) -> Row:
    """One line of the heat table from the rows of one function."""
    told: Row = {"function": named(name)}
    for stage in STAGES:
        row = stages.get(stage, {})
        told |= {stage: row.get("rate_resolved")}
        told |= {f"{stage}_{each}": row.get(each) for each in ("decided", "ci_low", "ci_high")}
    return told


def _exits(published: Published, function: str, period_type: str, start: str) -> None:
    values = {"type": period_type, "start": start or "1900-01-01", "function": function}
    found, reasons = published.rows(EXITS, **values), published.rows(REASONS, **values)
    told = ", ".join(f"{worded(row['exit_reason'])} ({figure(row['exits'], 'count')})" for row in reasons)
    note = f"n {figure(found[0]['period_exits'], 'count')} exits. Most named reasons: {told}." if found else ""
    heading(
        published,
        f"Where do candidates leave? {filters.label_of(period_type, start)}",
        "M-03",
        ("metrics.stage_exits.exits",),
        note,
        framed=True,
    )
    if not found:
        nothing("Nobody was rejected or withdrew in this period.")
        return
    tips = {"exit_stage": "stage", "exit_type": "how", "exits": "exits", "period_exits": "n, all exits"}
    tips |= {"stage_share|share": "share of all exits at this stage"}
    rows = [{**row, "label": _stage_label(row)} for row in found]
    chart = charts.bars(
        rows, "exit_stage", "exits", tips, "label", "exit_type", EXIT_TYPES, STAGES, total="stage_exits"
    )
    charts.draw(chart, "Exits by stage, split into those we rejected and those who withdrew.")


def _reviews(published: Published, function: str) -> None:
    found = published.rows(REVIEWS, function=function)
    heading(published, "Is the pipeline reviewed every week?", "M-73", (REVIEWED,), framed=True)
    last = (found or [{}])[-1]
    tiles(
        published,
        [
            Card(
                "Open seats reviewed in 7 days",
                figure(last.get("share_reviewed"), "share"),
                "M-73",
                REVIEWED,
                (f"{count_in(last, 'reviewed_7d')} of n {count_in(last, 'open_openings')} open seats",),
                _unsaid(last),
            ),
            Card(
                "Days since the last review",
                figure(last.get("median_days_since_review"), "days"),
                "M-73",
                "metrics.review_cadence.median_days_since_review",
                (
                    f"median of n {count_in(last, 'open_openings')} open seats",
                    f"{count_in(last, 'reviews')} reviews this week",
                ),
            ),
        ],
        style="hh-plain",
    )
    if any(row["share_reviewed"] is not None for row in found):
        told = {"week_start_date": "week of", "share_reviewed|share": "reviewed", "open_openings": "n, open seats"}
        told |= {"reviews": "reviews"}
        chart = charts.line(found, "week_start_date", "share_reviewed", told, percent=True, height=100)
        charts.draw(chart, "Share of open seats reviewed in the seven days to each week's end, last 26 weeks.")


def _stage_label(row: Row) -> str:
    share = "" if row["stage_share"] is None else f" · {figure(row['stage_share'], 'share')}"
    return f"{figure(row['stage_exits'], 'count')}{share}"


def _unsaid(row: Row) -> str:
    return HIDDEN if row.get("open_openings") else "no open seat to review"
