"""Openings and coverage (M-36, M-40, M-41, M-43) recomputed from the dictionary."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from random_draws import AS_OF_AT, as_of_date
from reference_cells import STAGES, as_date, periods_of, pool, rows_of, share, shrink
from reference_funnel import Core, Row, days_apart, entries_of

Cells = dict[tuple[Any, ...], Row]


def opening_attainment(core: Core) -> Cells:
    """M-36."""
    seats = {row["opening_key"]: row for row in rows_of(core["fct_opening"])}
    evergreen = {row["requisition_key"] for row in rows_of(core["dim_requisition"]) if row["is_evergreen"]}
    due: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for row in rows_of(core["fct_opening_snapshot"]):
        quarter = as_date(row["snapshot_date"]) + timedelta(days=1)  # type: ignore[operator]
        target = as_date(row["target_fill_date"])
        if (
            quarter.day != 1
            or quarter.month not in (1, 4, 7, 10)
            or quarter > as_of_date()
            or row["requisition_key"] in evergreen
        ):
            continue
        if ("quarter", quarter) not in periods_of(target):
            continue
        seat = seats[row["opening_key"]]
        if ("quarter", quarter) in periods_of(as_date(seat["filled_date"])):
            fate = "filled"
        elif seat["status"] == "cancelled" and ("quarter", quarter) in periods_of(as_date(seat["closed_date"])):
            fate = "cancelled"
        else:
            fate = "still_open"
        for function in {"all", row["function"]} - {None}:
            due[(quarter, function)].append(fate)
    result = {}
    for cell, fates in due.items():
        left = len(fates) - fates.count("cancelled")
        result[cell] = {
            "due": len(fates),
            **{fate: fates.count(fate) for fate in ("filled", "cancelled", "still_open")},
            "attainment": share(fates.count("filled"), left),
            "slippage": share(fates.count("still_open"), left),
        }
    return result


def _odds(core: Core) -> dict[tuple[str, str], float]:
    exits = [
        row
        for row in entries_of(core)
        if row["exit_type"] in ("advanced", "rejected", "withdrew")
        and row["function"] is not None
        and as_of_date() - timedelta(days=365) < as_date(row["exited_date"]) <= as_of_date()  # type: ignore[operator]
    ]
    functions = {row["function"] for row in rows_of(core["fct_application"])} - {None}
    odds = {}
    for stage in STAGES:
        counts = {}
        for function in functions:
            rows = [row for row in exits if row["function"] == function and row["stage"] == stage]
            counts[function] = (sum(row["exit_type"] == "advanced" for row in rows), len(rows))
        p0, m, _ = pool(list(counts.values()))
        for function, (x, n) in counts.items():
            odds[(function, stage)] = 0.0 if p0 is None else shrink(x, n, p0, m)
    return odds


def pipeline_coverage(core: Core) -> Cells:
    """M-40, M-41 and M-43."""
    odds = _odds(core)
    requisitions = {row["requisition_key"]: row for row in rows_of(core["dim_requisition"])}
    limits = {"applied": 7, "screen": 7, "interview": 10, "onsite": 7, "offer": 5}
    eligible = [
        {**row, "p": odds.get((row["function"], row["current_stage"]), 0.0)}
        for row in rows_of(core["fct_application"])
        if row["status"] == "active"
        and row["current_stage"] in STAGES[1:]
        and requisitions[row["requisition_key"]]["status"] == "open"
        and days_apart(row["last_activity_at"], AS_OF_AT) <= max(3 * limits[row["current_stage"]], 30)
    ]
    quarters = [date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1), date(2027, 1, 1)]
    result: Cells = {}
    for quarter, following in pairwise(quarters):
        running = quarter <= as_of_date()
        due = []
        for seat in rows_of(core["fct_opening"]):
            requisition, target = requisitions[seat["requisition_key"]], as_date(seat["target_fill_date"])
            is_open = seat["status"] == "open" and requisition["status"] == "open"
            if is_open and target and target < following and not requisition["is_evergreen"]:
                due += [seat] if running or target >= quarter else []
        functions: dict[str, Row] = {}
        for function in {row["function"] for row in [*eligible, *due, *requisitions.values()]} - {None}:
            plans = [
                row
                for row in rows_of(core["fct_hiring_plan"])
                if row["function"] == function
                and as_date(row["quarter_start_date"]) == quarter
                and row["planned_at"] <= AS_OF_AT
            ]
            hires = sum(
                row["function"] == function and ("quarter", quarter) in periods_of(as_date(row["accepted_date"]))
                for row in rows_of(core["fct_hire"])
            )
            seats = sum(row["function"] == function for row in due)
            if plans:
                seats = max(0, max(plans, key=lambda row: row["planned_at"])["plan_seats"] - hires)
            people = [
                row
                for row in eligible
                if row["function"] == function and (plans or not requisitions[row["requisition_key"]]["is_evergreen"])
            ]
            functions[function] = {
                "basis": "plan" if plans else "openings",
                "seats": seats,
                "hires": hires,
                "people": people,
            }
        functions = {name: row for name, row in functions.items() if row["seats"] or row["hires"] or row["people"]}
        bases = {row["basis"] for row in functions.values()}
        functions["all"] = {
            "basis": bases.pop() if len(bases) == 1 else "mixed",
            "seats": sum(row["seats"] for row in functions.values()),
            "hires": sum(row["hires"] for row in functions.values()),
            "people": [person for row in functions.values() for person in row["people"]],
        }
        for function, row in functions.items():
            weighted = sum(person["p"] for person in row["people"])
            wanted: dict[str, int] = defaultdict(int)
            offered: dict[str, float] = defaultdict(float)
            for seat in due:
                wanted[seat["requisition_key"]] += function in ("all", seat["function"])
            for person in eligible:
                if function in ("all", person["function"]):
                    offered[person["requisition_key"]] += person["p"]
            all_wanted = sum(wanted.values())
            result[(as_of_date(), quarter, function)] = {
                "seats_basis": row["basis"],
                "seats_to_fill": row["seats"],
                "hires_to_date": row["hires"],
                **{f"active_{stage}": sum(p["current_stage"] == stage for p in row["people"]) for stage in STAGES[1:]},
                "coverage_unweighted": len(row["people"]) / row["seats"] if row["seats"] else None,
                "coverage_weighted": weighted / row["seats"] if row["seats"] else None,
                "coverage_seat_capped": sum(min(n, offered[key]) for key, n in wanted.items()) / all_wanted
                if all_wanted
                else None,
            }
    return result
