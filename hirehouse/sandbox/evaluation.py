"""Interviews, their interviewers and scorecards."""

from __future__ import annotations

import numpy as np

from hirehouse.sandbox.applications import or_null
from hirehouse.sandbox.columns import Columns, numbered, pick, take
from hirehouse.sandbox.demand import FIRST_KIT, FIRST_PLAN, FIRST_STAGE, SimulatedDemand
from hirehouse.sandbox.organisation import TIMEZONES, Staff
from hirehouse.sandbox.table_spec import NA
from hirehouse.sandbox.timeline import DAY, HORIZON, HOUR, NEVER, to_working_hours

FIRST_INTERVIEW, FIRST_INTERVIEWER, FIRST_SCORECARD = 330_001, 1_200_001, 515_001


def build_interviews(
    rng: np.random.Generator,
    demand: SimulatedDemand,
    stays: Columns,
    plan: Columns,
    requisition: Columns,
    staff: Staff,
    end_kind: np.ndarray,
) -> dict[str, Columns]:
    """Interview, interviewer and scorecard tables: one interview per planned interview of each stay long enough to
    hold one.

    An interview that would end after its stay is cancelled at the stay's end; the rest take place, but for a few
    no-shows.
    """
    stage_row = demand.first_stage[stays["job"]] + stays["pos"] - FIRST_STAGE
    plan_first = np.searchsorted(plan["stage_id"], FIRST_STAGE + np.arange(len(stage_row) and int(stage_row.max()) + 2))
    planned = plan_first[stage_row + 1] - plan_first[stage_row] if len(stage_row) else stage_row
    length = np.minimum(stays["ends"], HORIZON + 40 * DAY) - stays["entered_at"]
    real = (
        ~stays["is_backfilled"] & ~stays["is_accidental"] & (stays["folds_into_stay_id"] == NA) & (length > 20 * HOUR)
    )
    rows = np.flatnonzero(real & (planned > 0) & (rng.random(len(length)) < 0.96))
    rows = np.repeat(rows, planned[rows])
    number = np.arange(len(rows)) - np.searchsorted(rows, rows)
    which_plan = plan_first[stage_row[rows]] + number
    stay = take(
        {k: stays[k] for k in ("app", "job", "pos", "ends", "entered_at", "application_id", "job_id", "stage_id")}, rows
    )
    count = len(rows)
    office = demand.job["office_index"][stay["job"]]
    entered, ends = stay["entered_at"], stay["ends"]
    span = np.minimum(np.minimum(ends, HORIZON + 40 * DAY) - entered, 12 * DAY)
    same_day = np.repeat(rng.uniform(0.35, 0.8, len(rows)), 1)
    same_day = same_day[np.searchsorted(rows, rows)] if count else same_day  # one fraction for the panel of a stay
    starts = entered + (span * same_day).astype(np.int64)
    starts = to_working_hours(starts // 900 * 900 + number * 5_400, office, TIMEZONES, rng) // 900 * 900
    created = entered + (span * rng.uniform(0.005, 0.04, count)).astype(np.int64)
    scheduled = to_working_hours(
        created + (span * rng.uniform(0.02, 0.15, count)).astype(np.int64), office, TIMEZONES, rng
    )
    scheduled = np.minimum(scheduled, starts - HOUR)
    created = np.minimum(created, scheduled - 60)
    moved = (rng.random(count) < 0.09) & (starts - scheduled > 30 * HOUR)
    first_starts = np.where(moved, starts - DAY, NA)
    rescheduled = np.where(moved, scheduled + ((starts - DAY - scheduled) * 0.6).astype(np.int64), NA)
    duration = plan["duration_minutes"][which_plan] * 60 if count else starts
    finish = starts + duration
    never_held = finish > ends - 600
    draw = rng.random(count)
    no_show, cancelled = ~never_held & (draw < 0.015), ~never_held & (draw >= 0.015) & (draw < 0.03)
    held = ~never_held & ~no_show & ~cancelled
    off_at = np.where(
        never_held, ends, np.where(no_show, starts + 20 * 60, np.maximum(scheduled + 60, starts - 3 * HOUR))
    )
    keep = (created <= HORIZON) & ~(never_held & (ends <= scheduled + 60)) & (created > entered) & (starts > scheduled)
    deleted = ~held & ~no_show & (rng.random(count) < 0.2)
    table: Columns = {
        "application_id": stay["application_id"],
        "job_id": stay["job_id"],
        "stage_id": stay["stage_id"],
        "job_interview_id": FIRST_PLAN + which_plan,
        "organizer_id": requisition["coordinator_id"][stay["job"]],
        "created_at": created,
        "scheduled_at": or_null(scheduled),
        "first_starts_at": first_starts,
        "starts_at": starts,
        "ends_at": finish,
        "shown_ends_at": np.full(count, NA),
        "rescheduled_at": or_null(np.where(moved, rescheduled, NEVER)),
        "completed_at": or_null(np.where(held, finish + rng.integers(0, 5_400, count), NEVER)),
        "outcome": np.array([None, "completed", "cancelled", "no_show"], dtype=object)[
            np.where(held, 1, np.where(no_show, 3, 2))
        ],
        "ended_at": or_null(np.where(held, NEVER, off_at)),
        "deleted_at": or_null(np.where(deleted & (off_at < NEVER), off_at + 8 * HOUR, NEVER)),
        "held": held,
        "app": stay["app"],
        "job": stay["job"],
        "pos": stay["pos"],
        "ends": ends,
        "plan": which_plan,
    }
    table["outcome"] = np.where(~held & (off_at > HORIZON), None, table["outcome"])
    table["outcome"] = np.where(held & (finish > HORIZON), None, table["outcome"])
    table = take(table, keep)
    table = take(table, np.argsort(table["created_at"], kind="stable"))
    table = {"interview_id": numbered(len(table["app"]), FIRST_INTERVIEW), **table}
    return {"interview": table} | _judges(rng, demand, table, plan, requisition, staff, end_kind)


def _judges(
    rng: np.random.Generator,
    demand: SimulatedDemand,
    interview: Columns,
    plan: Columns,
    requisition: Columns,
    staff: Staff,
    end_kind: np.ndarray,
) -> dict[str, Columns]:
    """Interviewers (one, sometimes two) and the scorecards of interviews that took place; some late, some never
    submitted."""
    count = len(interview["app"])
    names = np.asarray(plan["name"], dtype=object)[interview["plan"]] if count else np.zeros(0, dtype=object)
    by_recruiter, by_manager = names == "Recruiter call", names == "Hiring manager call"
    function = demand.job["function_index"][interview["job"]]
    person = staff.of_function("interviewer", function, rng)
    person = np.where(by_recruiter, requisition["recruiter_id"][interview["job"]], person)
    person = np.where(by_manager, requisition["hiring_manager_id"][interview["job"]], person)
    rows = np.arange(count)
    shadow = np.flatnonzero(~by_recruiter & ~by_manager & (rng.random(count) < 0.22))
    second = staff.of_function("interviewer", function[shadow], rng)
    different = second != person[shadow]
    shadow, second = shadow[different], second[different]
    rows, person = np.concatenate([rows, shadow]), np.concatenate([person, second])
    order = np.argsort(rows, kind="stable")
    rows, person = rows[order], person[order]
    total = len(rows)
    held = interview["held"][rows]
    ends = interview["ends_at"][rows]
    lag = np.exp(rng.normal(np.log(9.0), 1.25, total)) * HOUR
    submitted = np.where(rng.random(total) < 0.045, NEVER, ends + np.maximum(600, lag).astype(np.int64))
    good = (interview["ends"][rows] < NEVER) & np.isin(end_kind[interview["app"][rows]], (3,))
    rating = np.where(good, pick(rng, total, (0.0, 0.06, 0.62, 0.32)), pick(rng, total, (0.12, 0.38, 0.42, 0.08)))
    rating = np.array([-2, -1, 1, 2])[rating]
    rating = np.where(rng.random(total) < 0.02, NA, rating)
    scored = np.flatnonzero(held & (ends <= HORIZON))
    scored = scored[np.argsort(ends[scored], kind="stable")]
    card = np.full(total, NA)
    card[scored] = numbered(len(scored), FIRST_SCORECARD)
    which = rows[scored]
    return {
        "interviewer": {
            "interviewer_id": numbered(total, FIRST_INTERVIEWER),
            "interview_id": interview["interview_id"][rows],
            "user_id": person,
            "response_status": np.array(["accepted", "tentative", "needs_action"], dtype=object)[
                pick(rng, total, (0.9, 0.03, 0.07))
            ],
            "scorecard_id": card,
            "created_at": interview["scheduled_at"][rows],
        },
        "scorecard": {
            "scorecard_id": card[scored],
            "application_id": interview["application_id"][which],
            "job_id": interview["job_id"][which],
            "interview_id": interview["interview_id"][which],
            "interview_kit_id": FIRST_KIT + interview["plan"][which],
            "interviewer_id": person[scored],
            "created_at": ends[scored],
            "submitted_at": or_null(submitted[scored]),
            "shown_submitted_at": np.full(len(scored), NA),
            "rating": rating[scored],
        },
    }
