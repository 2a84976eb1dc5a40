"""Sources and cost: which channels bring hires, how good they are, what they and empty seats cost."""

from __future__ import annotations

from typing import Any

import streamlit as st

from hirehouse.answers.figures import figure, named, period_named, worded
from hirehouse.base.settings import Settings
from hirehouse.dashboard.components import charts, filters
from hirehouse.dashboard.components.cards import Card, count_in, heading, nothing, tiles
from hirehouse.dashboard.components.tables import Field, table
from hirehouse.dashboard.views import sources_cost
from hirehouse.publish.published import Published, Row

TITLE = "Sources & cost"
QUESTION = "Which channels bring hires, not applicants; how good are they; and what does all of it cost?"

CHANNELS = """
    with models as (
        select channel, min(hires) as least, max(hires) as most from metrics.source_performance
        where period_type = $type and period_start_date = $start::date and function = $function group by channel
    )
    select channel, applications, reached_interview, offers, hires, least, most, quality_hires, quality_index,
        spend_amount, spend_amounts_missing, cost_per_hire_amount, cost_per_quality_hire_amount, roi,
        pay_amounts_missing, is_provisional
    from metrics.source_performance inner join models using (channel)
    where period_type = $type and period_start_date = $start::date and function = $function
        and attribution_model = $model
    order by hires desc nulls last, applications desc nulls last, channel"""
COST = """
    select quarter_start_date, internal_cost_amount, external_cost_amount, hires, cost_per_hire_amount,
        recruiting_cost_ratio, internal_amounts_missing + external_amounts_missing as amounts_missing,
        pay_amounts_missing
    from metrics.cost_per_hire where function = $function order by 1"""
VOLUME = """
    select hires_gross, hires_internal, hires_external, hires_net, reneges, starts, internal_fill_rate
    from metrics.hiring_volume
    where period_type = $type and period_start_date = $start::date and function = $function"""
VACANCY = """
    select function, count(*) as openings, sum(clock_days) as days,
        case when count(*) = count(gross_cost_amount) then sum(gross_cost_amount) end as gross,
        case when count(*) = count(net_cost_amount) then sum(net_cost_amount) end as net,
        case when count(*) = count(cost_per_day_amount) then sum(cost_per_day_amount) end as daily,
        case when count(*) = count(cost_per_day_amount) then avg(cost_per_day_amount) end as seat_day,
        string_agg(distinct parameter_set, ', ' order by parameter_set) as parameters
    from metrics.vacancy_cost inner join core.fct_opening using (opening_key, function)
    where status in ('open', 'on_hold') and ($function = 'all' or function = $function)
    group by function order by gross desc nulls last, function"""
VOLUMES = ("hires_external", "hires_internal", "reneges", "starts")
MODELS = {"Channel of record": "record", "First touch": "first", "Last touch": "last", "Linear": "linear"}
SOURCE = "metrics.source_performance."


def draw(published: Published, settings: Settings) -> None:
    """Channels and costs of a period, for all functions or one."""
    first, second, third = st.columns([2, 4, 2])
    with first:
        function = filters.function(published)
    with second:
        period_type, start = filters.period(published, "source_performance", ("quarter", "month"))
    with third:
        model = MODELS[filters.choose("Credit by", "credit", list(MODELS))]
    if not start:
        nothing("Nobody has applied yet: no channel has brought anything.")
        return
    values: dict[str, Any] = {"type": period_type, "start": start, "function": function}
    label = f"{named(function)}, {period_named(period_type, filters.date_of(start))}"
    cost = published.rows(COST, function=function)
    vacancy = published.rows(VACANCY, function=function)
    _headline(published, values, cost, vacancy)
    _channels(published, values, model, label)
    sources_cost.draw(published, function, cost, vacancy)


def _headline(published: Published, values: dict[str, Any], cost: list[Row], seats: list[Row]) -> None:
    volume = published.row(VOLUME, **values)
    money = next((row for row in reversed(cost) if row["quarter_start_date"].isoformat() <= values["start"]), {})
    quarter = period_named("quarter", money["quarter_start_date"]) if money else ""
    counts = {name: figure(volume.get(name), "count") for name in VOLUMES}
    hires = f"{counts['hires_external']} external, {counts['hires_internal']} internal"
    reneged = f"{counts['reneges']} reneged, {counts['starts']} started"
    n = f"{quarter}, n {count_in(money, 'hires')} external hires" if money else ""
    whole = [row["gross"] for row in seats]
    complete = bool(seats) and all(amount is not None for amount in whole)
    net = [row["net"] for row in seats if row["net"] is not None]
    openings = sum(row["openings"] for row in seats)
    daily = sum(row["daily"] for row in seats) if complete else 0
    each = figure(daily / max(openings, 1), "money")
    rate = f"{figure(daily, 'money', published.currency)} a working day, {each} a seat"
    tiles(
        published,
        [
            Card(
                "Hires",
                figure(volume.get("hires_gross", 0), "count"),
                "M-37",
                "metrics.hiring_volume.hires_gross",
                (hires, reneged),
            ),
            Card(
                "Cost per hire",
                figure(money.get("cost_per_hire_amount"), "money", published.currency),
                "M-60",
                "metrics.cost_per_hire.cost_per_hire_amount",
                (n,),
                sources_cost.why_unknown(money),
            ),
            Card(
                "Of first-year pay",
                figure(money.get("recruiting_cost_ratio"), "share"),
                "M-61",
                "metrics.cost_per_hire.recruiting_cost_ratio",
                (n,),
                sources_cost.why_unknown(money, of_pay=True),
            ),
            Card(
                "Cost of seats empty today",
                figure(sum(whole), "money", published.currency) if complete else "",
                "M-63",
                "metrics.vacancy_cost.gross_cost_amount",
                (
                    f"n {figure(openings, 'count')} open seats, so far",
                    rate if complete else "",
                    f"net of pay saved {figure(sum(net), 'money', published.currency)}" if complete else "",
                ),
                "" if complete else "no open seat, or no cost parameters for one",
            ),
        ],
    )


def _channels(published: Published, values: dict[str, Any], model: str, label: str) -> None:
    heading(
        published,
        f"Channels: {label}",
        "M-32",
        (f"{SOURCE}hires",),
        "Line: the least and the most hires that four ways of giving credit allow; point: the one chosen.",
    )
    found = published.rows(CHANNELS, **values, model=model)
    rows = [{**row, "name": worded(row["channel"]), "label": figure(row["hires"], "count")} for row in found]
    told = {
        "name": "channel",
        "hires|count": "hires",
        "least|count": "least",
        "most|count": "most",
        "applications": "n, applications",
    }
    told |= {"quality_index|count": "quality index"}
    shown = [row for row in rows if row["most"]]
    if shown:
        chart = charts.ranges(shown, "name", ("least", "most"), "hires", told, label="label", title="hires")
        charts.draw(chart, "External hires by channel, with the range over attribution models.")
    columns = [Field("channel", "Channel", "text", f"{SOURCE}channel", "M-32")]
    columns += [
        Field(name, worded(name), "count", SOURCE + name, "M-32")
        for name in ("applications", "reached_interview", "offers")
    ]
    columns += [
        Field("hires", "hires", "count", f"{SOURCE}hires", "M-32", low="least", high="most", kind="by four models"),
        Field("quality_hires", "quality hires", "count", f"{SOURCE}quality_hires", "M-33"),
        Field("quality_index", "quality index", "count", f"{SOURCE}quality_index", "M-33", missing="too early"),
        Field("spend_amount", "spend", "money", f"{SOURCE}spend_amount", "M-62", missing="not on record"),
        Field("spend_amounts_missing", "amounts missing", "count", f"{SOURCE}spend_amounts_missing", "M-62"),
        Field("cost_per_hire_amount", "per hire", "money", f"{SOURCE}cost_per_hire_amount", "M-60"),
        Field(
            "cost_per_quality_hire_amount", "per quality hire", "money", f"{SOURCE}cost_per_quality_hire_amount", "M-62"
        ),
        Field("roi", "return", "ratio", f"{SOURCE}roi", "M-62"),
        Field("pay_amounts_missing", "pays missing", "count", f"{SOURCE}pay_amounts_missing", "M-62"),
        Field("is_provisional", "provisional", "text", f"{SOURCE}is_provisional", "M-62"),
    ]
    listed = [{**row, "is_provisional": "yes" if row["is_provisional"] else "no"} for row in found]
    table(published, f"What each channel brought and cost, {label}", listed, columns, "channels")
