"""Demand of the simulated company: requisitions, their source stages and planned interviews, seats with their lives,
holds and dates.

Seats come before people: each opening is given its fate (filled, cancelled, open for long) and a filled one gets
exactly one hire from `journeys`, whose acceptance ends the seat's life. Seats can therefore never be exceeded.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hirehouse.sandbox.columns import Columns, numbered, pick
from hirehouse.sandbox.organisation import (
    FIRST_CLOSE_REASON,
    FIRST_DEPARTMENT,
    FIRST_OFFICE,
    FUNCTION_HIRES,
    FUNCTIONS,
    OFFICE_SHARES,
    PREFIXES,
    TIMEZONES,
    Staff,
)
from hirehouse.sandbox.table_spec import NA
from hirehouse.sandbox.timeline import DAY, HORIZON, NEVER, NOW, START, days, local_day, next_monday, to_working_hours

FIRST_JOB, FIRST_OPENING, FIRST_STAGE, FIRST_PLAN, FIRST_KIT = 40_001, 8_801, 99_001, 7_001, 6_001
WINDOW_DAYS = 913

TEMPLATES = (
    (
        "Application Review",
        "Recruiter Screen",
        "Hiring Manager Screen",
        "Technical Interview",
        "Take Home Test",
        "Onsite",
        "Offer",
    ),
    ("Application Review", "Recruiter Screen", "First Interview", "Final Interview", "Offer"),
    ("Application Review", "Recruiter Screen", "Hiring Manager Screen", "First Interview", "Onsite", "Offer"),
)
CANONICAL = {
    "Application Review": 0,
    "Recruiter Screen": 1,
    "Hiring Manager Screen": 1,
    "Technical Interview": 2,
    "First Interview": 2,
    "Take Home Test": 2,
    "Onsite": 3,
    "Final Interview": 3,
    "Offer": 4,
}
STAGE_NAMES = ("applied", "screen", "interview", "onsite", "offer")
MOST_STAGES = max(len(template) for template in TEMPLATES)
LENGTHS = np.array([len(template) for template in TEMPLATES])
CANON = np.array(
    [[CANONICAL[name] for name in template] + [9] * (MOST_STAGES - len(template)) for template in TEMPLATES]
)
FUNCTION_TEMPLATE = np.array([0, 1, 1, 2, 0, 2, 1, 1])
PLANS = {
    "Recruiter Screen": (("Recruiter call", 30),),
    "Hiring Manager Screen": (("Hiring manager call", 45),),
    "Technical Interview": (("Technical interview", 60),),
    "First Interview": (("First interview", 60),),
    "Onsite": (("Panel: craft", 60), ("Panel: case", 60), ("Panel: team", 45)),
    "Final Interview": (("Final: craft", 60), ("Final: team", 45)),
}
TITLES = (
    "Software Engineer",
    "Account Executive",
    "Customer Success Manager",
    "Product Manager",
    "Data Engineer",
    "Marketing Manager",
    "Financial Analyst",
    "People Partner",
)
LEVELS = ("", "Senior ", "Staff ", "Lead ")


@dataclass
class SimulatedDemand:
    """Requisitions and seats as arrays by position; times in epoch seconds, `NEVER` = not within the timeline.

    `seat_job` is the requisition's position of each seat; `fate` 0 filled, 1 cancelled, 2 open for long.
    """

    job: Columns
    template: np.ndarray
    first_stage: np.ndarray
    seat_job: np.ndarray
    seat_opened: np.ndarray
    fate: np.ndarray
    seat_ends: np.ndarray


def build_demand(rng: np.random.Generator, scale: int) -> SimulatedDemand:
    """Requisitions and seats for `scale` applications in 30 months; 0 applications: none; under 20: one seat that
    nobody fills."""
    timeline = (HORIZON - START) / DAY / WINDOW_DAYS
    seats = 0 if scale == 0 else max(1, round(0.0288 * scale * timeline / 0.86))
    weights = np.asarray(FUNCTION_HIRES)
    seat_function = rng.choice(len(FUNCTIONS), seats, p=weights / weights.sum())
    evergreen_seat = np.isin(seat_function, (1, 2)) & (rng.random(seats) < 0.15) & (seats > 200)
    sizes = np.array([1, 2, 3, 5])
    owner = np.full(seats, -1, dtype=np.int64)
    function_of: list[np.ndarray] = []
    evergreen_of: list[np.ndarray] = []
    count = 0
    for index in range(len(FUNCTIONS)):
        plain = np.flatnonzero((seat_function == index) & ~evergreen_seat)
        size = sizes[pick(rng, len(plain), (0.70, 0.16, 0.09, 0.05))]
        group = np.repeat(np.arange(len(plain)), size)[: len(plain)]
        owner[plain] = count + group
        made = int(group[-1]) + 1 if len(plain) else 0
        ever = np.flatnonzero((seat_function == index) & evergreen_seat)
        many = (len(ever) + 39) // 40
        owner[ever] = count + made + np.arange(len(ever)) // 40
        function_of.append(np.full(made + many, index))
        evergreen_of.append(np.arange(made + many) >= made)
        count += made + many
    function, evergreen = np.concatenate(function_of), np.concatenate(evergreen_of)
    drawn = START + (np.sqrt(rng.random(count) * (1.3**2 - 0.7**2) + 0.7**2) - 0.7) / 0.6 * (HORIZON - START)
    opened = np.where(evergreen, START + rng.random(count) * 60 * DAY, drawn).astype(np.int64)
    if scale < 20:
        opened[:] = NOW - 40 * DAY
    order = np.argsort(opened, kind="stable")  # ids follow the date
    rank = np.empty(count, dtype=np.int64)
    rank[order] = np.arange(count)
    owner, function, evergreen, opened = rank[owner], function[order], evergreen[order], opened[order]
    office = rng.choice(len(OFFICE_SHARES), count, p=np.asarray(OFFICE_SHARES))
    opened = to_working_hours(opened, office, TIMEZONES, rng)
    seat_order = np.argsort(owner, kind="stable")
    owner = owner[seat_order]
    position = np.arange(seats) - np.searchsorted(owner, owner)
    late = np.where(rng.random(seats) < 0.3, rng.random(seats) * 25 * DAY, 0) * (position > 0)
    spread = rng.random(seats) * np.maximum(0, HORIZON - opened[owner])
    seat_opened = opened[owner] + np.where(evergreen[owner] & (position > 0), spread, late).astype(np.int64)
    moved = seat_opened > opened[owner]
    seat_opened = np.where(moved, to_working_hours(seat_opened, office[owner], TIMEZONES, rng), seat_opened)
    fate = pick(rng, seats, (0.86, 0.08, 0.06)) if scale >= 20 else np.full(seats, 2)
    fate = np.where(evergreen[owner] & (position == 0), 2, fate)
    ends = np.where(
        fate == 1, seat_opened + days(rng.uniform(15, 110, seats)), seat_opened + days(rng.uniform(140, 260, seats))
    )
    ends = to_working_hours(ends, office[owner], TIMEZONES, rng)
    ends = np.where((fate == 2) & evergreen[owner], NEVER, ends)
    if scale < 20:
        ends[:] = NEVER
    job: Columns = {"function_index": function, "office_index": office, "is_evergreen": evergreen, "opened": opened}
    job["created"] = opened - days(rng.uniform(0.5, 9, count))
    template = FUNCTION_TEMPLATE[function]
    lengths = LENGTHS[template]
    first_stage = FIRST_STAGE + np.cumsum(lengths) - lengths
    return SimulatedDemand(job, template, first_stage, owner, seat_opened, fate, ends)


def requisition_table(
    rng: np.random.Generator, demand: SimulatedDemand, staff: Staff, work_ended: np.ndarray
) -> Columns:
    """The requisition table but for `closed_at` and `close_kind`, which follow the hires."""
    job, count = demand.job, len(demand.template)
    function, opened = job["function_index"], job["opened"]
    home = rng.integers(0, max(1, len(staff.recruiters)), count)
    recruiter = staff.recruiters[home] if count else np.zeros(0, dtype=np.int64)
    hand_over = (rng.random(count) < 0.06) & (len(staff.recruiters) > 1)
    following = staff.recruiters[(home + 1) % len(staff.recruiters)] if count else recruiter
    changed = opened + days(rng.uniform(10, 60, count))
    hand_over &= changed < work_ended
    position = numbered(count, 1)
    level = pick(rng, count, (0.45, 0.35, 0.1, 0.1))
    return {
        "job_id": numbered(count, FIRST_JOB),
        "requisition_id": [f"{PREFIXES[f]}-{n}" for f, n in zip(function.tolist(), position.tolist(), strict=True)],
        "title": [LEVELS[v] + TITLES[f] for f, v in zip(function.tolist(), level.tolist(), strict=True)],
        "department_id": FIRST_DEPARTMENT + function,
        "function": [FUNCTIONS[f] for f in function.tolist()],
        "office_id": FIRST_OFFICE + job["office_index"],
        "hiring_manager_id": staff.of_function("manager", function, rng),
        "recruiter_id": recruiter,
        "next_recruiter_id": np.where(hand_over, following, NA),
        "recruiter_changed_at": np.where(hand_over, changed, NA),
        "coordinator_id": staff.coordinators[rng.integers(0, len(staff.coordinators), count)],
        "sourcer_id": staff.sourcers[rng.integers(0, len(staff.sourcers), count)],
        "is_evergreen": job["is_evergreen"],
        "is_confidential": rng.random(count) < 0.02,
        "created_at": job["created"],
        "opened_at": opened,
    }


def stage_tables(demand: SimulatedDemand) -> tuple[Columns, Columns]:
    """Source stages and planned interviews of every requisition, in order of requisition and stage."""
    count = len(demand.template)
    length = LENGTHS[demand.template]
    job = np.repeat(np.arange(count), length)
    order = np.arange(len(job)) - np.repeat(np.cumsum(length) - length, length)
    template = demand.template[job]
    names = np.array([list(t) + [""] * (MOST_STAGES - len(t)) for t in TEMPLATES], dtype=object)[template, order]
    created = demand.job["created"][job]
    stage_id = demand.first_stage[job] + order
    stage: Columns = {
        "stage_id": stage_id,
        "job_id": FIRST_JOB + job,
        "name": names,
        "canonical_stage": np.array(STAGE_NAMES, dtype=object)[CANON[template, order]] if len(job) else names,
        "sort_order": order,
        "created_at": created,
    }
    planned = np.array([[len(PLANS.get(n, ())) for n in t] + [0] * (MOST_STAGES - len(t)) for t in TEMPLATES])
    repeat = planned[template, order]
    row = np.repeat(np.arange(len(job)), repeat)
    number = np.arange(len(row)) - np.repeat(np.cumsum(repeat) - repeat, repeat)
    chosen = [PLANS[name][n] for name, n in zip(names[row], number.tolist(), strict=True)]
    plan: Columns = {
        "job_interview_id": numbered(len(row), FIRST_PLAN),
        "interview_kit_id": numbered(len(row), FIRST_KIT),
        "job_id": stage["job_id"][row],
        "stage_id": stage_id[row],
        "name": [c[0] for c in chosen],
        "duration_minutes": np.array([c[1] for c in chosen], dtype=np.int64),
        "sort_order": number,
        "created_at": created[row],
    }
    return stage, plan


def seat_tables(rng: np.random.Generator, demand: SimulatedDemand, life: Columns) -> dict[str, Columns]:
    """Openings with their lives, holds and target dates. `life` has seat, life_number, opened, closed (`NEVER`), kind,
    application_id."""
    seats = len(demand.seat_job)
    opening_id = numbered(seats, FIRST_OPENING)
    job, office = demand.seat_job, demand.job["office_index"][demand.seat_job]
    number = np.arange(seats) - np.searchsorted(job, job) + 1
    opened_day = local_day(demand.seat_opened, office, TIMEZONES)
    prefix = [PREFIXES[f] for f in demand.job["function_index"][job].tolist()]
    target = opened_day + rng.integers(45, 76, seats)
    reason = np.where(
        life["kind"] == 0, pick(rng, len(life["kind"]), (0.65, 0.35)), 3 + pick(rng, len(life["kind"]), (0.5, 0.5))
    )
    ended = life["closed"] < NEVER
    first = life["life_number"] == 1
    seat, ends = life["seat"][first], np.minimum(life["closed"][first], HORIZON + 60 * DAY)
    length = ends - demand.seat_opened[seat]
    filled = life["kind"][first] == 0
    held = (
        (length > 35 * DAY)
        & (rng.random(len(seat)) < np.where(filled, 0.05, 0.3))
        & ~demand.job["is_evergreen"][job[seat]]
    )
    began = demand.seat_opened[seat] + (length * rng.uniform(0.12, 0.25, len(seat))).astype(np.int64)
    back = began + (length * np.where(filled, 0.15, rng.uniform(0.3, 0.7, len(seat)))).astype(np.int64)
    redated = rng.random(seats) < 0.3
    again = (target - rng.integers(-4, 8, seats)) * DAY + 15 * 3_600
    closed = np.full(seats, NEVER)
    closed[life["seat"]] = life["closed"]  # lives are in order: the last one stays
    redated &= (again < closed) & (again < HORIZON)
    return {
        "opening": {
            "opening_id": opening_id,
            "opening_ref": [f"{p}-{j + 1}-{n}" for p, j, n in zip(prefix, job.tolist(), number.tolist(), strict=True)],
            "job_id": FIRST_JOB + job,
            "sort_order": number,
            "target_start_date": next_monday(target + 35),
            "created_at": demand.seat_opened,
            "opened_at": demand.seat_opened,
            "is_headcount_planned": rng.random(seats) < 0.93,
        },
        "opening_life": {
            "opening_id": FIRST_OPENING + life["seat"],
            "life_number": life["life_number"],
            "opened_at": life["opened"],
            "closed_at": np.where(ended, life["closed"], NA),
            "close_kind": np.where(ended, np.where(life["kind"] == 0, "filled", "cancelled"), np.array(None)),
            "close_reason_id": np.where(ended, FIRST_CLOSE_REASON + reason, NA),
            "filled_application_id": life["application_id"],
        },
        "opening_hold": {
            "opening_id": FIRST_OPENING + seat[held],
            "started_at": began[held],
            "ended_at": back[held],
        },
        "opening_target": {
            "opening_id": np.concatenate([opening_id, opening_id[redated]]),
            "set_at": np.concatenate([demand.seat_opened, again[redated]]),
            "target_fill_date": np.concatenate([target, target[redated] + rng.integers(21, 50, int(redated.sum()))]),
        },
    }
