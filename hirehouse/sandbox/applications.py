"""The application, stay and rejection tables from the journeys."""

from __future__ import annotations

import numpy as np

from hirehouse.sandbox.columns import Columns, numbered, pick, stack, take
from hirehouse.sandbox.demand import FIRST_JOB, LENGTHS, SimulatedDemand
from hirehouse.sandbox.journeys import Journeys
from hirehouse.sandbox.organisation import FIRST_REASON, FIRST_SOURCE, POSITION_CLOSED
from hirehouse.sandbox.table_spec import NA
from hirehouse.sandbox.timeline import DAY, HORIZON, NEVER, days
from hirehouse.sandbox.walks import ACCEPTED, CLOSED, REJECTED, WITHDREW

FIRST_APPLICATION, FIRST_STAY, FIRST_REJECTION, FIRST_REFERRER = 71_000_001, 910_000_001, 3_000_001, 2_001

_SOURCE_OF_CHANNEL = ((0,), (1, 1, 2, 3), (4,), (5, 5, 5, 6), (7, 8), (9,), (10,), (11,))
_REJECT_REASONS = np.array(
    [
        [0.52, 0.30, 0.05, 0.10, 0.0, 0.0, 0.03],
        [0.25, 0.22, 0.22, 0.14, 0.10, 0.05, 0.02],
        [0.50, 0.16, 0.02, 0.02, 0.20, 0.09, 0.01],
        [0.34, 0.10, 0.03, 0.02, 0.22, 0.28, 0.01],
        [0.05, 0.0, 0.25, 0.15, 0.10, 0.45, 0.0],
    ]
)
_RECORDED_AFTER = 45
"""Seconds after the next stay began in which a skipped stage is recorded."""

_WITHDRAW_REASONS = (0.30, 0.18, 0.22, 0.10, 0.20)


def or_null(times: np.ndarray) -> np.ndarray:
    """`NEVER` and everything beyond the horizon as null."""
    return np.where(times <= HORIZON, times, NA)


def application_table(rng: np.random.Generator, made: Journeys, requisition: Columns, users: Columns) -> Columns:
    """Applications but for person and candidate, which `people` decides."""
    app, count = made.app, len(made.app["job"])
    channel = app["channel"]
    source = np.zeros(count, dtype=np.int64)
    for position, choices in enumerate(_SOURCE_OF_CHANNEL):
        rows = np.flatnonzero(channel == position)
        source[rows] = np.asarray(choices)[rng.integers(0, len(choices), len(rows))]
    staff = np.flatnonzero(np.isin(users["role"], ["interviewer", "hiring_manager"]))
    referrer = FIRST_REFERRER + staff[rng.integers(0, len(staff), count)] if count else source
    changed = (requisition["recruiter_changed_at"][app["job"]] != NA) & (
        requisition["recruiter_changed_at"][app["job"]] <= app["created"]
    )
    late = (rng.random(count) < 0.002) & ~app["is_hire"] & (app["next_job"] < 0) & (channel != 5)
    return {
        "application_id": numbered(count, FIRST_APPLICATION),
        "job_id": FIRST_JOB + app["job"],
        "next_job_id": np.where(app["next_job"] >= 0, FIRST_JOB + app["next_job"], NA),
        "transferred_at": or_null(app["transferred"]),
        "source_id": FIRST_SOURCE + source,
        "referrer_id": np.where(channel == 2, referrer, NA),
        "recruiter_id": np.where(
            changed, requisition["next_recruiter_id"][app["job"]], requisition["recruiter_id"][app["job"]]
        ),
        "coordinator_id": requisition["coordinator_id"][app["job"]],
        "is_internal": channel == 5,
        "created_at": app["created"],
        "visible_at": app["created"] + np.where(late, days(rng.uniform(1, 6, count)), 0),
        "accepted_at": or_null(np.where(app["end_kind"] == ACCEPTED, app["end_at"], NEVER)),
        "hired_at": or_null(np.where(app["end_kind"] == ACCEPTED, app["end_at"], NEVER)),
        "deleted_at": np.full(count, NA),
        "shown_stage_id": np.full(count, NA),
        "shown_stage_at": np.full(count, NA),
        "shown_created_at": np.full(count, NA),
        "is_shown_without_job": np.zeros(count, dtype=bool),
    }


def referrer_table(users: Columns) -> Columns:
    """One referrer per member of staff who may refer."""
    staff = np.flatnonzero(np.isin(users["role"], ["interviewer", "hiring_manager"]))
    return {
        "referrer_id": FIRST_REFERRER + staff,
        "name": [
            f"{given} {family}"
            for given, family in zip(users["first_name"][staff], users["last_name"][staff], strict=True)
        ],
        "user_id": users["user_id"][staff],
        "created_at": users["created_at"][staff],
    }


def bulk_logged(rng: np.random.Generator, made: Journeys) -> None:
    """Stages of a few applications logged together long after the fact: the entries into the second to fourth stay
    within 4 minutes."""
    stays = made.stays
    app = stays["app"]
    if len(app) < 8:
        return
    first = np.flatnonzero(np.r_[True, app[1:] != app[:-1]])
    first = first[first + 3 < len(app)]
    same = (app[first + 3] == app[first]) & (rng.random(len(first)) < 0.04)
    clean = np.ones(len(first), dtype=bool)
    for step in range(4):
        row = first + step
        clean &= ~stays["accidental"][row] & ~stays["continues"][row] & (stays["job"][row] == stays["job"][first])
        clean &= stays["pos"][row] == step
    rows = first[same & clean & ~np.isin(app[first], made.gaps["app"])]
    last = stays["entered"][rows + 3]
    for step, before in ((1, 240), (2, 120)):
        stays["entered"][rows + step] = last - before
        stays["exited"][rows + step - 1] = last - before


def stay_table(rng: np.random.Generator, made: Journeys, demand: SimulatedDemand, application: Columns) -> Columns:
    """Stays in order of entry, with late-recorded rows for some skipped stages and with accidental moves marked.

    Also returns `app`, `job`, `pos`, `ends` (end of the stay by whatever means, `NEVER` = open), for the modules that
    follow.
    """
    stays = made.stays
    count = len(stays["app"])
    app = stays["app"]
    same = np.r_[app[1:] == app[:-1], False] if count else np.zeros(0, dtype=bool)
    following = np.minimum(np.arange(count) + 1, max(0, count - 1))
    skipped = (
        same
        & (stays["pos"][following] == stays["pos"] + 2)
        & (stays["job"][following] == stays["job"])
        & ~stays["accidental"]
    )
    rows = np.flatnonzero(skipped & (rng.random(count) < 0.1))
    recorded = take(stays, rows)
    recorded |= {
        "pos": recorded["pos"] + 1,
        "entered": stays["exited"][rows] + _RECORDED_AFTER,
        "exited": stays["exited"][rows] + _RECORDED_AFTER,
    }
    backfilled = np.repeat([False, True], [count, len(rows)])
    stays = stack([stays, recorded])
    last = np.r_[~same, np.zeros(len(rows), dtype=bool)]
    kind = made.app["end_kind"][stays["app"]]
    end = np.where(kind == CLOSED, made.work_ended[stays["job"]], made.app["end_at"][stays["app"]])
    ends = np.where(last, end, stays["exited"])
    keep = stays["entered"] <= HORIZON
    stays = take(stays, keep) | {"backfilled": backfilled[keep], "ends": ends[keep], "exited": stays["exited"][keep]}
    order = np.argsort(stays["entered"], kind="stable")
    stays = take(stays, order)
    stays["stay_id"] = numbered(len(order), FIRST_STAY)
    # A row recorded late takes its place before the stay that was already going on when somebody wrote it down.
    meant = stays["entered"] - np.where(stays["backfilled"], _RECORDED_AFTER, 0)
    stays = take(stays, np.lexsort((~stays["backfilled"], meant, stays["app"])))
    folds = _folds(stays)
    position = np.arange(len(folds)) - np.searchsorted(stays["app"], stays["app"])
    table: Columns = {
        "stay_id": stays["stay_id"],
        "application_id": application["application_id"][stays["app"]],
        "job_id": FIRST_JOB + stays["job"],
        "stage_id": demand.first_stage[stays["job"]] + stays["pos"],
        "stay_number": position + 1,
        "entered_at": stays["entered"],
        "exited_at": or_null(stays["exited"]),
        "moved_by_id": application["recruiter_id"][stays["app"]],
        "is_backfilled": stays["backfilled"],
        "is_accidental": stays["accidental"],
        "folds_into_stay_id": folds,
        "shown_exited_at": np.full(len(folds), NA),
    }
    return table | {"app": stays["app"], "job": stays["job"], "pos": stays["pos"], "ends": stays["ends"]}


def _folds(stays: Columns) -> np.ndarray:
    """For accidental rows and the half stays after them: the stay before the accident; rows are in order of
    application and entry."""
    stay_id = stays["stay_id"]
    folds = np.full(len(stay_id), NA)
    rows = np.flatnonzero(stays["accidental"])
    folds[rows] = stay_id[rows - 1]
    rest = rows[rows + 1 < len(stay_id)] + 1
    rest = rest[stays["continues"][rest]]
    folds[rest] = stay_id[rest - 2]
    return folds


def rejection_table(
    rng: np.random.Generator, made: Journeys, demand: SimulatedDemand, application: Columns, left_open: np.ndarray
) -> Columns:
    """Rejections and withdrawals, undone ones included. `left_open`: applications nobody rejects when their
    requisition closes."""
    app = made.app
    last_job = np.where(app["next_job"] >= 0, app["next_job"], app["job"])
    ended = np.isin(app["end_kind"], (REJECTED, WITHDREW)) | ((app["end_kind"] == CLOSED) & ~left_open)
    rows = np.flatnonzero(ended & (app["end_at"] <= HORIZON))
    gaps = take(made.gaps, made.gaps["rejected"] <= HORIZON)
    which = np.concatenate([rows, gaps["app"]])
    kind = np.concatenate([app["end_kind"][rows], np.full(len(gaps["app"]), REJECTED)])
    job = np.concatenate([last_job[rows], gaps["job"]])
    canon = _canonical(demand, job, np.concatenate([app["end_pos"][rows], gaps["pos"]]))
    reason = np.full(len(which), POSITION_CLOSED)
    for stage in range(5):
        mine = np.flatnonzero((kind == REJECTED) & (canon == stage))
        reason[mine] = pick(rng, len(mine), _REJECT_REASONS[stage].tolist())
    gone = np.flatnonzero(kind == WITHDREW)
    reason[gone] = 7 + pick(rng, len(gone), _WITHDRAW_REASONS)
    at = np.concatenate([app["end_at"][rows], gaps["rejected"]])
    undone = np.concatenate([np.full(len(rows), NA), or_null(gaps["unrejected"])])
    names = np.array(["rejected", "withdrew", "", "", "", "req_closed"], dtype=object)
    table: Columns = {
        "application_id": application["application_id"][which],
        "job_id": FIRST_JOB + job,
        "reason_id": FIRST_REASON + reason,
        "rejected_by_id": application["recruiter_id"][which],
        "exit_kind": names[kind],
        "rejected_at": at,
        "unrejected_at": undone,
        "is_shown_undated": np.zeros(len(which), dtype=bool),
        "app": which,
        "is_final": np.arange(len(which)) < len(rows),
    }
    table = take(table, np.argsort(at, kind="stable"))
    return {"rejection_id": numbered(len(which), FIRST_REJECTION), **table}


def _canonical(demand: SimulatedDemand, job: np.ndarray, pos: np.ndarray) -> np.ndarray:
    """Canonical stage (0 applied to 4 offer) of a position in a requisition's stages."""
    from hirehouse.sandbox.demand import CANON

    template = demand.template[job]
    return CANON[template, np.minimum(pos, LENGTHS[template] - 1)] if len(job) else np.zeros(0, dtype=np.int64)


__all__ = ["DAY", "application_table", "bulk_logged", "or_null", "referrer_table", "rejection_table", "stay_table"]
