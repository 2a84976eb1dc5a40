"""The CRM's side: prospects, projects, sequences, enrolments and touches."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hirehouse.sandbox.applications import or_null
from hirehouse.sandbox.columns import Columns, numbered, pick, stack, take
from hirehouse.sandbox.demand import SimulatedDemand
from hirehouse.sandbox.organisation import FUNCTION_HIRES, FUNCTIONS, TIMEZONES, Staff, gem_id
from hirehouse.sandbox.table_spec import NA
from hirehouse.sandbox.timeline import DAY, HORIZON, HOUR, NEVER, NOW, START, days, month_starts, to_working_hours

_QUARTERS = month_starts(START - 61 * DAY, HORIZON)[::3]
_REPLIES = np.array(["Interested", "Not Interested", "Later"], dtype=object)


def prospects_wanted(scale: int) -> int:
    """Prospects over the whole timeline who never apply."""
    return round(0.36 * scale)


def _gem_ids(kind: str, numbers: np.ndarray) -> np.ndarray:
    """Gem's ids of many objects, as an object array."""
    return np.array([gem_id(kind, number) for number in numbers.tolist()], dtype=object)


def build_outreach(
    rng: np.random.Generator,
    demand: SimulatedDemand,
    application: Columns,
    app_job: np.ndarray,
    channel: np.ndarray,
    person: Columns,
    first_new: int,
    staff: Staff,
    candidate_created: dict[str, np.ndarray],
) -> dict[str, Columns]:
    """All CRM tables.

    Args:
        first_new: number of the first person who is only a prospect.
        candidate_created: `person_id` and `candidate_id` of the records by application row.
    """
    seen = np.unique(application["person_id"], return_index=True)[1]  # the first application of each person
    sourced = (channel[seen] == 3) | ((channel[seen] != 5) & (rng.random(len(seen)) < 0.02))
    rows = seen[sourced & (application["created_at"][seen] > START + 120 * DAY)]
    known, total_new = len(rows), len(person["person_id"]) - first_new + 1
    count = known + total_new
    share = np.asarray(FUNCTION_HIRES) / sum(FUNCTION_HIRES)
    function = np.concatenate(
        [demand.job["function_index"][app_job[rows]] if known else rows, rng.choice(8, total_new, p=share)]
    )
    applied = np.concatenate([application["created_at"][rows], np.full(total_new, NEVER)])
    enrolled = np.where(
        applied < NEVER,
        applied - days(rng.uniform(6, 70, count)),
        START + days(rng.uniform(15, (HORIZON - START) / DAY, count)),
    )
    zone = rng.integers(0, len(TIMEZONES), count)
    enrolled = to_working_hours(enrolled, zone, TIMEZONES, rng)
    enrolled = np.where(applied < NEVER, np.minimum(enrolled, applied - 2 * DAY), enrolled)
    created = enrolled - days(rng.uniform(0.05, 20, count))
    who = np.concatenate([application["person_id"][rows], numbered(total_new, first_new)])
    link = np.concatenate([candidate_created["candidate_id"][rows], np.full(total_new, NA)])
    order = np.argsort(created, kind="stable")
    function, applied, enrolled, created, who, link, zone = (
        a[order] for a in (function, applied, enrolled, created, who, link, zone)
    )
    ids = _gem_ids("candidate", numbered(count, 1_001))
    position = pa.array(who - 1)
    mail = pc.take(person["email"], position)
    nothing = pa.scalar(None, pa.string())
    has_mail = pa.array(rng.random(count) < 0.93)
    gone = (applied >= NEVER) & (rng.random(count) < 0.003)
    gone_at = np.where(
        rng.random(count) < 0.6, created + days(rng.uniform(30, 500, count)), NOW + days(rng.uniform(0.2, 60, count))
    )
    gone &= gone_at > enrolled + 80 * DAY
    edited = rng.random(count) < 0.25
    owners = np.concatenate([staff.sourcers, staff.recruiters])
    owner = owners[rng.integers(0, len(owners), count)]
    linked_at = np.where(link != NA, applied + 300, NEVER)
    table: Columns = {
        "prospect_id": ids,
        "export_id": numbered(count, 884_001),
        "person_id": who,
        "email": pc.if_else(has_mail, mail, nothing),
        "phone": pc.if_else(pa.array(rng.random(count) < 0.3), pc.take(person["phone"], position), nothing),
        "profile_handle": pc.take(person["profile_handle"], position),
        "candidate_id": link,
        "linked_at": or_null(linked_at),
        "created_by_id": _user_gem(staff, owner),
        "created_at": created,
        "edited_at": np.where(edited, enrolled + 5 * DAY, NA),
        "deleted_at": or_null(np.where(gone, gone_at, NEVER)),
    }
    keep = created <= HORIZON
    quarter = np.clip(np.searchsorted(_QUARTERS, created // DAY, side="right") - 1, 0, None)
    projects, sequences = _containers(rng, staff)
    enrollment = _enrollments(rng, staff, sequences, ids, who, owner, function, enrolled, applied, zone)
    touches = _touches(rng, enrollment)
    member = {
        "project_id": projects["project_id"][function * len(_QUARTERS) + quarter],
        "prospect_id": ids,
        "user_id": table["created_by_id"],
        "added_at": created + HOUR,
        "removed_at": or_null(np.where(rng.random(count) < 0.1, enrolled + days(rng.uniform(20, 200, count)), NEVER)),
    }
    mask = pa.array(keep)
    prospect = {
        name: values.filter(mask) if isinstance(values, pa.Array) else values[keep] for name, values in table.items()
    }
    inside = keep[enrollment["prospect_row"]] & (enrollment["enrolled_at"] <= HORIZON)
    touches = take(touches, inside[touches["row"]] & (touches["occurred_at"] <= HORIZON))
    enrollment = take(enrollment, inside)
    for column in ("first_sent_at", "first_reply_at", "ended_at", "bounced_at", "opened_at", "clicked_at"):
        enrollment[column] = or_null(enrollment[column])
    enrollment["reply_status"] = np.where(enrollment["first_reply_at"] == NA, None, enrollment["reply_status"])
    return {
        "prospect": prospect,
        "project": take(projects, projects["created_at"] <= HORIZON),
        "project_membership": take(member, keep),
        "sequence": take(sequences, sequences["created_at"] <= HORIZON),
        "enrollment": enrollment,
        "touch": touches,
    }


def _user_gem(staff: Staff, users: np.ndarray) -> np.ndarray:
    """Gem user ids of accounts with a seat."""
    known = np.array(staff.table["gem_user_id"], dtype=object)
    return known[users - staff.table["user_id"][0]]


def _containers(rng: np.random.Generator, staff: Staff) -> tuple[Columns, Columns]:
    """One project and one sequence per function and quarter."""
    function = np.repeat(np.arange(len(FUNCTIONS)), len(_QUARTERS))
    quarter = np.tile(np.arange(len(_QUARTERS)), len(FUNCTIONS))
    starts = _QUARTERS[quarter]
    label = [
        f"{FUNCTIONS[f]} {np.datetime64(int(s), 'D').astype('datetime64[M]')}"
        for f, s in zip(function, starts, strict=True)
    ]
    owners = np.concatenate([staff.sourcers, staff.recruiters])
    owner = _user_gem(staff, owners[rng.integers(0, len(owners), len(function))])
    created = starts * DAY - 20 * DAY
    project_id = _gem_ids("project", numbered(len(function), 51))
    projects: Columns = {
        "project_id": project_id,
        "name": [f"{name} pipeline" for name in label],
        "user_id": owner,
        "function": [FUNCTIONS[f] for f in function],
        "is_shared": rng.random(len(function)) < 0.8,
        "created_at": created,
        "archived_at": or_null(np.where(rng.random(len(function)) < 0.5, created + 300 * DAY, NEVER)),
    }
    projects["name"], projects["function"] = (
        np.array(projects["name"], dtype=object),
        np.array(projects["function"], dtype=object),
    )
    sequences: Columns = {
        "sequence_id": _gem_ids("sequence", numbered(len(function), 301)),
        "name": np.array([f"{n} outreach" for n in label], dtype=object),
        "user_id": owner,
        "project_id": project_id,
        "job_id": np.full(len(function), NA),
        "created_at": created + DAY,
    }
    return projects, sequences


def _enrollments(
    rng: np.random.Generator,
    staff: Staff,
    sequences: Columns,
    ids: np.ndarray,
    who: np.ndarray,
    owner: np.ndarray,
    function: np.ndarray,
    enrolled: np.ndarray,
    applied: np.ndarray,
    zone: np.ndarray,
) -> Columns:
    """One enrolment per prospect, a second one months later for a few who did not reply."""
    twice = np.flatnonzero((applied >= NEVER) & (rng.random(len(ids)) < 0.12))
    rows = np.concatenate([np.arange(len(ids)), twice])
    later = np.repeat([0, 1], [len(ids), len(twice)])
    at = enrolled[rows] + later * days(rng.uniform(110, 300, len(rows)))
    at = np.where(later == 1, to_working_hours(at, zone[rows], TIMEZONES, rng), at)
    quarter = np.clip(np.searchsorted(_QUARTERS, at // DAY, side="right") - 1, 0, len(_QUARTERS) - 1)
    count, limit = len(rows), applied[rows]
    sent = at + rng.integers(60, 4 * HOUR, count)
    bounces = (limit >= NEVER) & (rng.random(count) < 0.05)
    replies = np.where(limit < NEVER, rng.random(count) < 0.85, rng.random(count) < 0.15) & ~bounces
    gap = np.where(limit < NEVER, (limit - sent) * rng.uniform(0.1, 0.8, count), days(rng.lognormal(0.7, 1.0, count)))
    reply_at = sent + np.maximum(1_800, gap).astype(np.int64)
    status = np.where(limit < NEVER, 0, pick(rng, count, (0.42, 0.45, 0.13)))
    opens = ~bounces & (replies | (rng.random(count) < 0.45))
    opened = sent + np.minimum(reply_at - sent - 60, days(rng.exponential(0.8, count)) + 300)
    clicks = opens & (rng.random(count) < 0.16)
    order = np.argsort(at, kind="stable")
    table: Columns = {
        "prospect_row": rows,
        "prospect_id": ids[rows],
        "person_id": who[rows],
        "sequence_id": sequences["sequence_id"][function[rows] * len(_QUARTERS) + quarter],
        "sourcer_id": owner[rows],
        "sourcer_gem_id": _user_gem(staff, owner[rows]),
        "job_id": np.full(count, NA),
        "enrolled_at": at,
        "first_sent_at": sent,
        "first_reply_at": np.where(replies, reply_at, NEVER),
        "reply_status": np.where(replies, _REPLIES[status], np.array(None)),
        "ended_at": np.where(
            bounces, sent + 120, np.where(replies, np.minimum(reply_at, sent + 14 * DAY), sent + 14 * DAY)
        ),
        "bounced_at": np.where(bounces, sent + 120, NEVER),
        "opened_at": np.where(opens, opened, NEVER),
        "clicked_at": np.where(clicks, opened + 40, NEVER),
    }
    return {"enrollment_id": numbered(count, 1), **take(table, order)}


def _touches(rng: np.random.Generator, enrollment: Columns) -> Columns:
    """Messages (up to three, until a reply or a bounce), replies, opens by people and by machines, clicks, bounces."""
    sent, stop = enrollment["first_sent_at"], np.minimum(enrollment["first_reply_at"], enrollment["bounced_at"])
    count = len(sent)
    every = np.arange(count)
    parts: list[Columns] = []

    def add(rows: np.ndarray, kind: str, at: np.ndarray, machine: bool = False) -> None:
        status = enrollment["reply_status"][rows] if kind == "reply" else np.full(len(rows), None, dtype=object)
        parts.append(
            {
                "row": rows,
                "touch_type": np.full(len(rows), kind, dtype=object),
                "occurred_at": at,
                "reply_status": status,
                "is_machine": np.full(len(rows), machine),
            }
        )

    add(every, "first_outreach", sent)
    for step, gap in ((1, 4), (2, 9)):
        at = sent + gap * DAY + rng.integers(0, 5 * HOUR, count)
        rows = every[(at < stop) & (rng.random(count) < 0.92 - 0.15 * step)]
        add(rows, "follow_up", at[rows])
    for column, kind in (
        ("first_reply_at", "reply"),
        ("bounced_at", "bounce"),
        ("opened_at", "open"),
        ("clicked_at", "click"),
    ):
        rows = every[enrollment[column] < NEVER]
        add(rows, kind, enrollment[column][rows])
    robots = every[(enrollment["bounced_at"] >= NEVER) & (rng.random(count) < 0.3)]
    add(robots, "open", sent[robots] + rng.integers(1, 10, len(robots)), machine=True)
    table = stack(parts)
    table = take(table, np.argsort(table["occurred_at"], kind="stable"))
    row, total = table["row"], len(table["row"])
    late = rng.random(total) < 0.002
    names = ("enrollment_id", "prospect_id", "person_id", "sourcer_id", "sourcer_gem_id")
    own = {name: enrollment[name][row] for name in names}
    return {
        "touch_id": numbered(total, 1),
        "enrollment_id": own["enrollment_id"],
        "prospect_id": own["prospect_id"],
        "person_id": own["person_id"],
        "user_id": own["sourcer_id"],
        "gem_user_id": own["sourcer_gem_id"],
        "touch_type": table["touch_type"],
        "reply_status": table["reply_status"],
        "is_machine": table["is_machine"],
        "occurred_at": table["occurred_at"],
        "visible_at": table["occurred_at"] + np.where(late, days(rng.uniform(1, 5, total)), 0),
        "row": row,
    }
