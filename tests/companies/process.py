"""How the random company works its pipeline: owners, interviews, scorecards, words, reviews, and what its CRM knows."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tests.companies.draws import AS_OF_AT, Draws, Row, as_of_date

USERS = tuple(f"u{number}" for number in range(12))
RATINGS = (2, 2, 1, 1, 1, 1, 0, -1, -2, None)


def add_process(company: Draws) -> None:
    """Fill in what the tables about the process read; draws after everything else, so that the rest stays as it is."""
    for number, requisition in enumerate(company.tables["dim_requisition"]):
        requisition["job_id"] = f"j{number}"
        requisition["recruiter_key"] = None if number == 5 else company.pick(USERS)
    _add_days(company)
    _add_owners(company)
    _add_interviews(company)
    for interview in company.tables["fct_interview"]:
        _add_scorecards(company, interview)
    for offer in company.tables["fct_offer"]:
        offer["is_derived"] = offer["status"] == "accepted" and company.chance(0.1)
        offer["approved_at"] = None if offer["is_derived"] or company.chance(0.1) else AS_OF_AT - timedelta(days=400)
    _add_words(company)
    _add_reviews(company)
    _add_persons(company)
    _add_matches(company)


def _add_days(company: Draws) -> None:
    day = date(2024, 7, 1)
    while day < date(2027, 1, 1):
        week, month = day - timedelta(days=day.weekday()), day.replace(day=1)
        quarter = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        company.tables["dim_date"].append(
            {"date_day": day, "week_start_date": week, "month_start_date": month, "quarter_start_date": quarter}
        )
        day += timedelta(days=1)


def _add_owners(company: Draws) -> None:
    """Applications get ids (a transfer keeps its own), owners and a candidate; one of two systems has a link."""
    for row in company.tables["fct_application"]:
        root = str(row["application_key"]).rstrip("t")
        row["application_id"] = root
        row["system"] = "ats" if int(root[1:]) % 5 else "old"
        row["recruiter_key"] = company.pick(USERS) if company.chance(0.8) else None
        row["coordinator_key"] = company.pick(USERS) if company.chance(0.5) else None
        row["sourcer_key"] = company.pick(USERS[:4]) if company.chance(0.4) else None
        candidate = None if company.chance(0.03) else f"c{root}"
        company.tables["intermediate.int_applications__enriched"].append(
            {"application_key": row["application_key"], "candidate_id": candidate}
        )
    pattern = "https://ats.test/{candidate_id}/{application_id}?job={job_id}"
    for kind in ("application", "requisition"):
        company.tables["seeds.record_links"].append({"system": "ats", "record_type": kind, "url_pattern": pattern})


def _add_interviews(company: Draws) -> None:
    """More interviews, in screen too; what ends after the clock is still to come or was called off."""
    interviews, zones = company.tables["fct_interview"], _zones(company)
    for stay in company.tables["fct_stage_interval"]:
        if stay["canonical_stage"] in ("screen", "interview", "onsite") and company.chance(0.3):
            status = company.pick(("completed", "completed", "scheduled", "cancelled", "no_show"))
            interviews.append(
                {
                    "interview_key": f"{stay['interval_key']}-x",
                    "application_key": stay["application_key"],
                    "status": status,
                    "ends_at": stay["entered_at"] + company.days(-3, 30),  # type: ignore[operator]
                }
            )
    for interview in interviews:
        ends: datetime = interview["ends_at"]  # type: ignore[assignment]
        if ends > AS_OF_AT and interview["status"] in ("completed", "no_show"):
            interview["status"] = "scheduled"
        interview["starts_at"] = ends - timedelta(hours=1)
        interview["ends_date"] = company.local(ends, zones[interview["application_key"]])
        interview["organizer_key"] = company.pick((*USERS, None))


def _zones(company: Draws) -> dict[object, str]:
    zones = {row["requisition_key"]: str(row["timezone"]) for row in company.tables["dim_requisition"]}
    return {row["application_key"]: zones[row["requisition_key"]] for row in company.tables["fct_application"]}


def _add_scorecards(company: Draws, interview: Row) -> None:
    ends: datetime = interview["ends_at"]  # type: ignore[assignment]
    for number in range(int(company.pick((0, 1, 1, 2)))):  # type: ignore[call-overload]
        hours = company.pick((-0.5, 2, 20, 24, 30, 48, 60, None))
        submitted = None if hours is None else ends + timedelta(hours=float(hours))  # type: ignore[arg-type]
        company.tables["fct_scorecard"].append(
            {
                "scorecard_key": f"{interview['interview_key']}-{number}",
                "application_key": interview["application_key"],
                "interview_key": None if company.chance(0.03) else interview["interview_key"],
                "interviewer_key": company.pick((*USERS, None)),
                "rating": company.pick(RATINGS),
                "submitted_at": None if submitted is None or submitted > AS_OF_AT else submitted,
                "due_at": ends + timedelta(hours=24 * int(company.random.integers(1, 3))),
            }
        )


def _add_words(company: Draws) -> None:
    """Touches of everybody and of every application that is open, some of them at one instant; replies in sequences."""
    persons = [company.pick(company.people) for _ in range(900)]
    far = [row for row in company.tables["fct_application"] if row["furthest_stage"] in ("onsite", "offer")]
    persons += [row["person_key"] for row in far] * 3
    everybody = len(persons)
    persons += [row["person_key"] for row in company.tables["fct_application"] if row["status"] == "active"] * 2
    for number, person in enumerate(persons):
        at = AS_OF_AT - company.days(-2, 500 if number < everybody else 40)
        kind = company.pick(("message", "message", "call", "meeting", "event", "open", "reply"))
        said = [(kind, at)] * (2 if company.chance(0.1) else 1)
        if company.chance(0.3):
            said.append(("reply", at + company.days(0, 4) * int(company.chance(0.8))))
        for one, moment in said:
            inbound = one in ("open", "reply") or (one != "event" and company.chance(0.2))
            company.tables["fct_touch"].append(
                {
                    "touch_key": f"t{len(company.tables['fct_touch'])}",
                    "person_key": person,
                    "touch_type": one,
                    "direction": "inbound" if inbound else "outbound",
                    "is_machine": one in ("open", "reply") and company.chance(0.3),
                    "occurred_at": moment,
                }
            )
    for row in company.tables["fct_enrollment"]:
        sent: datetime | None = row["first_sent_at"]  # type: ignore[assignment]
        row["sourcer_key"] = company.pick((*USERS[:4], None))
        row["enrolled_at"] = (sent or AS_OF_AT - company.days(1, 300)) - company.days(0, 2)
        replied = sent + company.days(0, 20) if sent is not None and row["is_replied"] else None
        row["first_reply_at"] = None if replied is None or replied > AS_OF_AT else replied


def _add_reviews(company: Draws) -> None:
    for number in range(300):
        company.tables["fct_pipeline_review"].append(
            {
                "review_key": f"v{number}",
                "requisition_key": None
                if company.chance(0.03)
                else company.pick(company.tables["dim_requisition"][:11])["requisition_key"],  # type: ignore[index]
                "decision_count": None if company.chance(0.1) else int(company.random.integers(0, 6)),
                "reviewed_at": AS_OF_AT - company.days(-1, 450),
            }
        )


def _add_persons(company: Draws) -> None:
    for person in company.people:
        consent = as_of_date() + timedelta(days=int(company.random.integers(-40, 400)))
        company.tables["dim_person"].append(
            {
                "person_key": person,
                "is_employee": company.chance(0.1),
                "is_anonymised": company.chance(0.05),
                "do_not_contact": company.chance(0.05),
                "consent_until_date": (as_of_date() if company.chance(0.1) else consent)
                if company.chance(0.4)
                else None,
            }
        )
    for hire in company.tables["fct_hire"]:
        application = next(
            row for row in company.tables["fct_application"] if row["application_key"] == hire["application_key"]
        )
        hire["person_key"], hire["accepted_at"] = application["person_key"], application["hired_at"]


def _add_matches(company: Draws) -> None:
    """Three CRMs: one that says everything, one that never says a status, one with hardly an application."""
    for number, row in enumerate(company.tables["fct_application"]):
        if row["status"] == "active" and company.chance(0.7):
            crm = "small" if number % 40 == 0 else ("full", "mute")[number % 2]
            matched = company.chance(0.9)
            company.tables["fct_system_match"].append(
                {
                    "application_key": row["application_key"],
                    "ats_system": row["system"],
                    "crm_system": crm,
                    "is_matched": matched,
                    "is_status_equal": company.chance(0.9) if matched and crm != "mute" else None,
                    "is_owner_equal": company.chance(0.9) if matched and company.chance(0.9) else None,
                    "is_email_equal": company.chance(0.95) if matched else None,
                    "sync_lag_hours": float(company.random.uniform(0, 90)) if matched else None,
                }
            )
