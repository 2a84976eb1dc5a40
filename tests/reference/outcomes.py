"""Speed, offers, sources and outreach (M-10 to M-15, M-30, M-32, M-60, M-62, M-70)."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.reference.cells import as_date, by_cell, periods_of, quantile, rows_of, share, survival_median, wilson
from tests.reference.clock import as_of_date, company_timezone
from tests.reference.funnel import Core, Row, dated_stays, days_apart, reached_of

Cells = dict[tuple[Any, ...], Row]


def _gap(start: Any, end: Any) -> int | None:
    first, last = as_date(start), as_date(end)
    return None if first is None or last is None else (last - first).days


def _offers(core: Core) -> list[Row]:
    applications = {row["application_key"]: row for row in rows_of(core["fct_application"])}
    reneged = {row["application_key"] for row in rows_of(core["fct_hire"]) if row["is_renege"]}
    return [
        {**applications[row["application_key"]], **row, "reneged": row["application_key"] in reneged}
        for row in rows_of(core["fct_offer"])
        if not (row["status"] == "pending" and row["sent_at"] is None)
    ]


def hiring_speed(core: Core) -> Cells:
    """M-10 to M-15."""
    today = as_of_date(core)
    requisitions = {row["requisition_key"]: row for row in rows_of(core["dim_requisition"])}
    applications = {row["application_key"]: row for row in rows_of(core["fct_application"])}
    hires = rows_of(core["fct_hire"])
    starts = {row["application_key"]: row["start_date"] for row in hires if not row["is_renege"]}
    found: list[Row] = []
    clocks: list[Row] = []

    def add(measure: str, function: Any, days: float | None, day: Any) -> None:
        if days is not None and days >= 0:
            found.append({"measure": measure, "function": function, "days": days, "day": day})

    def clock(measure: str, function: Any, days: float, event: bool, day: Any) -> None:
        if days >= 0:
            clocks.append({"measure": measure, "function": function, "days": days, "event": event, "day": day})

    for seat in rows_of(core["fct_opening"]):
        if requisitions[seat["requisition_key"]]["is_evergreen"]:
            continue
        filled = seat["filled_application_key"] is not None
        for kind in ("gross", "net"):
            clock(f"time_to_fill_{kind}", seat["function"], seat[f"{kind}_open_days"], filled, seat["opened_date"])
            if filled:
                add(f"time_to_fill_{kind}", seat["function"], seat[f"{kind}_open_days"], seat["filled_date"])
        start = as_date(starts.get(seat["filled_application_key"]))
        if start is not None and start <= today:
            add("time_to_start", seat["function"], _gap(seat["opened_date"], start), start)
    for hire in hires:
        application = applications[hire["application_key"]]
        accepted = hire["accepted_date"]
        add("time_to_hire", hire["function"], _gap(application["original_applied_date"], accepted), accepted)
        if hire["channel_of_record"] in ("sourced_outbound", "rediscovered"):
            add("time_to_hire_sourced", hire["function"], _gap(application["first_contact_date"], accepted), accepted)
    first: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in reached_of(core):
        if row["stage"] == "interview":
            seen = first[row["requisition_key"]]
            at = (row["reached_at"], as_date(row["reached_date"]))
            seen[row["person_key"]] = min(seen.get(row["person_key"], at), at)
    for key, requisition in requisitions.items():
        if requisition["is_evergreen"] or as_date(requisition["opened_date"]) is None:
            continue
        arrivals = sorted(first[key].values())
        third = arrivals[2][1] if len(arrivals) >= 3 else None
        ended = as_date(requisition["closed_date"]) if requisition["status"] in ("closed", "cancelled") else None
        days = _gap(requisition["opened_date"], third or ended or today)
        clock("time_to_first_slate", requisition["function"], days or 0, third is not None, requisition["opened_date"])
        if third is not None:
            add("time_to_first_slate", requisition["function"], days, third)
    _add_decisions(core, applications, add)
    for offer in _offers(core):
        add(
            "time_to_offer",
            offer["function"],
            _gap(offer["original_applied_date"], offer["sent_date"]),
            offer["sent_date"],
        )
        if offer["status"] in ("accepted", "declined") and offer["sent_at"] is not None:
            add(
                "offer_turnaround",
                offer["function"],
                days_apart(offer["sent_at"], offer["answered_at"]),
                offer["answered_date"],
            )
    done = by_cell(found, "day", lambda row: (row["measure"],))
    opened = by_cell(clocks, "day", lambda row: (row["measure"],))
    result = {}
    for cell in {*done, *opened}:
        days_found = [row["days"] for row in done.get(cell, [])]
        watched = [(row["days"], "x" if row["event"] else "") for row in opened.get(cell, [])]
        censored = cell[3] in ("time_to_fill_gross", "time_to_fill_net", "time_to_first_slate")
        result[cell] = {
            "n": len(days_found),
            "median_days": quantile(days_found, 0.5),
            "p90_days": quantile(days_found, 0.9),
            "mean_days": sum(days_found) / len(days_found) if days_found else None,
            "km_n": len(watched) if censored else None,
            "km_median_days": survival_median(watched) if watched else None,
        }
    return result


def _add_decisions(core: Core, applications: dict[str, Row], add: Any) -> None:
    visits: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for own in dated_stays(core).values():
        for stay in own:
            visits[(stay["application_key"], stay["canonical_stage"], stay["visit_number"])].append(stay)
    interviews: dict[str, list[Row]] = defaultdict(list)
    for row in rows_of(core["fct_interview"]):
        if row["status"] == "completed":
            interviews[row["application_key"]].append(row)
    for (key, _, _), stays in visits.items():
        begin, last = stays[0]["entered_at"], stays[-1]
        if last["exit_type"] not in ("advanced", "rejected"):
            continue
        ends = [i["ends_at"] for i in interviews[key] if begin <= i["ends_at"] <= last["exited_at"]]
        if ends:
            add(
                "time_to_decision",
                applications[key]["function"],
                days_apart(max(ends), last["exited_at"]),
                last["exited_date"],
            )


def offer_outcomes(core: Core) -> Cells:
    """M-30."""
    rows = _offers(core)
    answered = [{**row, "basis": "answered"} for row in rows if row["status"] != "pending"]
    result = {}
    cells = by_cell(answered, "answered_date", lambda row: (row["basis"],))
    cells.update(by_cell([{**row, "basis": "sent"} for row in rows], "sent_date", lambda row: (row["basis"],)))
    for cell, offers in cells.items():
        row: Row = {
            s: sum(o["status"] == s for o in offers)
            for s in ("accepted", "declined", "rescinded", "expired", "pending")
        }
        decided = row["accepted"] + row["declined"]
        row["offers"] = len(offers)
        row["reneged"] = sum(offer["status"] == "accepted" and offer["reneged"] for offer in offers)
        row["accept_rate"] = share(row["accepted"], decided)
        row["ci_low"], row["ci_high"] = wilson(row["accepted"], decided)
        row["accept_rate_all"] = share(row["accepted"], decided + row["rescinded"] + row["expired"])
        row["net_accept_rate"] = share(row["accepted"] - row["reneged"], decided)
        row["renege_rate"] = share(row["reneged"], row["accepted"])
        result[cell] = row
    return result


def source_performance(core: Core) -> Cells:
    """M-32, M-60 and M-62 by channel."""
    today = as_of_date(core)
    hires = [row for row in rows_of(core["fct_hire"]) if not row["is_internal"]]
    indexed = [row for row in hires if row["quality_index"] is not None]
    q0 = sum(row["quality_index"] for row in indexed) / len(indexed) if indexed else None
    pay = {row["offer_key"]: row["base_pay_company_amount"] for row in rows_of(core["fct_offer"])}
    sets = sorted(rows_of(core["dim_cost_parameter"]), key=lambda row: as_date(row["valid_from_date"]))
    valid = {row["function"]: row["value_multiplier"] for row in sets if as_date(row["valid_from_date"]) <= today}
    for hire in hires:
        quality = hire["quality_index"]
        if quality is None and q0 is not None:
            own = [row["quality_index"] for row in indexed if row["channel_of_record"] == hire["channel_of_record"]]
            quality = (sum(own) + 5 * q0) / (len(own) + 5)
        amount = hire["pay"] = pay.get(hire["offer_key"])
        multiplier = valid.get(hire["function"], valid.get(None, 0.2))
        hire["value"] = None if amount is None or quality is None else multiplier * float(amount) * quality / 100
    external = [row for row in rows_of(core["fct_application"]) if not row["is_internal"]]
    external = [row for row in external if "SRC-02" not in (row["dq_flags"] or "").split(",")]
    kept = {row["application_key"] for row in external}
    new = [row for row in external if row["transferred_from_key"] is None]
    interviewed = [row for row in reached_of(core) if row["stage"] == "interview" and row["application_key"] in kept]
    offers = [row for row in _offers(core) if row["application_key"] in kept]
    hires = [row for row in hires if row["application_key"] in kept]

    def of_record(row: Row) -> tuple[Any, ...]:
        return row["channel_of_record"], "record"

    counted = {
        "applications": by_cell(new, "applied_date", of_record),
        "reached_interview": by_cell(interviewed, "reached_date", of_record),
        "offers": by_cell(offers, "sent_date", of_record),
    }
    credits = [{**row, "channel": row["channel_of_record"], "model": "record", "weight": 1.0} for row in hires]
    by_key = {row["hire_key"]: row for row in hires}
    for touch in rows_of(core["bridge_hire_attribution"]):
        if touch["hire_key"] in by_key and touch["weight"]:
            hire = by_key[touch["hire_key"]]
            credits.append(
                {**hire, "channel": touch["channel"], "model": touch["attribution_model"], "weight": touch["weight"]}
            )
    hired = by_cell(credits, "accepted_date", lambda row: (row["channel"], row["model"]))
    spent = [
        {**row, "model": model}
        for row in rows_of(core["fct_source_spend"])
        for model in ("record", "first", "last", "linear")
        if row["cost_side"] == "external" and row["channel"] is not None
    ]
    spend = {
        cell: rows
        for cell, rows in by_cell(spent, "month_start_date", lambda r: (r["channel"], r["model"])).items()
        if cell[0] != "week"
    }
    result: Cells = {}
    for cell in {*hired, *spend, *(key for part in counted.values() for key in part)}:
        row = {name: len(part.get(cell, [])) if cell[4] == "record" else None for name, part in counted.items()}
        members, amounts = hired.get(cell, []), [r["spend_company_amount"] for r in spend.get(cell, [])]
        cost = None if not amounts or None in amounts else float(sum(amounts))
        known = [r for r in members if r["quality_index"] is not None]
        good = sum(r["weight"] for r in known if r["quality_index"] >= 70)
        total = sum(r["weight"] for r in members)
        value = None if any(r["value"] is None for r in members) else sum(r["weight"] * r["value"] for r in members)
        if not any(row.values()) and not members and not cost:
            continue
        result[cell] = {
            **row,
            "hires": total,
            "quality_hires": good if indexed else None,
            "quality_index": sum(r["weight"] * r["quality_index"] for r in known) / sum(r["weight"] for r in known)
            if known
            else None,
            "spend_amount": cost,
            "cost_per_hire_amount": cost / total if cost is not None and total else None,
            "cost_per_quality_hire_amount": cost / good if cost is not None and good else None,
            "roi": (value - cost) / cost if cost and value is not None else None,
            "spend_amounts_missing": None if cell[0] == "week" else amounts.count(None),
            "pay_amounts_missing": len({r["hire_key"] for r in members if r["pay"] is None}),
            "is_provisional": len(known) < len(members),
        }
    return result


def sequence_performance(core: Core) -> Cells:
    """M-70."""
    zone = company_timezone(core)
    applied = [row for row in rows_of(core["fct_application"]) if row["transferred_from_key"] is None]
    enrolled = [row for row in rows_of(core["fct_enrollment"]) if row["first_sent_at"] is not None]
    cells: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in enrolled:
        sent = row["first_sent_at"]
        row["is_applied"] = any(
            other["person_key"] == row["person_key"]
            and timedelta(0) <= other["applied_at"] - sent <= timedelta(days=180)
            for other in applied
        )
        for period_type, start in periods_of(sent.astimezone(ZoneInfo(zone)).date()):
            cells[(period_type, start, row["system"], row["sequence_id"])].append(row)
    result = {}
    for cell, rows in cells.items():
        delivered = [row for row in rows if row["is_delivered"] is not False]
        counts: Row = {}
        for name in ("opened", "clicked", "replied", "interested", "applied"):
            reported = any(row[f"is_{name}"] is not None for row in rows)
            counts[name] = sum(bool(row[f"is_{name}"]) for row in delivered) if reported else None

        def rate(name: str, whole: int | None, counts: Row = counts) -> float | None:
            return None if counts[name] is None or whole is None else share(counts[name], whole)

        n = len(delivered)
        result[cell] = {
            "enrolled": len(rows),
            "bounced": len(rows) - n,
            "delivered": n,
            **counts,
            "open_rate": rate("opened", n),
            "click_rate": rate("clicked", n),
            "click_to_open_rate": rate("clicked", counts["opened"]),
            "reply_rate": rate("replied", n),
            "interested_rate": rate("interested", n),
            "applied_rate": rate("applied", n),
        }
    return result
