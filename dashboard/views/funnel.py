"""The funnel: conversion in three views, exits, by function, period and source."""

from __future__ import annotations

from typing import Any

import streamlit as st

from hirehouse.answers.figures import HIDDEN, RATE_INTERVAL, figure, interval, named, period_named, worded
from hirehouse.base.settings import Settings
from hirehouse.base.vocabulary import STAGE_ORDER, STAGES
from hirehouse.dashboard.components import charts, filters
from hirehouse.dashboard.components.cards import Card, count_in, heading, nothing, tiles
from hirehouse.dashboard.components.tables import Field, table
from hirehouse.dashboard.views import funnel_exits
from hirehouse.publish.published import Published, Row

TITLE = "Funnel"
QUESTION = "Which share goes on from each stage, and where and why do the others leave?"

CONVERSION = f"""
    select canonical_stage, entered, reached, advanced, rejected, withdrew, req_closed, transferred_out, active,
        advanced + rejected + withdrew as decided, advanced_in_period, rate_resolved, ci_low, ci_high,
        rate_adjusted_90d, rate_period, rate_shrunk
    from metrics.funnel_conversion
    where period_type = $type and period_start_date = $start::date and function = $function
    order by {STAGE_ORDER}"""
FUNCTIONS = """
    select function, entered, advanced, advanced + rejected + withdrew as decided, active, rate_resolved, ci_low,
        ci_high, rate_adjusted_90d, rate_shrunk
    from metrics.funnel_conversion
    where period_type = $type and period_start_date = $start::date and canonical_stage = $stage
    order by function = 'all' desc, rate_shrunk desc nulls last, function"""
TREND = """
    select * from (
        select period_start_date, rate_resolved, ci_low, ci_high, entered, advanced + rejected + withdrew as decided
        from metrics.funnel_conversion
        where period_type = $type and function = $function and canonical_stage = $stage
        order by period_start_date desc limit 12)
    order by period_start_date"""
WON = """
    select from_stage, hired, rejected, withdrew, hired + rejected + withdrew as decided, rate, ci_low, ci_high
    from metrics.win_rate
    where period_type = $type and period_start_date = $start::date and function = $function and from_stage = 'screen'"""
OFFERS = """
    select offers, accepted, declined, accepted + declined as decided, accept_rate, ci_low, ci_high, accept_rate_all,
        net_accept_rate, renege_rate, reneged
    from metrics.offer_outcomes
    where period_type = $type and period_start_date = $start::date and function = $function and basis = 'answered'"""
FUNNEL = "metrics.funnel_conversion."
RESOLVED = (
    Field(
        "rate_resolved", "resolved", "share", f"{FUNNEL}rate_resolved", "M-02", "decided", "ci_low", "ci_high", shade=1
    ),
    Field("ci_low", "from", "share", f"{FUNNEL}ci_low", "M-02", n="decided"),
    Field("ci_high", "to", "share", f"{FUNNEL}ci_high", "M-02", n="decided"),
)
VIEWS = {
    "rate_resolved": "Resolved cohort",
    "rate_adjusted_90d": "Adjusted, within 90 days",
    "rate_period": "Pulse of the period",
}


def draw(published: Published, settings: Settings) -> None:
    """Conversion, exits and sources of a period, for all functions or one."""
    first, second = st.columns([1, 2])
    with first:
        function = filters.function(published)
    with second:
        period_type, start = filters.period(published, "funnel_conversion")
    if not start:
        nothing("Nobody has applied yet: there is no funnel.")
        return
    values: dict[str, Any] = {"type": period_type, "start": start, "function": function}
    label = f"{named(function)}, {period_named(period_type, filters.date_of(start))}"
    conversion = published.rows(CONVERSION, **values)
    _headline(published, conversion, values)
    _views(published, conversion, label)
    funnel_exits.draw_exits(published, values, label)
    stage = filters.choose("Stage to compare", "stage", STAGES, "screen")
    left, right = st.columns(2)
    with left:
        _functions(published, stage, values)
    with right:
        _trend(published, stage, function, period_type)
    funnel_exits.draw_sources(published, values, label)


def _headline(published: Published, conversion: list[Row], values: dict[str, Any]) -> None:
    applied: Row = next((row for row in conversion if row["canonical_stage"] == "applied"), {})
    won, offers = published.row(WON, **values), published.row(OFFERS, **values)
    tiles(
        published,
        [
            Card(
                "Entered applied",
                figure(applied.get("entered", 0), "count"),
                "M-02",
                f"{FUNNEL}entered",
                (f"{figure(applied.get('active', 0), 'count')} still undecided",),
            ),
            _rate("Win rate from screen", won, "rate", "M-31", "metrics.win_rate.rate", "decided"),
            _rate("Offers accepted", offers, "accept_rate", "M-30", "metrics.offer_outcomes.accept_rate", "answered"),
            Card(
                "Reneged",
                figure(offers.get("renege_rate"), "share"),
                "M-30",
                "metrics.offer_outcomes.renege_rate",
                (f"{count_in(offers, 'reneged')} of n {count_in(offers, 'accepted')} accepted",),
                f"{HIDDEN}, or no offer accepted",
            ),
        ],
    )


def _rate(label: str, row: Row, name: str, metric: str, column: str, words: str) -> Card:
    n = row.get("decided")
    about = (interval(row.get("ci_low"), row.get("ci_high"), "share", RATE_INTERVAL), f"n {figure(n, 'count')} {words}")
    if row.get(name) is None:
        why = "nothing was decided in this period" if not n else HIDDEN
        return Card(label, "", metric, column, about[1:], why)
    return Card(label, figure(row[name], "share"), metric, column, about)


def _views(published: Published, conversion: list[Row], label: str) -> None:
    heading(
        published,
        f"Conversion by stage: {label}",
        "M-02",
        [FUNNEL + name for name in VIEWS],
        "Three views of the same stages, never mixed. Only the resolved cohort is the default.",
    )
    if not conversion:
        nothing("Nobody entered a stage in this period.")
        return
    for column, (name, title) in zip(st.columns(3), VIEWS.items(), strict=True):
        rows = [{**row, "label": figure(row[name], "share")} for row in conversion if row[name] is not None]
        with column:
            st.html(f'<p class="hh-note"><strong>{title}</strong></p>')
            if not rows:
                nothing(f"{HIDDEN.capitalize()}, or not yet known: the youngest have not had their 90 days.")
                continue
            told = {
                "canonical_stage": "stage",
                f"{name}|share": "went on",
                "entered": "n entered",
                "decided": "n decided",
            }
            if name == "rate_resolved":
                told |= {"ci_low|share": f"{RATE_INTERVAL} from", "ci_high|share": "to"}
            chart = charts.rates(rows, "canonical_stage", name, told, STAGES, interval=name == "rate_resolved")
            charts.draw(chart, f"{title}: share that went on from each stage.")
    columns = [Field("canonical_stage", "Stage")]
    counts = ("entered", "reached", "advanced", "rejected", "withdrew", "req_closed", "transferred_out", "active")
    columns += [Field(name, worded(name), "count", FUNNEL + name, "M-02") for name in counts]
    columns += RESOLVED
    columns.append(Field("rate_adjusted_90d", "adjusted", "share", f"{FUNNEL}rate_adjusted_90d", "M-02", n="entered"))
    columns.append(Field("rate_period", "pulse", "share", f"{FUNNEL}rate_period", "M-02", n="entered"))
    table(published, f"Applications by stage of {label}", conversion, columns, "funnel")


def _functions(published: Published, stage: str, values: dict[str, Any]) -> None:
    heading(published, f"From {stage}, by function", "M-02", (f"{FUNNEL}rate_resolved", f"{FUNNEL}rate_shrunk"))
    found = published.rows(FUNCTIONS, type=values["type"], start=values["start"], stage=stage)
    rows = [{**row, "name": named(row["function"])} for row in found]
    columns = [
        Field("name", "Function"),
        Field("decided", "n decided", "count", f"{FUNNEL}advanced", "M-02"),
        *RESOLVED,
        Field("rate_shrunk", "shrunk", "share", f"{FUNNEL}rate_shrunk", "M-02"),
    ]
    table(published, f"Share that went on from {stage}", rows, columns, f"conversion-from-{stage}")


def _trend(published: Published, stage: str, function: str, period_type: str) -> None:
    heading(
        published,
        f"From {stage}, over time",
        "M-02",
        (f"{FUNNEL}rate_resolved",),
        f"With {RATE_INTERVAL}; last twelve.",
    )
    found = published.rows(TREND, type=period_type, function=function, stage=stage)
    rows = [
        {**row, "label": figure(row["rate_resolved"], "share")} for row in found if row["rate_resolved"] is not None
    ]
    if not rows:
        nothing(f"In every period the rate is {HIDDEN}.")
        return
    told = {
        "period_start_date": "from",
        "rate_resolved|share": "went on",
        "ci_low|share": f"{RATE_INTERVAL} from",
        "ci_high|share": "to",
    }
    told |= {"decided": "n decided", "entered": "n entered"}
    chart = charts.line(
        rows,
        "period_start_date",
        "rate_resolved",
        told,
        percent=True,
        label="label",
        height=240,
        ends=("ci_low", "ci_high"),
    )
    charts.draw(chart, "Share that went on from the stage, by period, with its 95 % interval.")
