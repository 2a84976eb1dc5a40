"""Part of the coverage page: the forecast once more, with more applicants, faster stages or further seats."""

from __future__ import annotations

from datetime import date

import streamlit as st

from hirehouse.answers.figures import FORECAST_RANGE, figure, period_named, worded
from hirehouse.base.errors import HirehouseError
from hirehouse.base.settings import Settings
from hirehouse.base.vocabulary import EVERYONE, STAGES
from hirehouse.dashboard import what_if
from hirehouse.dashboard.components import charts
from hirehouse.dashboard.components.cards import heading, nothing
from hirehouse.dashboard.components.tables import Field, table
from hirehouse.publish.published import Published, Row

MOST_APPLICANTS, MOST_DAYS, MOST_SEATS = 100, 10, 20


def draw(published: Published, settings: Settings, function: str, quarter: date) -> None:
    """A form, and what it would change; nothing is computed before somebody asks."""
    note = "The same random futures as the forecast's, so that what differs is the change."
    heading(published, "What if?", "M-48", ("metrics.hiring_forecast.mean",), note)
    if function == EVERYONE:
        nothing("Choose a function above: changes are tried on one function at a time.")
        return
    with st.form("what_if", border=True):
        first, second, third = st.columns([2, 3, 2])
        with first:
            applicants = st.slider(
                "Applicants, % more or less", -50, MOST_APPLICANTS, 0, 5, bind="query-params", key="more"
            )
        with second:
            stage = st.selectbox("Stage", STAGES[1:], 1, key="faster", bind="query-params")
            days = st.slider("Days longer or shorter there", -MOST_DAYS, MOST_DAYS, 0, bind="query-params", key="days")
        with third:
            seats = st.number_input("Further seats", 0, MOST_SEATS, 0, bind="query-params", key="seats")
        st.form_submit_button("Compare", type="primary")
    if not (applicants or days or seats):
        nothing("Change something and press Compare.")
        return
    try:
        found = what_if.compare(
            published, settings, function, applicants / 100, {stage: days} if days else {}, int(seats)
        )
    except HirehouseError as error:
        nothing(f"{error.what}; {error.remedy}")
        return
    _show(published, function, quarter, found)


def _show(published: Published, function: str, quarter: date, found: list[Row]) -> None:
    rows = []
    for row in sorted(found, key=lambda row: (row["quarter_start_date"], row["scenario"])):
        if row["quarter_start_date"] >= quarter:
            plan = row["target_hires"] or None  # no seats is no plan, and nothing to have a chance of
            chance = row["p_target"] if plan else None
            name = f"{period_named('quarter', row['quarter_start_date'])} {row['scenario']}"
            label = f"{figure(row['mean'], 'count')} · {figure(chance, 'share') if plan else 'no plan'}"
            rows.append({**row, "name": name, "label": label, "target_hires": plan, "p_target": chance})
    told = {"name": "quarter", "mean|count": "expected hires", "p10": "low (10 %)", "p90": "high (90 %)"}
    told |= {"p_target|share": "chance of the plan", "target_hires": "plan"}
    chart = charts.ranges(rows, "name", ("p10", "p90"), "mean", told, goal="target_hires", label="label", title="hires")
    charts.draw(chart, "Expected hires as they are forecast and with the change, by quarter.")
    source = "metrics.hiring_forecast."
    columns = [Field("quarter_start_date", "Quarter", "quarter"), Field("scenario", "Scenario")]
    columns += [
        Field("mean", "expected hires", "count", f"{source}mean", "M-48", low="p10", high="p90", kind=FORECAST_RANGE)
    ]
    columns += [Field(name, worded(name), "count", source + name, "M-48") for name in ("p10", "p50", "p90")]
    columns += [
        Field("p_target", "chance of the plan", "share", f"{source}p_target", "M-44", shade=1, missing="no plan")
    ]
    table(published, f"What would change for {function}", rows, columns, "what-if")
