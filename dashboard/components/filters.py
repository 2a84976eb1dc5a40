"""Filters that live in the address: what is chosen can be sent to somebody, and survives going to another page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from hirehouse.answers.figures import named, period_named
from hirehouse.base.vocabulary import EVERYONE
from hirehouse.publish.published import Published

PERIODS = {"quarter": "Quarters", "month": "Months", "week": "Weeks"}
RECENT = 16


def choose(label: str, name: str, options: Sequence[str], default: str = "") -> str:
    """One of ``options``, kept in the address as ``name``; empty where there are none."""
    if not options:
        return ""
    index = options.index(default) if default in options else 0
    return str(st.selectbox(label, options, index=index, key=name, bind="query-params"))


def function(published: Published) -> str:
    """All functions or one, as the tables spell it."""
    known = [EVERYONE, *published.column(FUNCTIONS)]
    by_name = {named(each): each for each in known}
    return by_name[choose("Function", "function", list(by_name))]


def period(published: Published, table: str, types: Sequence[str] = tuple(PERIODS)) -> tuple[str, str]:
    """A kind of period and the first day of one, as ``2026-04-01``; the newest full one unless the address says else.

    The day is empty where ``table`` has no row.
    """
    left, right = st.columns(2)
    with left:
        wanted = choose("Periods", "periods", [PERIODS[each] for each in types])
    period_type = next(each for each in types if PERIODS[each] == wanted)
    starts = published.column(STARTS.format(table=table), period_type=period_type)[:RECENT]
    labels = {period_named(period_type, start): start for start in starts}
    full = published.column(FULL.format(table=table), period_type=period_type)
    default = period_named(period_type, full[0]) if full else ""
    with right:
        chosen = choose(PERIODS[period_type][:-1], period_type, list(labels), default)
    return period_type, labels[chosen].isoformat() if chosen else ""


def date_of(text: str) -> date:
    """The day that ``2026-04-01`` names."""
    return date.fromisoformat(text)


def label_of(period_type: str, start: str) -> str:
    """The name of the period that begins on ``start``, empty for none."""
    return start and period_named(period_type, date_of(start))


FUNCTIONS = """
    select function from metrics.hiring_volume where function <> 'all'
    union select function from metrics.pipeline_coverage where function <> 'all' order by function"""
STARTS = """
    select distinct period_start_date from metrics.{table} where period_type = $period_type order by 1 desc"""
FULL = """
    select max(period_start_date) from metrics.{table}
    where period_type = $period_type
        and period_start_date < (select date_trunc($period_type, as_of_date) from core.publication)
    having max(period_start_date) is not null"""
