"""Funnel, exits, time in stage and speed (M-01 to M-15, M-30, M-31, M-37) recomputed from the dictionary."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import Any

import pandas as pd

from tests.reference.cells import (
    RANK,
    STAGES,
    as_date,
    by_cell,
    incidence,
    pool,
    quantile,
    rows_of,
    share,
    shrink,
    survival_median,
    wilson,
)
from tests.reference.clock import as_of_at, as_of_date

Row = dict[str, Any]
Core = dict[str, pd.DataFrame]


def days_apart(start: datetime, end: datetime) -> float:
    """Return elapsed days, seconds / 86 400."""
    return (end - start).total_seconds() / 86400


def dated_stays(core: Core) -> dict[str, list[Row]]:
    """Return the stays of each application in order. One filled in later may not know when it began: it is left out."""
    now, stays = as_of_at(core), defaultdict(list)
    for stay in rows_of(core["fct_stage_interval"]):
        if stay["entered_at"] is not None:
            stays[stay["application_key"]].append(stay)
    for own in stays.values():
        own.sort(key=lambda stay: (stay["entered_at"], stay["exited_at"] or now, stay["is_current"]))
    return stays


def entries_of(core: Core) -> list[Row]:
    """Return one row per application and stage: first entry, outcome (E3), time in stage and what ended it.

    An entry that nobody dated is in no period and starts no clock.
    """
    now, dated, rows_by = as_of_at(core), dated_stays(core), defaultdict(list)
    for stay in rows_of(core["fct_stage_interval"]):
        rows_by[stay["application_key"], stay["canonical_stage"]].append(stay)
    result = []
    for application in rows_of(core["fct_application"]):
        known = dated[application["application_key"]]
        for stage in STAGES:
            rows = rows_by[application["application_key"], stage]
            if not rows:
                continue
            own = [stay for stay in known if stay["canonical_stage"] == stage]
            entered = own[0]["entered_at"] if own else None
            moves = [
                (stay["entered_at"], as_date(stay["entered_date"]))
                for stay in known
                if RANK[stay["canonical_stage"]] > RANK[stage] and entered is not None and stay["entered_at"] >= entered
            ]
            if application["hired_at"] is not None:
                moves.append((application["hired_at"], as_date(application["hired_date"])))
            if moves:
                outcome, (ended, day) = "advanced", min(moves)
            else:
                outcome, ended, day = application["exit_type"], application["exited_at"], application["exited_date"]
            end = own[-1]["exit_type"] if own else None
            result.append(
                {
                    **application,
                    "stage": stage,
                    "entered_at": entered,
                    "entered_date": min((as_date(stay["entered_date"]) for stay in own), default=None),
                    "outcome": outcome,
                    "outcome_date": as_date(day),
                    "clock": None if entered is None else days_apart(entered, ended or now),
                    "active_days": sum(stay["active_days"] for stay in own) if own else None,
                    "is_backfilled": any(stay["is_backfilled"] for stay in rows),
                    "state": {"active": "open", "req_closed": "censored", "transferred_out": "censored"}.get(
                        end, "completed"
                    ),
                }
            )
    return result


def reached_of(core: Core) -> list[Row]:
    """Return one row per application and stage: first entry into that stage or a later one, hired included."""
    firsts: dict[tuple[str, str], tuple[datetime, date | None]] = {}
    applications = {row["application_key"]: row for row in rows_of(core["fct_application"])}
    arrivals = [
        (stay["application_key"], RANK[stay["canonical_stage"]], stay["entered_at"], as_date(stay["entered_date"]))
        for stay in rows_of(core["fct_stage_interval"])
        if stay["entered_at"] is not None
    ]
    arrivals += [
        (key, 6, row["hired_at"], as_date(row["hired_date"])) for key, row in applications.items() if row["hired_at"]
    ]
    for key, rank, at, day in arrivals:
        for stage in STAGES:
            if rank >= RANK[stage]:
                firsts[(key, stage)] = min(firsts.get((key, stage), (at, day)), (at, day))
    return [
        {**applications[key], "stage": stage, "reached_at": at, "reached_date": day}
        for (key, stage), (at, day) in firsts.items()
    ]


def hiring_volume(core: Core) -> dict[tuple[Any, ...], Row]:
    """M-01 and M-37."""
    today = as_of_date(core)
    hires = rows_of(core["fct_hire"])
    applied = [row for row in rows_of(core["fct_application"]) if row["transferred_from_key"] is None]
    begun = [row for row in hires if as_date(row["start_date"]) is not None and not row["is_renege"]]
    started = [row for row in begun if as_date(row["start_date"]) <= today]
    parts = {
        "applied": by_cell(applied, "applied_date"),
        "gross": by_cell(hires, "accepted_date"),
        "reneged": by_cell(hires, "reneged_date"),
        "started": by_cell(started, "start_date"),
    }
    result = {}
    for cell in {cell for part in parts.values() for cell in part}:
        rows = {name: part.get(cell, []) for name, part in parts.items()}
        gross, internal = len(rows["gross"]), sum(row["is_internal"] for row in rows["gross"])
        result[cell] = {
            "applications": len(rows["applied"]),
            "applicants": len({row["person_key"] for row in rows["applied"]}),
            "hires_gross": gross,
            "hires_internal": internal,
            "hires_external": gross - internal,
            "internal_fill_rate": share(internal, gross),
            "reneges": len(rows["reneged"]),
            "hires_net": gross - len(rows["reneged"]),
            "starts": len(rows["started"]),
        }
    return result


def funnel_conversion(core: Core) -> dict[tuple[Any, ...], Row]:
    """M-02, three views."""
    entries = entries_of(core)
    entered = by_cell(entries, "entered_date", lambda row: (row["stage"],))
    left = by_cell(
        [row for row in entries if row["outcome"] == "advanced"], "outcome_date", lambda row: (row["stage"],)
    )
    reached = by_cell(reached_of(core), "reached_date", lambda row: (row["stage"],))
    outcomes = ("advanced", "rejected", "withdrew", "req_closed", "transferred_out", "active")
    result: dict[tuple[Any, ...], Row] = {}
    for cell in {*entered, *left, *reached}:
        rows = entered.get(cell, [])
        row: Row = {name: sum(entry["outcome"] == name for entry in rows) for name in outcomes}
        resolved = row["advanced"] + row["rejected"] + row["withdrew"]
        clocks = [(e["clock"], e["outcome"] if e["outcome"] in outcomes[:3] else "") for e in rows]
        row["entered"], row["reached"], row["advanced_in_period"] = (
            len(rows),
            len(reached.get(cell, [])),
            len(left.get(cell, [])),
        )
        row["rate_period"] = share(row["advanced_in_period"], row["entered"])
        row["rate_resolved"] = share(row["advanced"], resolved)
        row["rate_adjusted_90d"] = incidence(clocks, "advanced", 90) if len(rows) >= 5 else None
        row["ci_low"], row["ci_high"] = wilson(row["advanced"], resolved)
        result[cell] = row
    for cell, row in result.items():
        functions = [
            (other["advanced"], other["advanced"] + other["rejected"] + other["withdrew"])
            for key, other in result.items()
            if key[2] != "all" and (*key[:2], key[3]) == (*cell[:2], cell[3])
        ]
        p0, m, total = pool(functions)
        resolved = row["advanced"] + row["rejected"] + row["withdrew"]
        row["rate_shrunk"] = None
        if p0 is not None and total >= 5:
            row["rate_shrunk"] = p0 if cell[2] == "all" else shrink(row["advanced"], resolved, p0, m)
    return result


def stage_exits(core: Core) -> dict[tuple[Any, ...], Row]:
    """M-03."""
    exits = [row for row in rows_of(core["fct_application"]) if row["exit_type"] in ("rejected", "withdrew")]
    totals = by_cell(exits, "exited_date")
    cells = by_cell(
        exits, "exited_date", lambda r: (r["exit_stage"], r["exit_type"], r["exit_reason"] or "other_unknown")
    )
    return {
        cell: {
            "exits": len(rows),
            "period_exits": len(totals[cell[:3]]),
            "share": share(len(rows), len(totals[cell[:3]])),
        }
        for cell, rows in cells.items()
    }


def stage_velocity(core: Core) -> dict[tuple[Any, ...], Row]:
    """M-04."""
    entries = [row for row in entries_of(core) if not row["is_backfilled"] and (row["active_days"] or 0) >= 0]
    result = {}
    for cell, rows in by_cell(entries, "entered_date", lambda row: (row["stage"],)).items():
        days = {
            state: [r["active_days"] for r in rows if r["state"] == state]
            for state in ("completed", "censored", "open")
        }
        result[cell] = {
            **{f"{state}_stays": len(values) for state, values in days.items()},
            "median_days": quantile(days["completed"], 0.5),
            "p90_days": quantile(days["completed"], 0.9),
            "km_median_days": survival_median(
                [(r["active_days"], "x" if r["state"] == "completed" else "") for r in rows]
            ),
            "open_median_age_days": quantile(days["open"], 0.5),
        }
    return result


def win_rate(core: Core) -> dict[tuple[Any, ...], Row]:
    """M-31."""
    rows = []
    for row in rows_of(core["fct_application"]):
        if row["exit_type"] in ("advanced", "rejected", "withdrew"):
            rows += [{**row, "stage": stage} for stage in STAGES if RANK[row["furthest_stage"]] >= RANK[stage]]
    result = {}
    for cell, members in by_cell(rows, "exited_date", lambda row: (row["stage"],)).items():
        hired = sum(row["exit_type"] == "advanced" for row in members)
        low, high = wilson(hired, len(members))
        result[cell] = {
            "hired": hired,
            "rejected": sum(row["exit_type"] == "rejected" for row in members),
            "withdrew": sum(row["exit_type"] == "withdrew" for row in members),
            "rate": share(hired, len(members)),
            "ci_low": low,
            "ci_high": high,
        }
    return result
