"""Offers in their versions, approvals, employment records and the activity log of applications."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from hirehouse.sandbox.applications import or_null
from hirehouse.sandbox.columns import Columns, numbered, stack, take
from hirehouse.sandbox.demand import FIRST_JOB, FIRST_OPENING, LENGTHS, SimulatedDemand
from hirehouse.sandbox.journeys import Journeys
from hirehouse.sandbox.organisation import CURRENCIES, TIMEZONES
from hirehouse.sandbox.table_spec import NA
from hirehouse.sandbox.timeline import DAY, HORIZON, NEVER, START, local_day, next_monday
from hirehouse.sandbox.walks import ACCEPTED, CLOSED, REJECTED, WITHDREW

FIRST_OFFER, FIRST_FLOW, FIRST_GROUP, FIRST_APPROVER = 22_001, 60_001, 70_001, 80_001

_BASE_PAY = np.array([135_000, 98_000, 82_000, 128_000, 118_000, 92_000, 88_000, 84_000], dtype=np.float64)
_PAY_FACTOR = np.array([1.0, 0.78, 0.74, 1.08, 1.15])
"""By office, in the office's own currency."""


def offer_table(
    rng: np.random.Generator, made: Journeys, demand: SimulatedDemand, stays: Columns, unrecorded: np.ndarray
) -> Columns:
    """Every version of every offer. `unrecorded`: applications whose offer never got into the system.

    The first version is made within a day of the stay in the offer stage; one in seven is re-issued before it is
    answered.
    """
    at_offer = (
        (stays["pos"] == LENGTHS[demand.template[stays["job"]]] - 1)
        & ~stays["is_backfilled"]
        & ~unrecorded[stays["app"]]
    )
    rows = np.flatnonzero(at_offer)
    count = len(rows)
    app, job, entered = stays["app"][rows], stays["job"][rows], stays["entered_at"][rows]
    kind, end = made.app["end_kind"][app], made.app["end_at"][app]
    span = np.minimum(end - entered, 9 * DAY)
    created = entered + (span * rng.uniform(0.03, 0.16, count)).astype(np.int64)
    approved = created + (span * rng.uniform(0.05, 0.2, count)).astype(np.int64)
    sent = approved + rng.integers(300, 3_000, count)
    twice = (rng.random(count) < 0.14) & (span > 3 * DAY)
    again = sent + (span * rng.uniform(0.05, 0.15, count)).astype(np.int64)
    step = (span * rng.uniform(0.02, 0.06, count)).astype(np.int64)
    office = demand.job["office_index"][job]
    function = demand.job["function_index"][job]
    pay = np.round(
        _BASE_PAY[function] * _PAY_FACTOR[office] * np.exp(rng.normal(0, 0.12, count)) if count else np.zeros(0), -2
    )
    start = next_monday(local_day(np.minimum(end, HORIZON + 30 * DAY), office, TIMEZONES) + rng.integers(20, 55, count))
    hire_row = np.full(len(made.app["job"]), -1)
    hire_row[made.hires["app"]] = np.arange(len(made.hires["app"]))
    if len(made.hires["app"]):
        start = np.where(hire_row[app] >= 0, made.hires["start_day"][hire_row[app]], start)
    resolution = np.full(count, None, dtype=object)
    status = np.full(count, None, dtype=object)
    for ends_as, name, api in (
        (ACCEPTED, "accepted", "Accepted"),
        (WITHDREW, "declined", "Rejected"),
        (REJECTED, "rescinded", "Rejected"),
        (CLOSED, "rescinded", "Deprecated"),
    ):
        mine = (kind == ends_as) & (end <= HORIZON)
        resolution[mine], status[mine] = name, api
    seat = np.where(made.app["seat"][app] >= 0, made.app["seat"][app], _any_seat(demand, job))
    final: Columns = {
        "application_id": stays["application_id"][rows],
        "job_id": FIRST_JOB + job,
        "opening_id": FIRST_OPENING + seat,
        "version": np.where(twice, 2, 1),
        "created_at": np.where(twice, again, created),
        "approved_at": np.where(twice, again + step, approved),
        "sent_at": np.where(twice, again + step + 900, sent),
        "resolved_at": or_null(np.where(kind <= CLOSED, end, NEVER)),
        "resolution": resolution,
        "api_status": status,
        "start_date": start,
        "expires_date": local_day(np.where(twice, again, created), office, TIMEZONES) + 21,
        "base_pay_amount": np.where(twice, np.round(pay * 1.04, -2), pay),
        "currency": np.array(CURRENCIES, dtype=object)[office],
        "is_shown_unreadable": np.zeros(len(rows), dtype=bool),
        "app": app,
        "job": job,
    }
    final["resolved_at"] = np.where(final["resolution"] == None, NA, final["resolved_at"])  # noqa: E711 - elementwise
    first = take(final, twice) | {
        "version": np.ones(int(twice.sum()), np.int64),
        "created_at": created[twice],
        "approved_at": approved[twice],
        "sent_at": sent[twice],
        "resolved_at": again[twice],
        "resolution": np.full(int(twice.sum()), "reissued", dtype=object),
        "api_status": np.full(int(twice.sum()), "Deprecated", dtype=object),
        "base_pay_amount": pay[twice],
        "expires_date": local_day(created[twice], office[twice], TIMEZONES) + 21,
    }
    table = stack([first, final])
    limit = np.where(np.isin(made.app["end_kind"][table["app"]], (CLOSED,)), made.work_ended[table["job"]], NEVER)
    for event in ("approved_at", "sent_at"):
        table[event] = np.where((table[event] <= np.minimum(HORIZON, limit)), table[event], NA)
    table = take(table, (table["created_at"] <= HORIZON) & (table["created_at"] < limit))
    table = take(table, np.argsort(table["created_at"], kind="stable"))
    return {"offer_id": numbered(len(table["app"]), FIRST_OFFER), **table}


def _any_seat(demand: SimulatedDemand, job: np.ndarray) -> np.ndarray:
    """The first seat of each requisition."""
    return np.searchsorted(demand.seat_job, job)


def approval_table(rng: np.random.Generator, offer: Columns, requisition: Columns, managers: np.ndarray) -> Columns:
    """One approval flow per requisition (before it opens) and per offer version."""
    jobs, offers = len(requisition["job_id"]), len(offer["offer_id"])
    position = offer["job_id"] - FIRST_JOB
    total = jobs + offers
    requested = np.concatenate([requisition["created_at"] + 600, offer["created_at"] + 60])
    table: Columns = {
        "approval_type": np.repeat(np.array(["open_job", "offer_candidate"], dtype=object), [jobs, offers]),
        "job_id": np.concatenate([requisition["job_id"], offer["job_id"]]),
        "offer_id": np.concatenate([np.full(jobs, NA), offer["offer_id"]]),
        "requested_by_id": np.concatenate([requisition["recruiter_id"], requisition["recruiter_id"][position]]),
        "user_id": np.concatenate([requisition["hiring_manager_id"], managers[rng.integers(0, len(managers), offers)]]),
        "requested_at": requested,
        "approved_at": np.concatenate([requisition["opened_at"] - 300, offer["approved_at"]]),
    }
    table = take(table, np.argsort(requested, kind="stable"))
    return {
        "approval_flow_id": numbered(total, FIRST_FLOW),
        "approver_group_id": numbered(total, FIRST_GROUP),
        "approver_id": numbered(total, FIRST_APPROVER),
        **table,
    }


def employment_table(
    rng: np.random.Generator, made: Journeys, application: Columns, users: Columns, mail: pa.Array
) -> Columns:
    """HRIS: all staff, and every hire from outside from two hours after acceptance on (with an early end where they
    reneged)."""
    staff = np.flatnonzero(users["person_id"] != NA)
    hires = take(made.hires, ~application["is_internal"][made.hires["app"]])
    app, count, own = hires["app"], len(hires["app"]), len(staff)
    start = np.concatenate([users["created_at"][staff] // DAY - rng.integers(0, 900, own), hires["start_day"]])
    left = np.concatenate(
        [
            np.where(users["deactivated_at"][staff] == NA, NEVER, users["deactivated_at"][staff] // DAY),
            hires["left_day"],
        ]
    )
    total = own + count
    begun = np.arange(total) >= own
    scored = begun & (left - start > 200) & (rng.random(total) < 0.85)
    surveyed = begun & (left - start > 100) & (rng.random(total) < 0.75)
    return {
        "employee_id": [users["employee_id"][i] for i in staff.tolist()]
        + [f"H{i:06d}" for i in application["application_id"][app].tolist()],
        "person_id": np.concatenate([users["person_id"][staff], application["person_id"][app]]),
        "candidate_id": np.concatenate([np.full(own, NA), application["candidate_id"][app]]),
        "application_id": np.concatenate([np.full(own, NA), application["application_id"][app]]),
        "email": [users["email"][i] for i in staff.tolist()]
        + mail.take(pa.array(application["person_id"][app] - 1)).to_pylist(),
        "start_date": start,
        "left_date": np.where(left <= HORIZON // DAY, left, NA),
        "reneged_at": np.concatenate([np.full(own, NA), or_null(hires["reneged"])]),
        "recorded_at": np.concatenate([np.full(own, START - 300 * DAY), hires["accepted"] + 7_200]),
        "performance_score": np.where(scored, np.round(np.clip(rng.normal(72, 14, total), 5, 100)), np.nan),
        "performance_at": np.where(scored, start * DAY + 190 * DAY, NA),
        "survey_score": np.where(surveyed, np.round(np.clip(rng.normal(76, 15, total), 5, 100)), np.nan),
        "survey_at": np.where(surveyed, start * DAY + 95 * DAY, NA),
    }


def activity_table(tables: dict[str, Columns]) -> Columns:
    """Everything that counts as activity on an application, from the other tables; nothing beyond the horizon."""
    parts: list[tuple[np.ndarray, np.ndarray, str]] = []

    def add(table: str, column: str, kind: str, rows: np.ndarray | None = None) -> None:
        data = tables[table]
        at = data[column]
        keep = (at != NA) & (at <= HORIZON) if rows is None else (at != NA) & (at <= HORIZON) & rows
        parts.append((data["application_id"][keep], at[keep], kind))

    add("application", "created_at", "applied")
    add("application", "transferred_at", "transferred")
    add("application", "hired_at", "hired")
    add("stay", "entered_at", "stage", tables["stay"]["stay_number"] > 1)
    add("rejection", "rejected_at", "rejected")
    add("rejection", "unrejected_at", "unrejected")
    for column in ("scheduled_at", "rescheduled_at", "completed_at", "ended_at"):
        add("interview", column, "interview")
    add("scorecard", "submitted_at", "scorecard")
    for column in ("created_at", "approved_at", "sent_at", "resolved_at"):
        add("offer", column, "offer")
    kinds = np.array([part[2] for part in parts], dtype=object)
    return {
        "application_id": np.concatenate([part[0] for part in parts]),
        "occurred_at": np.concatenate([part[1] for part in parts]),
        "kind": np.repeat(kinds, [len(part[0]) for part in parts]),
    }
