"""A small random `core`, for checking the metric tables against an independent recomputation.

Only the columns the metric tables read. Everything is drawn from one seed; nothing reads the clock. The rows are
consistent in the ways the dictionary promises (one end per application, stays in order, a hire ends the last stay)
and otherwise as awkward as the rulings allow: skips, moves back, several rows of one visit, back-filled stays,
transfers, reneges, evergreen and closed requisitions, holds, missing amounts and missing functions.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd

from tests.companies.answers import add_answers
from tests.companies.capacity import add_capacity
from tests.companies.core_columns import CORE_COLUMNS
from tests.companies.draws import AS_OF_AT, CHANNELS, COMPANY_TIMEZONE, FUNCTIONS, STAGES, Draws, Row, as_of_date
from tests.companies.finance import add_finance
from tests.companies.process import add_process
from tests.companies.supply import add_money, add_outreach, add_seats

REASONS = ("skills", "compensation", "timing", "better_candidate", "other_unknown", None)


class _Company(Draws):
    """Draws one company; each `_add_*` appends rows of the tables it is named after."""

    def __init__(self, seed: int, applications: int) -> None:
        super().__init__(seed)
        self.people = [f"p{number}" for number in range(max(3, applications * 4 // 5))]
        self._add_publication()
        self._add_requisitions()
        for number in range(applications):
            self._add_application(f"a{number}", None)
        add_seats(self)
        add_outreach(self)
        add_money(self)
        add_finance(self)
        add_process(self)
        add_answers(self)
        add_capacity(self)

    def _add_publication(self) -> None:
        self.tables["publication"].append(
            {
                "run_id": "r",
                "as_of_at": AS_OF_AT,
                "as_of_date": as_of_date(),
                "company_timezone": COMPANY_TIMEZONE,
                "company_currency": "USD",
            }
        )

    def _add_requisitions(self) -> None:
        for number in range(14):
            opened = AS_OF_AT - self.days(20, 480)
            status = self.pick(("open", "open", "open", "closed", "cancelled", "on_hold", "draft"))
            ended = opened + self.days(30, 200) if status in ("closed", "cancelled") else None
            zone = str(self.pick(("America/New_York", "Asia/Tokyo", "Europe/Berlin")))
            self.tables["dim_requisition"].append(
                {
                    "requisition_key": f"q{number}",
                    "function": FUNCTIONS[number % 3],
                    "timezone": zone,
                    "status": status,
                    "is_evergreen": number in (3, 7),
                    "opened_date": None if status == "draft" else self.local(opened, zone),
                    "closed_date": self.local(None if ended is None else min(ended, AS_OF_AT), zone),
                }
            )

    def _add_application(self, key: str, source: Row | None) -> None:
        requisition = self.pick(self.tables["dim_requisition"])
        zone = str(requisition["timezone"])  # type: ignore[index]
        applied = AS_OF_AT - self.days(1, 430)
        at: datetime = applied
        if source is not None:
            at = applied = source["exited_at"]  # type: ignore[assignment]
        internal = self.chance(0.1)
        stays: list[Row] = []
        rank, furthest = (1, 1) if source is not None or self.chance(0.8) else (2, 2)
        status, exit_type, exit_stage = "active", "active", None
        while True:
            leaves = at + (timedelta(0) if self.chance(0.05) else self.days(0.05, 25))
            stay: Row = {
                "canonical_stage": STAGES[rank - 1],
                "entered_at": at,
                "exited_at": leaves,
                "is_current": False,
            }
            stays.append(stay)
            if leaves > AS_OF_AT or self.chance(0.06):
                stay.update(exited_at=None, exit_type="active", is_current=True)
                break
            move = float(self.random.random())
            if move < 0.35:
                end = str(self.pick(("rejected", "rejected", "rejected", "withdrew", "req_closed", "transferred_out")))
                status = {"rejected": "rejected", "withdrew": "withdrawn", "req_closed": "closed"}.get(
                    end, "transferred"
                )
                stay["exit_type"] = exit_type = end
                exit_stage = stay["canonical_stage"]
                break
            at = leaves
            if move < 0.42 and rank > 1:
                stay["exit_type"] = "moved_back"
                rank -= 1
            elif move < 0.50:
                stay["exit_type"] = "moved_within"
            else:
                stay["exit_type"] = "advanced"
                rank += 2 if self.chance(0.12) else 1
                furthest = max(furthest, min(rank, 6))
                if rank > 5:
                    status, exit_type, exit_stage, furthest = "hired", "advanced", stay["canonical_stage"], 6
                    break
        self._number(key, stays, zone)
        last = stays[-1]
        ended: datetime | None = last["exited_at"]  # type: ignore[assignment]
        hired = ended if exit_type == "advanced" else None
        channel = self.pick(CHANNELS)
        root = applied if source is None else source["original_applied_at"]
        application: Row = {
            "application_key": key,
            "person_key": self.pick(self.people) if source is None else source["person_key"],
            "requisition_key": requisition["requisition_key"],  # type: ignore[index]
            "function": None if self.chance(0.03) else requisition["function"],  # type: ignore[index]
            "transferred_from_key": None if source is None else source["application_key"],
            "current_stage": "hired" if hired else last["canonical_stage"],
            "furthest_stage": (*STAGES, "hired")[furthest - 1],
            "status": status,
            "exit_type": exit_type,
            "exit_stage": exit_stage,
            "exit_reason": self.pick(REASONS) if exit_type in ("rejected", "withdrew") else None,
            "channel": channel,
            "channel_of_record": "internal" if internal else channel,
            "dq_flags": "APP-01,SRC-02" if len(self.tables["fct_application"]) % 23 == 7 else None,
            "is_internal": internal,
            "applied_at": applied,
            "original_applied_at": root,
            "exited_at": ended,
            "hired_at": hired,
            "last_activity_at": (ended or AS_OF_AT) - self.days(0, 45),
            "applied_date": self.local(applied, zone),
            "original_applied_date": self.local(root, zone),  # type: ignore[arg-type]
            "first_contact_date": self.local(applied - self.days(1, 60), zone) if self.chance(0.4) else None,
            "exited_date": self.local(ended, zone),
            "hired_date": self.local(hired, zone),
        }
        self.tables["fct_application"].append(application)
        self._add_interviews(key, stays)
        self._add_offer(application, stays, zone)
        if exit_type == "transferred_out":
            self._add_application(key + "t", application)

    def _number(self, key: str, stays: list[Row], zone: str) -> None:
        visits: dict[object, int] = {}
        for position, stay in enumerate(stays):
            stage = stay["canonical_stage"]
            if position == 0 or stays[position - 1]["canonical_stage"] != stage:
                visits[stage] = visits.get(stage, 0) + 1
            until: datetime = stay["exited_at"] or AS_OF_AT  # type: ignore[assignment]
            active = (until - stay["entered_at"]).total_seconds() / 86400  # type: ignore[operator]
            stay.update(
                interval_key=f"{key}-{position}",
                application_key=key,
                visit_number=visits[stage],
                active_days=active * (0.5 if self.chance(0.05) else 1.0),
                is_backfilled=self.chance(0.02),
                entered_date=self.local(stay["entered_at"], zone),  # type: ignore[arg-type]
                exited_date=self.local(stay["exited_at"], zone),  # type: ignore[arg-type]
            )
            self.tables["fct_stage_interval"].append(stay)

    def _add_interviews(self, key: str, stays: list[Row]) -> None:
        for number, stay in enumerate(stays):
            if stay["canonical_stage"] in ("interview", "onsite") and self.chance(0.8):
                self.tables["fct_interview"].append(
                    {
                        "interview_key": f"{key}-i{number}",
                        "application_key": key,
                        "status": self.pick(("completed", "completed", "cancelled", "no_show")),
                        "ends_at": stay["entered_at"] + self.days(0, 12),  # type: ignore[operator]
                    }
                )

    def _add_offer(self, application: Row, stays: list[Row], zone: str) -> None:
        hired: datetime | None = application["hired_at"]  # type: ignore[assignment]
        if stays[-1]["canonical_stage"] != "offer" and hired is None:
            return
        ended: datetime | None = application["exited_at"]  # type: ignore[assignment]
        if hired is not None:
            status, answered = "accepted", hired
        elif ended is None:
            status, answered = "pending", None
        else:
            status, answered = str(self.pick(("declined", "declined", "rescinded", "expired"))), ended
        entered: datetime = stays[-1]["entered_at"]  # type: ignore[assignment]
        sent = None if self.chance(0.15) else min(entered + timedelta(hours=6), answered or AS_OF_AT)
        offer_key = f"o-{application['application_key']}"
        self.tables["fct_offer"].append(
            {
                "offer_key": offer_key,
                "application_key": application["application_key"],
                "status": status,
                "base_pay_company_amount": None if self.chance(0.03) else int(self.random.integers(60, 200)) * 1000,
                "sent_at": sent,
                "sent_date": self.local(sent or entered, zone),
                "answered_at": answered,
                "answered_date": self.local(answered, zone),
            }
        )
        if hired is not None:
            self._add_hire(application, offer_key, zone)

    def _add_hire(self, application: Row, offer_key: str, zone: str) -> None:
        hired: datetime = application["hired_at"]  # type: ignore[assignment]
        reneged = hired + self.days(2, 60) if self.chance(0.15) else None
        if reneged is not None and reneged > AS_OF_AT:
            reneged = None
        hire_key = f"h-{application['application_key']}"
        self.tables["fct_hire"].append(
            {
                "hire_key": hire_key,
                "application_key": application["application_key"],
                "offer_key": None if self.chance(0.05) else offer_key,
                "function": application["function"],
                "channel_of_record": application["channel_of_record"],
                "quality_index": round(float(self.random.uniform(40, 95)), 1) if self.chance(0.6) else None,
                "is_internal": application["is_internal"],
                "is_renege": reneged is not None,
                "accepted_date": application["hired_date"],
                "start_date": application["hired_date"] + timedelta(days=int(self.random.integers(7, 70))),  # type: ignore[operator]
                "reneged_date": self.local(reneged, zone),
            }
        )
        touches = [self.pick(CHANNELS) for _ in range(int(self.random.integers(0, 3)))] + [application["channel"]]
        for model in ("first", "last", "linear"):
            chosen = {"first": 0, "last": len(touches) - 1, "linear": None}[model]
            for number, channel in enumerate(touches):
                self.tables["bridge_hire_attribution"].append(
                    {
                        "hire_key": hire_key,
                        "attribution_model": model,
                        "touch_number": number + 1,
                        "channel": channel,
                        "weight": 1 / len(touches) if chosen is None else float(number == chosen),
                    }
                )


def build_core(seed: int, applications: int = 400) -> dict[str, pd.DataFrame]:
    """Draw a company and return its `core` tables by name, one frame each, columns as in `CORE_COLUMNS`."""
    rows = _Company(seed, applications).tables
    return {name: pd.DataFrame(rows[name], columns=list(columns)) for name, columns in CORE_COLUMNS.items()}
