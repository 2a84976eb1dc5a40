"""Part of the sources page: what a hire costs, what empty seats cost, and who left early."""

from __future__ import annotations

import streamlit as st

from hirehouse.answers.figures import figure, named
from hirehouse.dashboard.components import charts, filters
from hirehouse.dashboard.components.cards import heading, nothing
from hirehouse.dashboard.components.tables import Field, table
from hirehouse.publish.published import Published, Row

ATTRITION = """
    select cohort_quarter_start_date, channel, horizon_days, started, "left", rate from metrics.early_attrition
    where function = $function and horizon_days = $horizon
    order by cohort_quarter_start_date desc, started desc, channel"""
HORIZONS = "select distinct horizon_days from metrics.early_attrition order by 1"


def draw(published: Published, function: str, cost: list[Row], vacancy: list[Row]) -> None:
    """Cost per hire beside the cost of empty seats, then early attrition."""
    left, right = st.columns(2)
    with left:
        _cost(published, cost, function)
    with right:
        _vacancy(published, vacancy)
    _attrition(published, function)


def why_unknown(cost: Row, of_pay: bool = False) -> str:
    """Why a quarter has no cost per hire, or ``of_pay`` no ratio to pay: amounts that are missing are counted."""
    if cost.get("amounts_missing"):
        return f"{figure(cost['amounts_missing'], 'count')} amounts of cost are missing (MON-01, SRC-05)"
    if of_pay and cost.get("pay_amounts_missing"):
        return f"the pay of {figure(cost['pay_amounts_missing'], 'count')} hires is unknown"
    return "a side of the cost has no record"


def _cost(published: Published, cost: list[Row], function: str) -> None:
    heading(
        published,
        f"Cost per hire by quarter: {named(function)}",
        "M-60",
        ("metrics.cost_per_hire.cost_per_hire_amount",),
    )
    listed = [row for row in cost if row["cost_per_hire_amount"] is not None or row["amounts_missing"]][-10:]
    if not listed:
        nothing("Internal or external recruiting costs are not on record, or there was no hire.")
        return
    rows = [
        {**row, "label": figure(row["cost_per_hire_amount"], "money", published.currency)}
        for row in listed
        if row["cost_per_hire_amount"] is not None
    ]
    told = {
        "quarter_start_date": "quarter from",
        "cost_per_hire_amount|money": f"{published.currency} per hire",
        "hires": "n, hires",
    }
    told |= {"recruiting_cost_ratio|share": "of first-year pay"}
    if rows:
        chart = charts.line(
            rows, "quarter_start_date", "cost_per_hire_amount", told, title=published.currency, label="label"
        )
        charts.draw(chart, "Recruiting cost per external hire by quarter.")
    source = "metrics.cost_per_hire."
    columns = [Field("quarter_start_date", "Quarter", "quarter")]
    columns += [
        Field(name, words, "money", source + name, "M-60")
        for name, words in (
            ("internal_cost_amount", "internal"),
            ("external_cost_amount", "external"),
            ("cost_per_hire_amount", "per hire"),
        )
    ]
    columns += [Field("hires", "hires", "count", f"{source}hires", "M-60")]
    columns += [Field("amounts_missing", "amounts missing", "count", f"{source}external_amounts_missing", "M-60")]
    columns += [Field("recruiting_cost_ratio", "of pay", "share", f"{source}recruiting_cost_ratio", "M-61")]
    columns += [Field("pay_amounts_missing", "pays missing", "count", f"{source}pay_amounts_missing", "M-61")]
    table(published, "Cost per hire, newest first", listed[::-1], columns, "cost-per-hire", shown=6)


def _vacancy(published: Published, found: list[Row]) -> None:
    heading(
        published,
        "What empty seats have cost so far",
        "M-63",
        ("metrics.vacancy_cost.gross_cost_amount",),
        "Seats open or on hold today, at Finance's parameters.",
    )
    rows = [
        {**row, "label": figure(row["gross"], "money", published.currency)} for row in found if row["gross"] is not None
    ]
    if rows:
        told = {"function": "function", "gross|money": f"gross, {published.currency}", "net|money": "net of pay saved"}
        told |= {"openings": "n, open seats", "days": "working days", "parameters": "parameters"}
        chart = charts.bars(rows, "function", "gross", told, label="label", title=published.currency)
        charts.draw(chart, "Gross cost of seats open today by function.")
    source = "metrics.vacancy_cost."
    columns = [
        Field("function", "Function"),
        Field("openings", "open seats", "count"),
        Field("days", "working days", "count", f"{source}clock_days", "M-63"),
        Field("seat_day", "a seat, a day", "money", f"{source}cost_per_day_amount", "M-63", missing="no parameters"),
        Field("gross", "gross", "money", f"{source}gross_cost_amount", "M-63", missing="no parameters"),
        Field("net", "net", "money", f"{source}net_cost_amount", "M-63", missing="no parameters"),
        Field("parameters", "parameters", "text", f"{source}parameter_set", "M-63"),
    ]
    table(published, "Cost of seats empty today", found, columns, "vacancy-cost", "No seat is open.")


def _attrition(published: Published, function: str) -> None:
    horizons = [str(days) for days in published.column(HORIZONS)]
    heading(published, f"Who left early: {named(function)}", "M-34", ("metrics.early_attrition.rate",))
    if not horizons:
        nothing("No quarter's starters have had the time to leave early.")
        return
    horizon = filters.choose("Within days of the start", "horizon", horizons)
    source = "metrics.early_attrition."
    columns = [
        Field("cohort_quarter_start_date", "Started in", "quarter"),
        Field("channel", "Channel of record", "text", f"{source}channel", "M-34"),
        Field("started", "n started", "count", f"{source}started", "M-34"),
        Field("left", "left", "count", f"{source}left", "M-34"),
        Field("rate", "share", "share", f"{source}rate", "M-34", n="started", shade=0.5),
    ]
    found = published.rows(ATTRITION, function=function, horizon=int(horizon))
    table(published, f"Left within {horizon} days", found, columns, "early-attrition", shown=12)
