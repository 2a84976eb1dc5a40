"""Costs and early attrition (M-34, M-60, M-61, M-63), recomputed from the dictionary."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import numpy as np

from tests.reference.cells import as_date, by_cell, rows_of, share
from tests.reference.clock import as_of_date
from tests.reference.funnel import Core, Row

Cells = dict[tuple[Any, ...], Row]


def _quarterly(rows: list[Row], day: str) -> dict[tuple[Any, ...], list[Row]]:
    return {cell[1:]: members for cell, members in by_cell(rows, day).items() if cell[0] == "quarter"}


def _total(amounts: list[Any]) -> float | None:
    """The sum, or None of nothing and of anything unknown."""
    return None if not amounts or None in amounts else float(sum(amounts))


def cost_per_hire(core: Core) -> Cells:
    """M-60 and M-61 by quarter and function."""
    pay = {row["offer_key"]: row["base_pay_company_amount"] for row in rows_of(core["fct_offer"])}
    hires = _quarterly([row for row in rows_of(core["fct_hire"]) if not row["is_internal"]], "accepted_date")
    spend = _quarterly(rows_of(core["fct_source_spend"]), "month_start_date")
    result: Cells = {}
    for cell in {*hires, *spend}:
        members, costs = hires.get(cell, []), spend.get(cell, [])
        amounts = {
            "internal": [row["spend_company_amount"] for row in costs if row["cost_side"] == "internal"],
            "external": [row["spend_company_amount"] for row in costs if row["cost_side"] == "external"],
            "pay": [pay.get(row["offer_key"]) for row in members],
        }
        internal, external, paid = map(_total, amounts.values())
        if not members and not internal and not external:
            continue
        cost = None if internal is None or external is None else internal + external
        result[cell] = {
            "internal_cost_amount": internal,
            "external_cost_amount": external,
            "hires": len(members),
            "cost_per_hire_amount": cost / len(members) if cost is not None and members else None,
            "recruiting_cost_ratio": cost / paid if cost is not None and paid else None,
            **{f"{name}_amounts_missing": found.count(None) for name, found in amounts.items()},
        }
    return result


def vacancy_cost(core: Core) -> Cells:
    """M-63 by seat; business days counted by numpy, day by day off the office's own calendar."""
    today = as_of_date(core)
    requisitions = {row["requisition_key"]: row for row in rows_of(core["dim_requisition"])}
    starts = {row["application_key"]: as_date(row["start_date"]) for row in rows_of(core["fct_hire"])}
    stays: dict[str, list[Row]] = defaultdict(list)
    for stay in rows_of(core["fct_opening_interval"]):
        stays[stay["opening_key"]].append(stay)
    sets = [row for row in rows_of(core["dim_cost_parameter"]) if as_date(row["valid_from_date"]) <= today]
    valid = {row["function"]: row for row in sorted(sets, key=lambda row: as_date(row["valid_from_date"]))}
    result: Cells = {}
    for seat in rows_of(core["fct_opening"]):
        requisition = requisitions[seat["requisition_key"]]
        if requisition["is_evergreen"]:
            continue
        off = [
            as_date(row["holiday_date"])
            for row in rows_of(core["dim_holiday"])
            if row["office"] is None or row["office"] == requisition["office"]
        ]
        spans = [(s["started_date"], s["ended_date"]) for s in stays[seat["opening_key"]] if s["status"] == "open"]
        if seat["filled_application_key"] in starts:
            spans.append((seat["filled_date"], starts[seat["filled_application_key"]]))
        clock = 0
        for begin, end in spans:
            first, last = as_date(begin), min(as_date(end) or today, today)
            clock += max(0, int(np.busday_count(first, last, holidays=off))) if first < last else 0
        chosen = valid.get(seat["function"], valid.get(None))
        if clock == 0 and chosen is None:
            continue
        per_day = float(chosen["annual_pay_amount"]) / chosen["working_days"] if chosen else None
        gross = per_day * chosen["vacancy_multiplier"] if per_day else None
        load = chosen["pay_load"] if chosen else None
        result[(seat["opening_key"],)] = {
            "function": seat["function"],
            "parameter_set": chosen["parameter_set"] if chosen else None,
            "clock_days": clock,
            "gross_cost_amount": gross * clock if gross is not None else None,
            "net_cost_amount": (gross - per_day * load) * clock if gross is not None and load is not None else None,
            "cost_per_day_amount": gross,
        }
    return result


def early_attrition(core: Core) -> Cells:
    """M-34 by quarter of start, function, channel and horizon."""
    today = as_of_date(core)
    starters = [
        {**row, "start": as_date(row["start_date"]), "left": as_date(row["left_date"])}
        for row in rows_of(core["fct_hire"])
        if row["has_employee_record"] and not row["is_renege"] and not row["is_internal"]
    ]
    result: Cells = {}
    for cell, members in by_cell(starters, "start", lambda row: (row["channel_of_record"],)).items():
        if cell[0] != "quarter":
            continue
        first: date = cell[1]
        following = date(first.year + first.month // 10, (first.month + 2) % 12 + 1, 1)
        for horizon in (90, 180, 365):
            if following - timedelta(days=1) + timedelta(days=horizon) > today:
                continue
            left = sum(row["left"] is not None and (row["left"] - row["start"]).days <= horizon for row in members)
            result[(*cell[1:], horizon)] = {
                "started": len(members),
                "left": left,
                "rate": share(left, len(members)),
            }
    return result
