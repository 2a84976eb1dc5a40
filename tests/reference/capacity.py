"""What the seats need and who could do the work (M-46, M-50) recomputed from the dictionary."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from tests.reference.cells import STAGES, as_date, pool, rows_of, shrink, wilson
from tests.reference.clock import as_of_date, quarter_of
from tests.reference.coverage import targets_of
from tests.reference.funnel import Core, Row, days_apart, entries_of

Cells = dict[tuple[Any, ...], Row]
NEEDS = {
    "offer": "offers",
    "onsite": "onsites",
    "interview": "interviews",
    "screen": "screens",
    "applied": "applications",
}


def _decisions(core: Core) -> list[tuple[str, str | None, bool]]:
    """Return (stage, function, went on) of the trailing year: entries by their outcome, offers by their answer."""
    today = as_of_date(core)
    functions = {row["application_key"]: row["function"] for row in rows_of(core["fct_application"])}
    found = [
        (row["stage"], row["function"], row["outcome"] == "advanced", row["entered_date"])
        for row in entries_of(core)
        if row["stage"] != "offer" and row["outcome"] in ("advanced", "rejected", "withdrew")
    ]
    found += [
        ("offer", functions[row["application_key"]], row["status"] == "accepted", as_date(row["answered_date"]))
        for row in rows_of(core["fct_offer"])
        if row["status"] in ("accepted", "declined")
    ]
    return [
        (stage, function, success)
        for stage, function, success, day in found
        if day is not None and today - timedelta(days=365) < day <= today
    ]


def _rates(core: Core, functions: set[str]) -> dict[tuple[str, str, str], float | None]:
    """Return the conversion by (basis, function, stage)."""
    decisions, result = _decisions(core), {}
    for stage in STAGES:
        own: dict[str, list[bool]] = {name: [] for name in functions}
        everybody = []
        for where, function, success in decisions:
            if where == stage:
                everybody.append(success)
                if function is not None:
                    own[function].append(success)
        p0, m, total = pool([(sum(rows), len(rows)) for rows in own.values()])
        enough = p0 is not None and total >= 5
        result["expected", "all", stage] = p0 if enough else None
        result["cautious", "all", stage] = wilson(sum(everybody), len(everybody))[0]
        for function, rows in own.items():
            result["expected", function, stage] = shrink(sum(rows), len(rows), p0 or 0, m) if enough else None
            result["cautious", function, stage] = wilson(sum(rows), len(rows))[0]
    return result


def _recruiters(core: Core) -> dict[str, Row]:
    """Return hires with a recruiter and recruiter-quarters of the four full quarters, and ramped recruiters, by
    function."""
    today = as_of_date(core)
    running = quarter_of(today)
    quarters = [quarter_of(today, -back) for back in range(5)]
    inactive = {row["user_key"] for row in rows_of(core["dim_user"]) if row["is_active"] is False}
    owned = [row for row in rows_of(core["fct_application"]) if row["recruiter_key"] is not None]
    work: dict[tuple[str, date], list[str | None]] = defaultdict(list)
    first: dict[str, date] = {}
    for row in owned:
        recruiter, applied = row["recruiter_key"], as_date(row["applied_date"])
        assert applied is not None
        first[recruiter] = min(first.get(recruiter, applied), applied)
        ended = as_date(row["exited_date"]) or today
        for quarter in quarters:
            if applied < quarter_of(quarter, 1) and ended >= quarter:
                work[recruiter, quarter].append(row["function"])
    result: dict[str, Row] = defaultdict(lambda: {"hires": 0, "worked": 0.0, "ramped": 0.0})
    for (recruiter, quarter), functions in work.items():
        ramped = recruiter not in inactive and (today - first[recruiter]).days >= 90
        for function in functions:
            for scope in {"all", function} - {None}:
                result[scope]["worked"] += (quarter != running) / len(functions)
                result[scope]["ramped"] += (quarter == running and ramped) / len(functions)
    keys = {row["application_key"] for row in owned}
    for row in rows_of(core["fct_hire"]):
        if row["application_key"] in keys and quarter_of(as_date(row["accepted_date"])) in quarters[1:]:  # type: ignore[arg-type]
            for scope in {"all", row["function"]} - {None}:
                result[scope]["hires"] += 1
    return result


def _interviewing(core: Core) -> tuple[dict[str, Row], int]:
    """Return hires and interviewers' hours of the four full quarters by function, and in how many there were any."""
    quarters = [quarter_of(as_of_date(core), -back) for back in range(1, 5)]
    functions = {row["application_key"]: row["function"] for row in rows_of(core["fct_application"])}
    panels: dict[str, set[str]] = defaultdict(set)
    for row in rows_of(core["fct_scorecard"]):
        if row["interviewer_key"] is not None and row["interview_key"] is not None:
            panels[row["interview_key"]].add(row["interviewer_key"])
    result: dict[str, Row] = defaultdict(lambda: {"hires": 0, "hours": 0.0})
    held = set()
    for row in rows_of(core["fct_interview"]):
        day = as_date(row["ends_date"])
        if row["status"] != "completed" or day is None or quarter_of(day) not in quarters:
            continue
        hours = days_apart(row["starts_at"], row["ends_at"]) * 24
        if hours >= 0:
            held.add(quarter_of(day))
            for scope in {"all", functions[row["application_key"]]} - {None}:
                result[scope]["hours"] += hours * max(1, len(panels[row["interview_key"]]))
    for row in rows_of(core["fct_hire"]):
        if quarter_of(as_date(row["accepted_date"])) in quarters:  # type: ignore[arg-type]
            for scope in {"all", row["function"]} - {None}:
                result[scope]["hires"] += 1
    return result, len(held)


def capacity_plan(core: Core) -> Cells:
    """M-46 and M-50."""
    today = as_of_date(core)
    targets = targets_of(core)
    functions = {name for _, name in targets} | {row["function"] for row in rows_of(core["fct_application"])} - {None}
    rates, recruiters = _rates(core, functions - {"all"}), _recruiters(core)
    interviewing, held = _interviewing(core)
    company = recruiters["all"]["hires"] / recruiters["all"]["worked"] if recruiters["all"]["worked"] else None
    result: Cells = {}
    for later in range(3):
        quarter = quarter_of(today, later)
        for function in functions | {"all"}:
            seats = targets.get((quarter, function), 0)
            people, panel = recruiters[function], interviewing[function]
            hours = panel["hours"]
            if not seats + panel["hires"] + hours + people["worked"] + people["ramped"]:
                continue
            row = {
                "seats_to_fill": seats,
                "recruiter_capacity_hires": None
                if company is None
                else (people["hires"] + 4 * company) / (people["worked"] + 4) * people["ramped"],
                "interviewer_hours_needed": seats * panel["hours"] / panel["hires"]
                if panel["hires"] and held
                else None,
                "interviewer_hours_available": hours / held if held else None,
                "recruiter_hires": people["hires"],
                "recruiter_quarters": people["worked"],
                "ramped_recruiters": people["ramped"],
                "trailing_hires": panel["hires"],
                "trailing_interviewer_hours": hours if held else None,
            }
            for basis in ("expected", "cautious"):
                needed: float | None = seats
                needs = {}
                for stage, name in NEEDS.items():
                    rate = rates[basis, function, stage]
                    needed = needed / rate if needed is not None and rate else None
                    needs[f"needed_{name}"] = needed
                result[(today, quarter, function, basis)] = {**row, **needs}
    return result
