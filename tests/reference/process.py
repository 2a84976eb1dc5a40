"""How the pipeline is worked (M-05, M-73, M-74, M-75, M-77) recomputed from the dictionary."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.reference.cells import as_date, by_cell, quantile, rows_of, share
from tests.reference.clock import as_of_at, as_of_date, company_timezone
from tests.reference.funnel import Core, Row, dated_stays, days_apart

Cells = dict[tuple[Any, ...], Row]

LIMITS = {"applied": 7, "screen": 7, "interview": 10, "onsite": 7, "offer": 5}


def _visit_start(stays: list[Row]) -> Any:
    """When the visit began that the application is in: consecutive rows of the current one's stage, backwards."""
    begin = stays[-1]["entered_at"]
    for stay in reversed(stays):
        if stay["canonical_stage"] != stays[-1]["canonical_stage"]:
            break
        begin = stay["entered_at"]
    return begin


def _stall(application: Row, begin: Any, interviews: list[Row], cards: dict[str, list[Row]], core: Row) -> Row:
    """Why an application waits and who can end it."""
    recruiter = application["recruiter_key"] or core["recruiters"][application["requisition_key"]]
    mine = [row for row in interviews if row["ends_at"] > begin and row["status"] != "cancelled"]
    done = sorted((row for row in mine if row["status"] == "completed"), key=lambda row: row["ends_at"])
    unscored = [row for row in done if not any(card["submitted_at"] for card in cards[row["interview_key"]])]
    words = [row for row in core["touches"][application["person_key"]] if row["occurred_at"] >= begin]
    last = max(words, key=lambda row: (row["occurred_at"], row["direction"] == "inbound"), default=None)
    if application["current_stage"] in ("interview", "onsite") and not mine:
        return {"stall_reason": "no_interview_scheduled", "owner_key": application["coordinator_key"] or recruiter}
    if unscored:
        drafts = sorted(
            cards[unscored[0]["interview_key"]], key=lambda card: (card["due_at"], card["interviewer_key"] or "~")
        )
        first = drafts[0]["interviewer_key"] if drafts else None
        return {"stall_reason": "scorecard_missing", "owner_key": first or unscored[0]["organizer_key"] or recruiter}
    if done:
        return {"stall_reason": "decision_due", "owner_key": recruiter}
    if application["application_key"] in core["offers_out"] or (last and last["direction"] == "outbound"):
        return {"stall_reason": "candidate_not_replied", "owner_key": recruiter}
    return {"stall_reason": "no_owner_action", "owner_key": recruiter}


def stalled_applications(core: Core) -> Cells:
    """M-05."""
    now = as_of_at(core)
    stays, interviews, cards = dated_stays(core), defaultdict(list), defaultdict(list)
    for row in rows_of(core["fct_interview"]):
        interviews[row["application_key"]].append(row)
    for row in rows_of(core["fct_scorecard"]):
        cards[row["interview_key"]].append(row)
    requisitions = {row["requisition_key"]: row for row in rows_of(core["dim_requisition"])}
    candidates = {
        row["application_key"]: row["candidate_id"] for row in rows_of(core["intermediate.int_applications__enriched"])
    }
    links = [row for row in rows_of(core["seeds.record_links"]) if row["record_type"] == "application"]
    patterns = {row["system"]: row["url_pattern"] for row in links}
    touches = defaultdict(list)
    for row in rows_of(core["fct_touch"]):
        said = row["touch_type"] in ("message", "call", "meeting", "reply") and not row["is_machine"]
        if said and row["occurred_at"] <= now:
            touches[row["person_key"]].append(row)
    shared: Row = {
        "recruiters": {key: row["recruiter_key"] for key, row in requisitions.items()},
        "touches": touches,
        "offers_out": {
            row["application_key"]
            for row in rows_of(core["fct_offer"])
            if row["status"] == "pending" and row["sent_at"] is not None
        },
    }
    result = {}
    for row in rows_of(core["fct_application"]):
        key, own = row["application_key"], interviews[row["application_key"]]
        days = days_apart(row["last_activity_at"], now)
        to_come = any(one["status"] == "scheduled" and one["starts_at"] > now for one in own)
        if row["status"] != "active" or to_come or days <= LIMITS[row["current_stage"]]:
            continue
        job = requisitions[row["requisition_key"]]["job_id"]
        names = {"candidate_id": candidates[key] or "", "application_id": row["application_id"], "job_id": job}
        result[(key,)] = {
            "function": row["function"],
            "canonical_stage": row["current_stage"],
            "stalled_days": days,
            "deep_link": patterns[row["system"]].format(**names) if row["system"] in patterns else None,
            **_stall(row, _visit_start(stays[key]), own, cards, shared),
        }
    return result


def review_cadence(core: Core) -> Cells:
    """M-73."""
    now, today, zone = as_of_at(core), as_of_date(core), company_timezone(core)
    requisitions = {row["requisition_key"]: row for row in rows_of(core["dim_requisition"])}
    seats = {row["opening_key"]: row for row in rows_of(core["fct_opening"])}
    reviews = []
    for row in rows_of(core["fct_pipeline_review"]):
        requisition = requisitions.get(row["requisition_key"], {"timezone": zone, "function": None})
        if row["reviewed_at"] <= now:
            day = row["reviewed_at"].astimezone(ZoneInfo(requisition["timezone"])).date()
            reviews.append({**row, "function": requisition["function"], "day": day})
    cells: dict[tuple[Any, ...], dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for row in reviews:
        week = row["day"] - timedelta(days=row["day"].weekday())
        for function in {"all", row["function"]} - {None}:
            cells[(week, function)]["reviews"].append(row["decision_count"])
    intervals = [row for row in rows_of(core["fct_opening_interval"]) if row["status"] == "open"]
    begun = min((as_date(row["started_date"]) for row in intervals), default=today)  # type: ignore[type-var]
    week = max(begun - timedelta(days=begun.weekday()), min(map(as_date, core["dim_date"]["week_start_date"])))  # type: ignore[operator, union-attr, type-var]
    while week <= today:
        day = min(week + timedelta(days=6), today)
        open_now = {
            row["opening_key"]
            for row in intervals
            if as_date(row["started_date"]) <= day  # type: ignore[operator]
            and (as_date(row["ended_date"]) is None or as_date(row["ended_date"]) > day)  # type: ignore[operator]
        }
        for seat in (seats[key] for key in open_now):
            known = [
                row["day"] for row in reviews if row["requisition_key"] == seat["requisition_key"] and row["day"] <= day
            ]
            last = max(known, default=None)
            for function in {"all", seat["function"]} - {None}:
                cells[(week, function)]["waits"].append((day - (last or as_date(seat["opened_date"]))).days)
                cells[(week, function)]["reviewed"].append(last is not None and last > day - timedelta(days=7))
        week += timedelta(days=7)
    result = {}
    for cell, found in cells.items():
        known = [count for count in found["reviews"] if count is not None]
        result[cell] = {
            "open_openings": len(found["reviewed"]),
            "reviewed_7d": sum(found["reviewed"]),
            "share_reviewed": share(sum(found["reviewed"]), len(found["reviewed"])),
            "median_days_since_review": quantile([wait for wait in found["waits"] if wait >= 0], 0.5),
            "reviews": len(found["reviews"]),
            "decisions_per_review": sum(known) / len(known) if known else None,
        }
    return result


def scorecard_timeliness(core: Core) -> Cells:
    """M-74."""
    now = as_of_at(core)
    functions = {row["application_key"]: row["function"] for row in rows_of(core["fct_application"])}
    cards = defaultdict(list)
    for row in rows_of(core["fct_scorecard"]):
        cards[row["interview_key"]].append(row["submitted_at"])
    rows = []
    for row in rows_of(core["fct_interview"]):
        if row["status"] != "completed" or now - row["ends_at"] < timedelta(hours=48):
            continue
        sent = cards[row["interview_key"]]
        judged = {
            f"within_{hours}h": bool(sent)
            and all(at is not None and at - row["ends_at"] <= timedelta(hours=hours) for at in sent)
            for hours in (24, 48)
        }
        rows.append({**row, **judged, "function": functions[row["application_key"]]})
    result = {}
    for cell, found in by_cell(rows, "ends_date").items():
        within = {name: sum(row[name] for row in found) for name in ("within_24h", "within_48h")}
        rates = {f"rate_{name[7:]}": share(count, len(found)) for name, count in within.items()}
        result[cell] = {"interviews": len(found), **within, **rates}
    return result


def off_process_hires(core: Core) -> Cells:
    """M-77; the path is walked back from the hire, transfer by transfer."""
    before = {row["application_key"]: row["transferred_from_key"] for row in rows_of(core["fct_application"])}
    offers = {row["offer_key"]: row for row in rows_of(core["fct_offer"])}
    interviewed = {row["application_key"] for row in rows_of(core["fct_interview"]) if row["status"] == "completed"}
    submitted = [row["application_key"] for row in rows_of(core["fct_scorecard"]) if row["submitted_at"] is not None]
    rows = []
    for row in rows_of(core["fct_hire"]):
        path, step = [], row["application_key"]
        while step is not None:
            path.append(step)
            step = before[step]
        offer = offers.get(row["offer_key"])
        lacks = {
            "without_interview": not interviewed & set(path),
            "without_scorecards": sum(key in path for key in submitted) < 2,
            "without_offer": offer is None or offer["is_derived"],
            "without_approval": offer is None or offer["is_derived"] or offer["approved_at"] is None,
        }
        if not row["is_internal"]:
            rows.append({**row, **lacks, "lacks": any(lacks.values()), "names": list(lacks)})
    result = {}
    for (period_type, start, function), found in by_cell(rows, "accepted_date").items():
        if period_type == "quarter":
            counts = {name: sum(row[name] for row in found) for name in found[0]["names"]}
            off = sum(row["lacks"] for row in found)
            rate = share(off, len(found))
            result[(start, function)] = {"hires": len(found), "off_process": off, "rate": rate, **counts}
    return result
