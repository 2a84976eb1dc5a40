"""Who works in the random company: recruiters that left, newcomers that are not ramped, interviews of any length.

And what the source no longer knows: stays of a past stage without a day.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.companies.draws import AS_OF_AT, Draws
from tests.companies.process import USERS

NEWCOMERS = USERS[-2:]


def add_capacity(company: Draws) -> None:
    """Fill in what capacity reads; draws after everything else, so that the rest stays as it is."""
    for number, user in enumerate(USERS[:-1]):  # the last one is no user of any source
        active = None if number == 3 else number != 5 and company.chance(0.9)
        company.tables["dim_user"].append({"user_key": user, "is_active": active})
    recent = AS_OF_AT - timedelta(days=95)
    for row in company.tables["fct_application"]:
        applied: datetime = row["applied_at"]  # type: ignore[assignment]
        if row["recruiter_key"] in NEWCOMERS and applied < recent + company.days(0, 10):
            row["recruiter_key"] = company.pick(USERS[:-2])
    for interview in company.tables["fct_interview"]:
        ends: datetime = interview["ends_at"]  # type: ignore[assignment]
        hours = float(company.pick((0.5, 0.75, 1, 1, 2, -1)))  # type: ignore[arg-type]
        interview["starts_at"] = ends - timedelta(hours=hours)
    for stay in list(company.tables["fct_stage_interval"]):
        if stay["exited_at"] is not None and company.chance(0.02):
            other = company.pick((stay["canonical_stage"], "screen", "interview"))
            nowhere = {"entered_at": None, "exited_at": None, "entered_date": None, "exited_date": None}
            nothing = {"exit_type": "advanced", "active_days": None, "is_current": False, "is_backfilled": True}
            key = f"{stay['interval_key']}-u"
            undated = {**stay, **nowhere, **nothing, "interval_key": key, "canonical_stage": other, "visit_number": 1}
            company.tables["fct_stage_interval"].append(undated)
