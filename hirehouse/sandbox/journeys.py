"""Who applies where and when, and what becomes of them: hires first (one per filled life of a seat), then everybody
else.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hirehouse.sandbox.columns import Columns, pick, stack, take
from hirehouse.sandbox.demand import SimulatedDemand
from hirehouse.sandbox.organisation import FUNCTIONS, TIMEZONES
from hirehouse.sandbox.timeline import (
    DAY,
    HORIZON,
    NEVER,
    NOW,
    WINDOW_START,
    days,
    local_day,
    next_monday,
    to_working_hours,
)
from hirehouse.sandbox.walks import CLOSED, REJECTED, TRANSFERRED, Walks, accidents, cut, un_rejections, walk

_CHANNELS = (0.44, 0.31, 0.06, 0.055, 0.04, 0.015, 0.035, 0.045)
"""Shares of applications by channel, in the order of `organisation.CHANNELS`; hires have their own."""

_CHANNELS_OF_HIRES = (0.27, 0.16, 0.19, 0.16, 0.09, 0.06, 0.04, 0.03)
_QUALITY = np.array([0.75, 0.8, 2.1, 2.6, 1.9, 2.2, 1.1, 1.0])


@dataclass
class Journeys:
    """All applications.

    `app`: job, next_job (-1 = none; positions), transferred, created, channel, end_kind, end_at, end_pos, is_hire, seat
    (-1), by row; rows are sorted by created. `stays` and `gaps` name the row as `app`. `life` is one row per open life
    of a seat with `hire` the row of its hire (-1 = none). `hires`: app, seat, accepted, start_day, left_day, reneged
    (`NEVER`), by accepted offer.
    """

    app: Columns
    stays: Columns
    gaps: Columns
    life: Columns
    hires: Columns
    work_ended: np.ndarray
    closed: np.ndarray


def open_requisition(
    rng: np.random.Generator, demand: SimulatedDemand, ended: np.ndarray, job: np.ndarray, at: np.ndarray
) -> np.ndarray:
    """For each row another requisition of the same function that is open at `at` and stays so for two days; -1 = none
    found."""
    function = demand.job["function_index"]
    order = np.argsort(function, kind="stable")
    first, size = (
        np.searchsorted(function[order], np.arange(len(FUNCTIONS))),
        np.bincount(function, minlength=len(FUNCTIONS)),
    )
    home = function[job]
    tries = order[first[home] + (rng.random((24, len(job))) * size[home]).astype(np.int64)]
    fits = (demand.job["opened"][tries] < at - 3_600) & (ended[tries] > at + 2 * DAY) & (tries != job)
    return np.where(fits.any(axis=0), tries[fits.argmax(axis=0), np.arange(len(job))], -1)


def _hire(
    rng: np.random.Generator, demand: SimulatedDemand, seat: np.ndarray, opened: np.ndarray, first_app: int
) -> tuple[Columns, Walks]:
    """One hire per open life of a seat: applies after it opened, walks to the offer, accepts; some renege before their
    start."""
    job, count = demand.seat_job[seat], len(seat)
    applied = opened + days(0.2 + rng.gamma(1.6, 9.0, count))
    walks = walk(
        rng, demand, first_app + np.arange(count), job, applied, np.zeros(count, np.int64), np.ones(count), hired=True
    )
    office = demand.job["office_index"][job]
    accepted = walks.end_at
    start = next_monday(local_day(accepted, office, TIMEZONES) + rng.integers(14, 60, count))
    reneges = rng.random(count) < 0.045
    reneged = accepted + ((start * DAY - accepted) * rng.uniform(0.2, 0.8, count)).astype(np.int64)
    reneged = np.where(reneges, to_working_hours(reneged, office, TIMEZONES, rng), NEVER)
    leaves = ~reneges & (rng.random(count) < 0.12)
    left = np.where(leaves, start + rng.integers(20, 500, count), NEVER)
    left = np.where(reneges, np.minimum(local_day(reneged, office, TIMEZONES), start - 1), left)
    hires: Columns = {
        "app": first_app + np.arange(count),
        "seat": seat,
        "accepted": accepted,
        "start_day": start,
        "left_day": left,
        "reneged": reneged,
        "applied": applied,
        "opened": opened,
    }
    return hires, walks


def _ends(
    rng: np.random.Generator, demand: SimulatedDemand, life: Columns, slow: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """When each requisition's work ends (last seat) and when somebody closes it; `slow` ones are closed weeks later."""
    count = len(demand.template)
    ended = np.zeros(count, dtype=np.int64)
    np.maximum.at(ended, demand.seat_job[life["seat"]], life["closed"])
    recent = np.flatnonzero((ended > NOW - 24 * DAY) & (ended < NOW - 5 * DAY)) if slow.any() else np.zeros(0, np.int64)
    slow[recent[:2]] = True  # so that the demo's now shows the fault
    lag = np.where(slow, rng.uniform(26, 48, count), np.minimum(2.4, rng.lognormal(-1.2, 0.9, count)))
    closed = to_working_hours(np.minimum(ended, NEVER // 2) + days(lag), demand.job["office_index"], TIMEZONES, rng)
    closed = np.where(slow, closed, np.minimum(closed, ended + 60 * 3_600))
    return ended, np.where(ended >= NEVER, NEVER, closed)


def build_journeys(rng: np.random.Generator, demand: SimulatedDemand, scale: int, slow_share: float) -> Journeys:
    """Simulate every application; exactly `scale` of them are created between `WINDOW_START` and `NOW`.

    Args:
        slow_share: share of requisitions that stay open for weeks after their last seat ended (rule APP-04's fault).
    """
    filled = np.flatnonzero(demand.fate == 0)
    hires, walks = _hire(rng, demand, filled, demand.seat_opened[filled], 0)
    again = np.flatnonzero((hires["reneged"] < NEVER) & (rng.random(len(filled)) < 0.6))
    reopened = hires["reneged"][again] + days(rng.uniform(0.6, 4.0, len(again)))
    office = demand.job["office_index"][demand.seat_job[hires["seat"][again]]]
    reopened = to_working_hours(reopened, office, TIMEZONES, rng)
    second, second_walks = _hire(rng, demand, hires["seat"][again], reopened, len(filled))
    hires = stack([hires, second])
    stays = stack([walks.stays, second_walks.stays])
    count = len(hires["app"])
    other = np.flatnonzero(demand.fate > 0)
    life: Columns = {
        "seat": np.concatenate([filled, other, second["seat"]]),
        "life_number": np.repeat([1, 1, 2], [len(filled), len(other), len(again)]),
        "opened": np.concatenate([demand.seat_opened[filled], demand.seat_opened[other], reopened]),
        "closed": np.concatenate([hires["accepted"][: len(filled)], demand.seat_ends[other], second["accepted"]]),
        "kind": np.repeat([0, 1, 0], [len(filled), len(other), len(again)]),
        "hire": np.concatenate([np.arange(len(filled)), np.full(len(other), -1), len(filled) + np.arange(len(again))]),
    }
    ended, closed = _ends(rng, demand, life, rng.random(len(demand.template)) < slow_share)
    job = demand.seat_job[hires["seat"]]
    app: Columns = {
        "job": job,
        "next_job": np.full(count, -1),
        "transferred": np.full(count, NEVER),
        "created": hires["applied"],
        "channel": pick(rng, count, _CHANNELS_OF_HIRES),
        "end_kind": np.concatenate([walks.end_kind, second_walks.end_kind]),
        "end_at": hires["accepted"],
        "end_pos": np.concatenate([walks.end_pos, second_walks.end_pos]),
        "is_hire": np.ones(count, dtype=bool),
        "seat": hires["seat"],
    }
    app["channel"] = np.where(
        (app["channel"] == 5) & (hires["left_day"] < NEVER), 2, app["channel"]
    )  # staff neither renege nor leave
    stays = _transfers_in(rng, demand, app, stays, ended)
    rest, rest_stays = _others(rng, demand, scale, app, ended, closed)
    app, stays = stack([app, rest]), stack([stays, rest_stays])
    stays = accidents(rng, stays, demand.template)
    gaps = un_rejections(rng, stays)
    return _in_order(
        Journeys(
            app, stays, gaps, life, {k: v for k, v in hires.items() if k not in ("applied", "opened")}, ended, closed
        )
    )


def _transfers_in(
    rng: np.random.Generator, demand: SimulatedDemand, app: Columns, stays: Columns, ended: np.ndarray
) -> Columns:
    """Let a few hires have applied to another requisition first: a stay there, then the transfer. Changes `app` in
    place."""
    rows = np.flatnonzero(rng.random(len(app["job"])) < 0.035)
    if not len(rows):
        return stays
    moved = app["created"][rows]
    created = moved - days(rng.uniform(3, 20, len(rows)))
    before = open_requisition(rng, demand, np.where(ended > moved.max(), NEVER, ended), app["job"][rows], created)
    found = (before >= 0) & (ended[before] > moved)
    rows, before, moved, created = rows[found], before[found], moved[found], created[found]
    app["next_job"][rows], app["transferred"][rows] = app["job"][rows], moved
    app["job"][rows], app["created"][rows] = before, created
    return stack(
        [stays, {"app": rows, "job": before, "pos": np.zeros(len(rows), np.int64), "entered": created, "exited": moved}]
    )


def _others(
    rng: np.random.Generator, demand: SimulatedDemand, scale: int, hired: Columns, ended: np.ndarray, closed: np.ndarray
) -> tuple[Columns, Columns]:
    """Everybody who is not hired, with the stays of their journeys."""
    in_window = int(((hired["created"] >= WINDOW_START) & (hired["created"] <= NOW)).sum())
    job, created = _arrivals(rng, demand, max(0, scale - in_window), ended)
    count, first = len(job), len(hired["job"])
    channel = pick(rng, count, _CHANNELS)
    numbers = first + np.arange(count)
    skill = _QUALITY[channel] * np.exp(rng.normal(0, 0.25, len(demand.template)))[job]
    start = np.zeros(count, np.int64)
    one = walk(rng, demand, numbers, job, created, start, skill, hired=False, may_transfer=scale >= 20)
    one = cut(one, job, ended, closed)
    moves = np.flatnonzero((one.end_kind == TRANSFERRED) & (one.end_at < HORIZON))
    goal = open_requisition(rng, demand, ended, job[moves], one.end_at[moves]) if len(moves) else np.zeros(0, np.int64)
    failed = one.end_kind == TRANSFERRED
    failed[moves[goal >= 0]] = False
    one.stays["exited"] = np.where(
        failed[one.stays["app"] - first] & (one.stays["exited"] == one.end_at[one.stays["app"] - first]),
        NEVER,
        one.stays["exited"],
    )
    one.end_kind[failed] = REJECTED
    moves, goal = moves[goal >= 0], goal[goal >= 0]
    two = walk(
        rng, demand, numbers[moves], goal, one.end_at[moves], np.ones(len(moves), np.int64), skill[moves], hired=False
    )
    two = cut(two, goal, ended, closed)
    next_job, transferred = np.full(count, -1), np.full(count, NEVER)
    next_job[moves], transferred[moves] = goal, one.end_at[moves]
    one.end_kind[moves], one.end_at[moves], one.end_pos[moves] = two.end_kind, two.end_at, two.end_pos
    app: Columns = {
        "job": job,
        "next_job": next_job,
        "transferred": transferred,
        "created": created,
        "channel": channel,
        "end_kind": one.end_kind,
        "end_at": one.end_at,
        "end_pos": one.end_pos,
        "is_hire": np.zeros(count, dtype=bool),
        "seat": np.full(count, -1),
    }
    return app, stack([one.stays, two.stays])


def _arrivals(
    rng: np.random.Generator, demand: SimulatedDemand, wanted: int, ended: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Requisition and instant of applications, denser in a requisition's first weeks; exactly `wanted` fall into the
    window."""
    if wanted == 0:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    opened = demand.job["opened"]
    open_for = np.maximum(0, np.minimum(ended, HORIZON) - opened - 7_200)
    weight = open_for * np.exp(rng.normal(0, 0.5, len(opened))) * np.where(demand.job["is_evergreen"], 0.3, 1.0)
    edges = np.cumsum(weight) / weight.sum()
    jobs, times, found = [], [], 0
    while found < wanted:
        draws = int((wanted - found) * 1.7) + 64
        job = np.searchsorted(edges, rng.random(draws), side="right").clip(0, len(opened) - 1)
        at = opened[job] + 3_600 + (open_for[job] * (1 - rng.random(draws) ** (1 / 1.45))).astype(np.int64)
        inside = np.cumsum((at >= WINDOW_START) & (at <= NOW))
        keep = int(np.searchsorted(inside, wanted - found)) + 1 if inside[-1] >= wanted - found else draws
        jobs.append(job[:keep])
        times.append(at[:keep])
        found += int(inside[keep - 1])
    return np.concatenate(jobs), np.concatenate(times)


def _in_order(made: Journeys) -> Journeys:
    """Sort applications by creation, leave out those beyond the horizon, renumber what points to them."""
    keep = np.flatnonzero(made.app["created"] <= HORIZON)
    order = keep[np.argsort(made.app["created"][keep], kind="stable")]
    rank = np.full(len(made.app["created"]) + 1, -1, dtype=np.int64)  # the last place answers -1
    rank[order] = np.arange(len(order))
    app = take(made.app, order)
    tables = []
    for table in (made.stays, made.gaps, made.hires):
        table = {**table, "app": rank[table["app"]]}
        tables.append(take(table, table["app"] >= 0))
    stays, gaps, hires = tables
    stays = take(stays, np.lexsort((stays["entered"], stays["app"])))
    hires = take(hires, hires["accepted"] <= HORIZON)
    life = take(made.life, made.life["opened"] <= HORIZON)
    life["hire"] = np.where(life["closed"] <= HORIZON, rank[life["hire"]], -1)
    life["closed"] = np.where(life["closed"] <= HORIZON, life["closed"], NEVER)
    life = take(life, np.lexsort((life["life_number"], life["seat"])))
    return Journeys(app, stays, gaps, life, hires, made.work_ended, made.closed)


__all__ = ["CLOSED", "Journeys", "build_journeys", "open_requisition"]
