"""Openings and coverage (M-36, M-40, M-41, M-43) recomputed from the dictionary."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from tests.reference.cells import STAGES, as_date, periods_of, pool, rows_of, share, shrink
from tests.reference.clock import as_of_at, as_of_date, quarter_of
from tests.reference.funnel import Core, Row, days_apart, entries_of

Cells = dict[tuple[Any, ...], Row]


def opening_attainment(core: Core) -> Cells:
    """M-36."""
    today = as_of_date(core)
    seats = {row["opening_key"]: row for row in rows_of(core["fct_opening"])}
    evergreen = {row["requisition_key"] for row in rows_of(core["dim_requisition"]) if row["is_evergreen"]}
    due: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for row in rows_of(core["fct_opening_snapshot"]):
        quarter = as_date(row["snapshot_date"]) + timedelta(days=1)  # type: ignore[operator]
        target = as_date(row["target_fill_date"])
        if (
            quarter.day != 1
            or quarter.month not in (1, 4, 7, 10)
            or quarter > today
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
    today = as_of_date(core)
    exits = [
        row
        for row in entries_of(core)
        if row["exit_type"] in ("advanced", "rejected", "withdrew")
        and row["function"] is not None
        and today - timedelta(days=365) < as_date(row["exited_date"]) <= today  # type: ignore[operator]
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


def _eligible(core: Core) -> list[Row]:
    """Return the pipeline of M-40, each application with its odds of a hire."""
    now, odds = as_of_at(core), _odds(core)
    requisitions = {row["requisition_key"]: row for row in rows_of(core["dim_requisition"])}
    limits = {"applied": 7, "screen": 7, "interview": 10, "onsite": 7, "offer": 5}
    return [
        {**row, "p": odds.get((row["function"], row["current_stage"]), 0.0)}
        for row in rows_of(core["fct_application"])
        if row["status"] == "active"
        and row["current_stage"] in STAGES[1:]
        and requisitions[row["requisition_key"]]["status"] == "open"
        and days_apart(row["last_activity_at"], now) <= max(3 * limits[row["current_stage"]], 30)
    ]


def _due(core: Core, later: int) -> list[Row]:
    """Return the seats due in the quarter that lies so many quarters ahead."""
    today = as_of_date(core)
    quarter, following = quarter_of(today, later), quarter_of(today, later + 1)
    requisitions = {row["requisition_key"]: row for row in rows_of(core["dim_requisition"])}
    due = []
    for seat in rows_of(core["fct_opening"]):
        requisition, target = requisitions[seat["requisition_key"]], as_date(seat["target_fill_date"])
        is_open = seat["status"] == "open" and requisition["status"] == "open"
        if is_open and target and target < following and not requisition["is_evergreen"]:
            due += [seat] if later == 0 or target >= quarter else []
    return due


def _seats(core: Core, later: int, function: str) -> Row:
    """Return seats to fill, their basis and the hires so far of a function in a quarter ahead."""
    quarter, now = quarter_of(as_of_date(core), later), as_of_at(core)
    plans = [
        row
        for row in rows_of(core["fct_hiring_plan"])
        if row["function"] == function and as_date(row["quarter_start_date"]) == quarter and row["planned_at"] <= now
    ]
    hires = sum(
        row["function"] == function and ("quarter", quarter) in periods_of(as_date(row["accepted_date"]))
        for row in rows_of(core["fct_hire"])
    )
    seats = sum(row["function"] == function for row in _due(core, later))
    if plans:
        seats = max(0, max(plans, key=lambda row: row["planned_at"])["plan_seats"] - hires)
    return {"basis": "plan" if plans else "openings", "seats": seats, "hires": hires}


def _functions(core: Core) -> set[str]:
    tables = ("dim_requisition", "fct_opening", "fct_hiring_plan", "fct_hire", "fct_application")
    return {row["function"] for table in tables for row in rows_of(core[table])} - {None}


def targets_of(core: Core) -> dict[tuple[date, str], int]:
    """Return seats to fill by (quarter, function or `all`) of the running quarter and the next two."""
    result: dict[tuple[date, str], int] = defaultdict(int)
    for later in range(3):
        quarter = quarter_of(as_of_date(core), later)
        for function in _functions(core):
            seats = _seats(core, later, function)["seats"]
            result[quarter, function] = seats
            result[quarter, "all"] += seats
    return result


def pipeline_coverage(core: Core) -> Cells:
    """M-40, M-41 and M-43."""
    today, eligible = as_of_date(core), _eligible(core)
    requisitions = {row["requisition_key"]: row for row in rows_of(core["dim_requisition"])}
    result: Cells = {}
    for later in range(3):
        due, functions = _due(core, later), {}
        for function in _functions(core):
            row = _seats(core, later, function)
            row["people"] = [
                person
                for person in eligible
                if person["function"] == function
                and (row["basis"] == "plan" or not requisitions[person["requisition_key"]]["is_evergreen"])
            ]
            if row["seats"] or row["hires"] or row["people"]:
                functions[function] = row
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
            result[(today, quarter_of(today, later), function)] = {
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
