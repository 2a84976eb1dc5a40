"""Balance and velocity of the flow (M-06, M-47) recomputed from the dictionary."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import Any

from tests.reference.cells import RANK, as_date, periods_of, rows_of, share, wilson
from tests.reference.clock import as_of_at, as_of_date
from tests.reference.funnel import Core, Row, dated_stays, days_apart

Cells = dict[tuple[Any, ...], Row]


def _visits(core: Core) -> list[Row]:
    """One row per visit, its consecutive rows joined by walking through each application's stays in order."""
    functions = {row["application_key"]: row["function"] for row in rows_of(core["fct_application"])}
    visits: list[Row] = []
    for key, own in dated_stays(core).items():
        last: Row | None = None
        for stay in own:
            if last is None or last["stage"] != stay["canonical_stage"]:
                last = {"function": functions[key], "stage": stay["canonical_stage"], "entered_at": stay["entered_at"]}
                last["entered"] = as_date(stay["entered_date"])
                visits.append(last)
            last["exited_at"], last["exited"] = stay["exited_at"], as_date(stay["exited_date"])
    return visits


def flow_balance(core: Core) -> Cells:
    """M-06, day by day."""
    today = as_of_date(core)
    cells: dict[tuple[Any, ...], dict[str, Any]] = defaultdict(lambda: {"entries": 0, "active": 0, "lasted": []})
    for visit in _visits(core):
        for function in {"all", visit["function"]} - {None}:
            for period_type, start in periods_of(visit["entered"]):
                cells[(period_type, start, function, visit["stage"])]["entries"] += 1
            if visit["exited"] is not None:
                for period_type, start in periods_of(visit["exited"]):
                    lasted = days_apart(visit["entered_at"], visit["exited_at"])
                    cells[(period_type, start, function, visit["stage"])]["lasted"].append(lasted)
            day = visit["entered"]
            while day <= today and (visit["exited"] is None or day < visit["exited"]):
                for period_type, start in periods_of(day):
                    cells[(period_type, start, function, visit["stage"])]["active"] += 1
                day += timedelta(days=1)
    result = {}
    for cell, found in cells.items():
        if found["entries"] == 0 and found["active"] == 0:
            continue
        after = {"week": cell[1] + timedelta(days=7), "month": cell[1] + timedelta(days=31)}
        after["month"] = after["month"].replace(day=1)
        after["quarter"] = (cell[1] + timedelta(days=95)).replace(day=1)
        days = min((after[cell[0]] - cell[1]).days, (today - cell[1]).days + 1)
        average = found["active"] / days
        result[cell] = {
            "entries": found["entries"],
            "exits": len(found["lasted"]),
            "average_active": average,
            "implied_days": average * days / found["entries"] if found["entries"] else None,
            "observed_days": sum(found["lasted"]) / len(found["lasted"]) if found["lasted"] else None,
        }
    return result


def pipeline_velocity(core: Core) -> Cells:
    """M-47."""
    now, today = as_of_at(core), as_of_date(core)
    requisitions = {row["requisition_key"]: row for row in rows_of(core["dim_requisition"])}
    limits = {"screen": 7, "interview": 10, "onsite": 7, "offer": 5}
    applications = [
        row for row in rows_of(core["fct_application"]) if not requisitions[row["requisition_key"]]["is_evergreen"]
    ]
    begun: dict[str, Any] = {}
    for stay in rows_of(core["fct_stage_interval"]):
        if RANK[stay["canonical_stage"]] >= RANK["screen"] and stay["entered_at"] is not None:
            key = stay["application_key"]
            begun[key] = min(begun.get(key, stay["entered_at"]), stay["entered_at"])
    accepted = {row["application_key"]: row for row in rows_of(core["fct_hire"])}
    found: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))

    def lately(day: Any) -> bool:
        return today - timedelta(days=365) < as_date(day) <= today  # type: ignore[operator]

    for row in applications:
        key, scopes = row["application_key"], {"all", row["function"]} - {None}
        is_active = row["status"] == "active" and row["current_stage"] in limits
        if is_active and requisitions[row["requisition_key"]]["status"] == "open":
            silent = days_apart(row["last_activity_at"], now)
            if silent <= max(3 * limits[row["current_stage"]], 30):
                for scope in scopes:
                    found[scope]["active"].append(key)
        is_decided = row["exit_type"] in ("advanced", "rejected", "withdrew") and lately(row["exited_date"])
        if is_decided and RANK[row["furthest_stage"]] >= RANK["screen"]:
            for scope in scopes:
                found[scope]["decided"].append(row["exit_type"] == "advanced")
        if key in accepted and lately(accepted[key]["accepted_date"]):
            for scope in scopes:
                ended = accepted[key]["accepted_at"]
                found[scope]["cycles"].append(days_apart(begun.get(key, ended), ended))
    result = {}
    for function, lists in found.items():
        hired, decided, cycles = sum(lists["decided"]), len(lists["decided"]), lists["cycles"]
        rate, cycle = share(hired, decided), sum(cycles) / len(cycles) if cycles else None
        low, high = wilson(hired, decided)
        if lists["active"]:
            result[(today, function)] = {
                "active": len(lists["active"]),
                "hired": hired,
                "decided": decided,
                "win_rate": rate,
                "ci_low": low,
                "ci_high": high,
                "cycle_days": cycle,
                "hires_per_day": None if rate is None or not cycle else len(lists["active"]) * rate / cycle,
            }
    return result
