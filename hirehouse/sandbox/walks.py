"""How applications move through the source stages of a requisition, for many applications at once.

`walk` simulates whole journeys without looking at the requisition's end; `cut` then stops everything at the end of the
requisition's work.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hirehouse.sandbox.columns import Columns, stack, take
from hirehouse.sandbox.demand import CANON, LENGTHS, SimulatedDemand
from hirehouse.sandbox.organisation import TIMEZONES
from hirehouse.sandbox.table_spec import NA
from hirehouse.sandbox.timeline import DAY, NEVER, days, to_working_hours

REJECTED, WITHDREW, FORGOTTEN, ACCEPTED, TRANSFERRED, CLOSED = range(6)
"""How a journey ends; forgotten = nobody ever decides."""

_DWELL = np.array([2.6, 4.2, 6.0, 5.5, 5.0])
"""Median days in a source stage, by canonical stage (applied to offer)."""

_ADVANCE = np.array([0.26, 0.56, 0.55, 0.20, 0.0])
_WITHDRAWS = np.array([0.05, 0.18, 0.22, 0.20, 0.82])
"""Of those who do not advance: who end it themselves (at offer: decline)."""

_FORGOTTEN = np.array([0.07, 0.06, 0.04, 0.02, 0.0])
_MOST_MOVES = 11


@dataclass
class Walks:
    """Stays and the ends of the journeys. `stays`: app, job (positions), pos, entered, exited (`NEVER` = not left);
    `end_kind`, `end_at`, `end_pos` by application."""

    stays: Columns
    end_kind: np.ndarray
    end_at: np.ndarray
    end_pos: np.ndarray


def walk(
    rng: np.random.Generator,
    demand: SimulatedDemand,
    app: np.ndarray,
    job: np.ndarray,
    started: np.ndarray,
    first_pos: np.ndarray,
    quality: np.ndarray,
    *,
    hired: bool,
    may_transfer: bool = False,
) -> Walks:
    """Simulate journeys.

    Args:
        app, job: the application's number and the requisition's position.
        started: entry into the stage at `first_pos`, epoch seconds.
        quality: multiplier of the odds to advance out of the applied stage.
        hired: everybody reaches the offer and accepts it.
    """
    count = len(app)
    template, office = demand.template[job], demand.job["office_index"][job]
    pos, now = first_pos.astype(np.int64).copy(), started.astype(np.int64).copy()
    end_kind, end_at, end_pos = np.full(count, FORGOTTEN), np.full(count, NEVER), pos.copy()
    alive, moved_back = np.ones(count, dtype=bool), np.zeros(count, dtype=bool)
    parts: list[Columns] = []
    for _ in range(_MOST_MOVES):
        rows = np.flatnonzero(alive)
        if not len(rows):
            break
        here, kind = pos[rows], template[rows]
        last = LENGTHS[kind] - 1
        canon = CANON[kind, here]
        at_offer = here == last
        dwell = np.exp(rng.normal(np.log(_DWELL[canon]), 0.62))
        dwell = np.where(at_offer, np.maximum(dwell, 2.8), np.maximum(dwell, 0.12))
        left = to_working_hours(now[rows] + days(dwell), office[rows], TIMEZONES, rng)
        draw = rng.random((5, len(rows)))
        split = CANON[kind, np.minimum(here + 1, last)] == canon
        chance = np.where(canon == 0, np.minimum(0.9, _ADVANCE[0] * quality[rows]), _ADVANCE[np.minimum(canon, 4)])
        chance = np.where(split, 0.75, chance)
        advances = ~at_offer & ((draw[0] < chance) | hired)
        forgets = ~advances & (draw[1] < _FORGOTTEN[canon]) & (not hired)
        withdraws = draw[2] < _WITHDRAWS[canon]
        transfers = ~advances & ~forgets & (draw[3] < 0.012) & (canon < 3) & may_transfer
        ends = ~advances & ~forgets
        outcome = np.where(transfers, TRANSFERRED, np.where(withdraws, WITHDREW, REJECTED))
        outcome = np.where(forgets, FORGOTTEN, np.where(at_offer & hired, ACCEPTED, outcome))
        back = (
            advances
            & ~moved_back[rows]
            & (here >= 2)
            & (draw[4] < 0.015)
            & (CANON[kind, np.maximum(here - 1, 0)] < canon)
        )
        skips = advances & ~back & (draw[4] > 0.955) & (here + 2 <= last)
        parts.append(
            {
                "app": app[rows],
                "job": job[rows],
                "pos": here,
                "entered": now[rows],
                "exited": np.where(advances | transfers, left, NEVER),
            }
        )
        stopped = rows[~advances]
        end_kind[stopped] = outcome[~advances]
        end_at[stopped] = np.where(ends, left, NEVER)[~advances]
        end_pos[stopped] = here[~advances]
        moved_back[rows] |= back
        pos[rows] = here + np.where(back, -1, np.where(skips, 2, 1)) * advances
        now[rows] = left
        alive[stopped] = False
    empty = {name: np.zeros(0, dtype=np.int64) for name in ("app", "job", "pos", "entered", "exited")}
    return Walks(stack(parts) if parts else empty, end_kind, end_at, end_pos)


def accidents(rng: np.random.Generator, stays: Columns, template: np.ndarray) -> Columns:
    """Split some completed stays by an accidental move forward, undone within 15 minutes; adds `accidental` and
    `continues`.

    `continues` marks the second half of a split stay: it folds into the row before the accidental one.
    """
    count = len(stays["app"])
    stays = {**stays, "accidental": np.zeros(count, dtype=bool), "continues": np.zeros(count, dtype=bool)}
    length = np.minimum(stays["exited"], NEVER) - stays["entered"]
    fits = (stays["exited"] < NEVER) & (length > 2 * DAY) & (stays["pos"] + 1 < LENGTHS[template[stays["job"]]] - 1)
    rows = np.flatnonzero(fits & (rng.random(count) < 0.006))
    if not len(rows):
        return stays
    slip = stays["entered"][rows] + (length[rows] * rng.uniform(0.3, 0.7, len(rows))).astype(np.int64)
    undone = slip + rng.integers(40, 800, len(rows))
    wrong, rest = take(stays, rows), take(stays, rows)
    wrong |= {"pos": wrong["pos"] + 1, "entered": slip, "exited": undone, "accidental": np.ones(len(rows), dtype=bool)}
    rest |= {"entered": undone, "continues": np.ones(len(rows), dtype=bool)}
    stays["exited"] = stays["exited"].copy()
    stays["exited"][rows] = slip
    return stack([stays, wrong, rest])


def un_rejections(rng: np.random.Generator, stays: Columns) -> Columns:
    """Rejections that were undone: gaps inside some longer completed stays (app, job, pos, rejected, unrejected)."""
    length = np.where(stays["exited"] < NEVER, stays["exited"] - stays["entered"], 0)
    whole = ~stays["accidental"] & ~stays["continues"] & (length > 6 * DAY) & (stays["pos"] > 0)
    rows = np.flatnonzero(whole & (rng.random(len(length)) < 0.012))
    first = np.unique(stays["app"][rows], return_index=True)[1]
    rows = rows[first]
    began = stays["entered"][rows] + (length[rows] * rng.uniform(0.2, 0.35, len(rows))).astype(np.int64)
    ended = began + (length[rows] * rng.uniform(0.2, 0.4, len(rows))).astype(np.int64)
    return {
        "app": stays["app"][rows],
        "job": stays["job"][rows],
        "pos": stays["pos"][rows],
        "rejected": began,
        "unrejected": ended,
    }


def cut(walks: Walks, job_of_app: np.ndarray, work_ended: np.ndarray, closed: np.ndarray) -> Walks:
    """Stop journeys at the end of their requisition's work: later stays vanish, later ends become `CLOSED` at the
    closing.

    `job_of_app` is the application's last requisition; an acceptance at the very end of the work stands.
    """
    stays = walks.stays
    limit = work_ended[stays["job"]]
    stays = take(stays, stays["entered"] < limit)
    stays["exited"] = np.where(stays["exited"] > work_ended[stays["job"]], NEVER, stays["exited"])
    over = walks.end_at > work_ended[job_of_app]
    over |= (walks.end_kind == FORGOTTEN) & (work_ended[job_of_app] < NEVER)
    end_kind = np.where(over, CLOSED, walks.end_kind)
    end_at = np.where(over, closed[job_of_app], walks.end_at)
    return Walks(stays, end_kind, end_at, walks.end_pos)


__all__ = [
    "ACCEPTED",
    "CLOSED",
    "FORGOTTEN",
    "NA",
    "REJECTED",
    "TRANSFERRED",
    "WITHDREW",
    "Walks",
    "accidents",
    "cut",
    "un_rejections",
    "walk",
]
