"""Part of the funnel page: where and why people leave, and what each source brings."""

from __future__ import annotations

from typing import Any

import streamlit as st

from hirehouse.answers.figures import figure, worded
from hirehouse.base.vocabulary import STAGES
from hirehouse.dashboard.components import charts
from hirehouse.dashboard.components.cards import heading, nothing
from hirehouse.dashboard.components.tables import Field, table
from hirehouse.publish.published import Published

EXITS = """
    select exit_stage, exit_type, exit_reason, exits, share, period_exits
    from metrics.stage_exits
    where period_type = $type and period_start_date = $start::date and function = $function
    order by exits desc, exit_stage, exit_type, exit_reason"""
EXIT_TYPES = ("withdrew", "rejected")
"""In the order of the chart's shades."""
STAGE_EXITS = """
    select exit_stage, exit_type, sum(exits)::bigint as exits, max(period_exits)::bigint as period_exits
    from metrics.stage_exits
    where period_type = $type and period_start_date = $start::date and function = $function
    group by exit_stage, exit_type"""
SOURCES = """
    select channel, applications, reached_interview, offers, hires
    from metrics.source_performance
    where period_type = $type and period_start_date = $start::date and function = $function
        and attribution_model = 'record'
    order by hires desc nulls last, applications desc nulls last, channel"""


def draw_exits(published: Published, values: dict[str, Any], label: str) -> None:
    """Exits by stage beside exits by reason."""
    left, right = st.columns(2)
    with left:
        _exits(published, values, label)
    with right:
        _reasons(published, values, label)


def _exits(published: Published, values: dict[str, Any], label: str) -> None:
    found = published.rows(STAGE_EXITS, **values)
    note = f"n {figure(found[0]['period_exits'], 'count')} rejected or withdrawn in the period." if found else ""
    heading(published, "Where they leave", "M-03", ("metrics.stage_exits.exits",), note)
    if not found:
        nothing("Nobody was rejected or withdrew in this period.")
        return
    told = {"exit_stage": "stage", "exit_type": "how", "exits": "exits", "period_exits": "n, all exits"}
    chart = charts.bars(found, "exit_stage", "exits", told, parts="exit_type", kinds=EXIT_TYPES, order=STAGES)
    charts.draw(chart, "Exits by stage, rejected or withdrawn.")


def _reasons(published: Published, values: dict[str, Any], label: str) -> None:
    heading(published, "Why they leave", "M-03", ("metrics.stage_exits.share",), "Most frequent first.")
    source = "metrics.stage_exits."
    columns = [
        Field("exit_stage", "Stage"),
        Field("exit_type", "How", "text", f"{source}exit_type", "M-03"),
        Field("exit_reason", "Reason", "text", f"{source}exit_reason", "M-03"),
        Field("exits", "Exits", "count", f"{source}exits", "M-03"),
        Field("share", "Share", "share", f"{source}share", "M-03", n="period_exits", shade=0.5),
    ]
    table(published, f"Exits of {label}", published.rows(EXITS, **values), columns, "exits", shown=7)


def draw_sources(published: Published, values: dict[str, Any], label: str) -> None:
    """Applications to hires by channel of record."""
    heading(
        published,
        f"By source: {label}",
        "M-32",
        ("metrics.source_performance.reached_interview",),
        "External only; each count by its own date, so a row is a pulse and not a cohort.",
    )
    source = "metrics.source_performance."
    columns = [Field("channel", "Channel of record", "text", f"{source}channel", "M-32")]
    columns += [
        Field(name, worded(name), "count", source + name, "M-32")
        for name in ("applications", "reached_interview", "offers", "hires")
    ]
    table(
        published, f"Applications to hires by channel, {label}", published.rows(SOURCES, **values), columns, "sources"
    )
