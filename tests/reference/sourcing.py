"""Sourcers, medalists and agreement of systems (M-71, M-72, M-75) recomputed from the dictionary."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.reference.cells import as_date, quantile, rows_of, share
from tests.reference.clock import as_of_at, as_of_date, company_timezone
from tests.reference.funnel import Core, Row, days_apart, entries_of, reached_of

Cells = dict[tuple[Any, ...], Row]


def sourcer_productivity(core: Core) -> Cells:
    """M-71."""
    zone = company_timezone(core)
    sourcers = {row["application_key"]: row["sourcer_key"] for row in rows_of(core["fct_application"])}
    found: dict[tuple[Any, ...], dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))

    def add(day: date | None, sourcer: Any, name: str, value: Any = None) -> None:
        if day is not None and sourcer is not None:
            found[(day - timedelta(days=day.weekday()), sourcer)][name].append(value)

    def company_day(instant: Any) -> date | None:
        return None if instant is None else instant.astimezone(ZoneInfo(zone)).date()

    for row in rows_of(core["fct_enrollment"]):
        add(company_day(row["enrolled_at"]), row["sourcer_key"], "enrolled", row["person_key"])
        add(company_day(row["first_reply_at"]), row["sourcer_key"], "replies")
        if row["is_interested"]:
            add(company_day(row["first_reply_at"]), row["sourcer_key"], "interested")
    for row in entries_of(core):
        if row["stage"] == "screen" and row["outcome"] == "advanced":
            add(row["outcome_date"], row["sourcer_key"], "screens_passed")
    for row in reached_of(core):
        if row["stage"] == "onsite":
            add(row["reached_date"], row["sourcer_key"], "onsites")
    for row in rows_of(core["fct_offer"]):
        if row["status"] != "pending" or row["sent_at"] is not None:
            add(as_date(row["sent_date"]), sourcers[row["application_key"]], "offers")
    for row in rows_of(core["fct_hire"]):
        add(as_date(row["accepted_date"]), sourcers[row["application_key"]], "hires")
    names = ("replies", "interested", "screens_passed", "onsites", "offers", "hires")
    return {
        cell: {"enrolled": len(set(lists["enrolled"])), **{name: len(lists[name]) for name in names}}
        for cell, lists in found.items()
    }


def silver_medalists(core: Core) -> Cells:
    """M-72."""
    now, today = as_of_at(core), as_of_date(core)
    applications = rows_of(core["fct_application"])
    busy = {row["person_key"] for row in applications if row["status"] == "active"}
    own = defaultdict(list)
    for row in sorted(applications, key=lambda row: row["exited_at"] or now):
        own[row["person_key"]].append(row)
    ratings = defaultdict(list)
    for row in rows_of(core["fct_scorecard"]):
        if row["submitted_at"] is not None and row["rating"] is not None:
            ratings[row["application_key"]].append(int(row["rating"]))
    touches = sorted(
        (row for row in rows_of(core["fct_touch"]) if row["occurred_at"] <= now),
        key=lambda row: row["occurred_at"],
    )
    hires = rows_of(core["fct_hire"])
    result: Cells = {}
    for person in rows_of(core["dim_person"]):
        consent = as_date(person["consent_until_date"])
        if person["is_employee"] or person["is_anonymised"] or person["do_not_contact"]:
            continue
        if person["person_key"] in busy or (consent is not None and consent < today):
            continue
        for row in own[person["person_key"]]:
            rated, reason = ratings[row["application_key"]], row["exit_reason"]
            if row["furthest_stage"] not in ("onsite", "offer"):
                continue
            parted = row["exit_type"] == "withdrew" and reason in ("timing", "compensation", "location_visa")
            if not (parted or row["exit_type"] == "req_closed" or reason == "better_candidate"):
                continue
            if not 30 <= days_apart(row["exited_at"], now) <= 730 or not rated or -2 in rated:
                continue
            since = [
                hire
                for hire in hires
                if hire["person_key"] == row["person_key"] and hire["accepted_at"] >= row["exited_at"]
            ]
            if sum(rated) / len(rated) < 1 or since:
                continue
            later = [t for t in touches if t["person_key"] == row["person_key"] and t["occurred_at"] > row["exited_at"]]
            asked = next((t["occurred_at"] for t in later if t["direction"] == "outbound"), None)
            said = [t for t in later if asked and t["touch_type"] == "reply" and not t["is_machine"]]
            result[(person["person_key"],)] = {
                "application_key": row["application_key"],
                "function": row["function"],
                "furthest_stage": row["furthest_stage"],
                "exit_type": row["exit_type"],
                "exit_reason": reason,
                "mean_rating": sum(rated) / len(rated),
                "exited_at": row["exited_at"],
                "re_engaged_at": asked,
                "replied_at": next((t["occurred_at"] for t in said if t["occurred_at"] > asked), None),
            }
    return result


def system_consistency(core: Core) -> Cells:
    """M-75; what a CRM says of nobody is not compared."""
    today = as_of_date(core)
    cells = defaultdict(list)
    for row in rows_of(core["fct_system_match"]):
        cells[(today, row["crm_system"], row["ats_system"])].append(row)
    result = {}
    for cell, rows in cells.items():
        said = [
            name
            for name in ("is_status_equal", "is_owner_equal", "is_email_equal")
            if any(row[name] is not None for row in rows)
        ]
        matched = [row for row in rows if row["is_matched"]]
        agreeing = sum(all(row[name] for name in said) for row in matched) if said or not matched else None
        coverage = share(len(matched), len(rows))
        agreement = None if agreeing is None else share(agreeing, len(matched))
        result[cell] = {
            "crm_origin_active": len(rows),
            "matched": len(matched),
            "agreeing": agreeing,
            "match_coverage": coverage,
            "agreement": agreement,
            "consistency": None if coverage is None or agreement is None else coverage * agreement,
            "sync_lag_p95_hours": quantile(
                [row["sync_lag_hours"] for row in rows if row["sync_lag_hours"] is not None], 0.95
            ),
        }
    return result
