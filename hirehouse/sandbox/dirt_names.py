"""Labelled dirt in the names and amounts that come in: sources nobody mapped, lines of totals, money without a rate,
a month of spend that was never delivered.

Its random numbers are its own, so a company of a seed stays the company it was before these faults were thought of.
What is planted in the company's files is years back: the quarters that people look at keep their numbers.
"""

from __future__ import annotations

import numpy as np

from hirehouse.sandbox.columns import Columns
from hirehouse.sandbox.table_spec import NA
from hirehouse.sandbox.timeline import DAY, NOW, START

UNMAPPED_SOURCE = "Carrier Pigeon"
TOTAL = "All functions"
UNRATED = "SEK"
_OLD = NOW - 200 * DAY
_FAR_FUTURE = NOW + 500 * DAY
_PLAN_DAY, _SPEND_DAY, _GAP_DAY = ((START + days * DAY) // DAY for days in (150, 180, 270))

Planted = tuple[str, str, np.ndarray]


def plant_names(rng: np.random.Generator, tables: dict[str, Columns]) -> list[Planted]:
    """Spoil the tables in place; returns the labels: rule, kind of thing, and its id (of a file's line: its place)."""
    faults = (_unmapped_source, _totals_of_the_plan, _total_of_spend, _no_rate, _missing_month)
    return [fault(rng, tables) for fault in faults]


def _grow(table: Columns, row: dict[str, object]) -> None:
    """Add a row in place; what it does not say is null."""
    for name, values in table.items():
        empty = NA if np.asarray(values).dtype.kind in "iu" else None
        kind = np.asarray(values).dtype
        table[name] = np.append(np.asarray(values), np.array([row.get(name, empty)], dtype=kind))


def _is_month(spend: Columns, day: int) -> np.ndarray:
    """Which rows of spend are of the last month that began by a day."""
    months = np.asarray(spend["month_start_date"])
    return np.asarray(months == np.max(months[months <= day], initial=0))


def _unmapped_source(rng: np.random.Generator, tables: dict[str, Columns]) -> Planted:
    source, application = tables["source"], tables["application"]
    old = np.flatnonzero(
        (np.asarray(application["created_at"]) < _OLD)
        & (application["source_id"] != NA)
        & ~np.asarray(application["is_internal"])
    )
    rows = rng.choice(old, min(3, len(old)), replace=False)
    number = int(np.max(source["source_id"])) + 1
    if len(rows):
        table = {name: np.array(values, dtype=object) for name, values in source.items() if isinstance(values, list)}
        source.update(table)
        _grow(source, {"source_id": number, "name": UNMAPPED_SOURCE, "type_id": 907, "type_name": "Other",
                       "created_at": int(source["created_at"][0])})  # fmt: skip
        application["source_id"][rows] = number
    return "SRC-02", "source", np.full(min(1, len(rows)), number)


def _totals_of_the_plan(rng: np.random.Generator, tables: dict[str, Columns]) -> Planted:
    plan = tables["hiring_plan"]
    versions = sorted({str(version) for version in plan["plan_version"][plan["quarter_start_date"] < _PLAN_DAY]})
    first = len(plan["function"])
    for version in versions[-2:]:
        of = plan["plan_version"] == version
        day, at = (int(plan[name][of][0]) for name in ("quarter_start_date", "planned_at"))
        seats = int(plan["plan_seats"][of].sum())
        _grow(plan, {"function": TOTAL, "plan_version": version, "plan_seats": seats, "quarter_start_date": day,
                     "planned_at": at})  # fmt: skip
    return "REQ-03", "hiring_plan", np.arange(first, len(plan["function"]))


def _total_of_spend(rng: np.random.Generator, tables: dict[str, Columns]) -> Planted:
    spend = tables["source_spend"]
    rows = np.flatnonzero(_is_month(spend, _SPEND_DAY) & (spend["cost_side"] == "external"))
    first = len(spend["cost_side"])
    if len(rows):
        day, at = (int(spend[name][rows[0]]) for name in ("month_start_date", "booked_at"))
        amount = round(float(spend["spend_amount"][rows].sum()), 2)
        _grow(spend, {"month_start_date": day, "cost_side": "external", "source_name": TOTAL, "spend_amount": amount,
                      "currency": "USD", "booked_at": at})  # fmt: skip
    return "SRC-02", "source_spend", np.arange(first, len(spend["cost_side"]))


def _no_rate(rng: np.random.Generator, tables: dict[str, Columns]) -> Planted:
    spend = tables["source_spend"]
    rows = np.flatnonzero(_is_month(spend, _GAP_DAY) & (spend["source_name"] == "Indeed"))
    spend["currency"][rows] = UNRATED
    return "MON-01", "source_spend", rows


def _missing_month(rng: np.random.Generator, tables: dict[str, Columns]) -> Planted:
    spend = tables["source_spend"]
    rows = np.flatnonzero(_is_month(spend, _GAP_DAY) & (spend["source_name"] == "Gem"))
    spend["booked_at"][rows] = _FAR_FUTURE
    return "SRC-05", "spend_month", rows
