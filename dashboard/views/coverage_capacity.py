"""Part of the coverage page: what the seats need at each stage, who could do the work, and the openings one by one."""

from __future__ import annotations

import streamlit as st

from hirehouse.answers.figures import figure, named, worded
from hirehouse.dashboard.components import charts
from hirehouse.dashboard.components.cards import heading, nothing
from hirehouse.dashboard.components.plan import NO_FORECAST
from hirehouse.dashboard.components.tables import Field, table
from hirehouse.publish.published import AS_OF_DATE, Published

CAPACITY = f"""
    from metrics.capacity_plan
    where as_of_date = {AS_OF_DATE} and quarter_start_date = $quarter::date and function = $function
    order by basis = 'cautious'"""
CATEGORIES = f"""
    select category, count(*) as openings, count(*) filter (where category_source = 'human') as by_people
    from metrics.opening_forecast
    where quarter_start_date = $quarter::date and ($function = 'all' or function = $function)
        and as_of_date = {AS_OF_DATE}
    group by category"""
OPENINGS = f"""
    select case when r.is_confidential then 'confidential' else r.title end as requisition, o.function, o.p_fill,
        o.category, o.category_source, o.model_category, s.target_fill_date, r.recruiter_key, o.opening_key
    from metrics.opening_forecast as o
    left join core.dim_requisition as r on r.requisition_key = o.requisition_key
    left join core.fct_opening as s on s.opening_key = o.opening_key
    where o.quarter_start_date = $quarter::date and ($function = 'all' or o.function = $function)
        and o.category in ('pipeline', 'omitted', 'best_case')
        and o.as_of_date = {AS_OF_DATE}
    order by s.target_fill_date nulls last, o.p_fill, o.opening_key"""
ORDER = ("closed", "commit", "best case", "pipeline", "omitted")
NEEDS = ("applications", "screens", "interviews", "onsites", "offers")


def draw(published: Published, function: str, quarter: str, start: str) -> None:
    """Needs and capacity beside the forecast categories, then the openings that are not yet sure."""
    first, second = st.columns([3, 2])
    with first:
        _capacity(published, function, quarter, start)
    with second:
        _categories(published, function, quarter, start)
    heading(published, f"Openings not yet sure in {quarter}", "M-48", ("metrics.opening_forecast.category",))
    source = "metrics.opening_forecast."
    columns = [
        Field("requisition", "Requisition"),
        Field("function", "Function"),
        Field("target_fill_date", "Due", "date", "core.fct_opening.target_fill_date"),
        Field("p_fill", "Chance to fill", "share", f"{source}p_fill", "M-48", shade=1),
        Field("category", "Category", "text", f"{source}category", "M-48"),
        Field("category_source", "Called by", "text", f"{source}category_source", "M-48"),
    ]
    found = published.rows(OPENINGS, quarter=start, function=function)
    table(
        published,
        f"Openings of {named(function)}, earliest due first",
        found,
        columns,
        "openings-at-risk",
        f"No opening is in doubt, or: {NO_FORECAST}.",
        shown=15,
    )


def _capacity(published: Published, function: str, quarter: str, start: str) -> None:
    heading(
        published,
        f"What the seats of {quarter} need",
        "M-46",
        ("metrics.capacity_plan.needed_screens",),
        "From today's conversions (expected) and from the lower end of their intervals (cautious).",
    )
    found = published.rows(CAPACITY, quarter=start, function=function)
    if not found:
        nothing("No seats to fill in this quarter, or " + NO_FORECAST)
        return
    rows = [
        {"stage": need, "basis": row["basis"], "needed": row[f"needed_{need}"]}
        for row in found
        for need in NEEDS
        if row[f"needed_{need}"] is not None
    ]
    wide = [
        {
            "basis": row["basis"],
            "seats": row["seats_to_fill"],
            **{need: row[f"needed_{need}"] for need in NEEDS},
            "recruiters": row["recruiter_capacity_hires"],
            "needed": row["interviewer_hours_needed"],
            "available": row["interviewer_hours_available"],
        }
        for row in found
    ]
    source = "metrics.capacity_plan."
    columns = [Field("basis", "Basis"), Field("seats", "Seats", "count", f"{source}seats_to_fill", "M-46")]
    columns += [Field(need, need, "count", f"{source}needed_{need}", "M-46") for need in NEEDS]
    columns += [
        Field("recruiters", "Recruiters can hire", "count", f"{source}recruiter_capacity_hires", "M-50"),
        Field("needed", "Interview hours needed", "count", f"{source}interviewer_hours_needed", "M-50"),
        Field("available", "Interview hours available", "count", f"{source}interviewer_hours_available", "M-50"),
    ]
    file = "capacity" if rows else ""
    table(published, f"Entries needed per stage for {named(function)}", wide, columns, file)


def _categories(published: Published, function: str, quarter: str, start: str) -> None:
    heading(
        published,
        f"How sure are the openings of {quarter}?",
        "M-48",
        ("metrics.opening_forecast.model_category", "metrics.opening_forecast.category_source"),
    )
    found = published.rows(CATEGORIES, quarter=start, function=function)
    if not found:
        nothing(NO_FORECAST)
        return
    rows = [
        {**row, "category": worded(row["category"]), "label": figure(row["openings"], "count")}
        for row in sorted(found, key=lambda row: ORDER.index(worded(row["category"])))
    ]
    told = {"category": "category", "openings": "n, openings", "by_people": "called by a person"}
    charts.draw(
        charts.bars(rows, "category", "openings", told, label="label", title="openings"),
        "Openings by forecast category.",
    )
