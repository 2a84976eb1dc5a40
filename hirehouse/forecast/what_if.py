"""What if: the same futures with more applicants, faster or slower stages, or more seats, for one function.

Every scenario is drawn with the random numbers of the forecast as it stands, so that what differs is the change.
Read from the published file: nothing waits for a run, and no run waits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np

from hirehouse.base.errors import HirehouseError
from hirehouse.base.settings import Settings
from hirehouse.base.vocabulary import STAGES
from hirehouse.forecast.exposure import Floats
from hirehouse.forecast.hazards import AGES, Hazards
from hirehouse.forecast.history import NEVER, History, Indices, day_date
from hirehouse.forecast.model import DRAWS, LEAST_DAYS, PATHS, horizon, semi_markov
from hirehouse.forecast.read import PUBLISHED, read_history
from hirehouse.publish.published import open_published


@dataclass(frozen=True)
class Scenario:
    """``applicants``: share more (0.2) or less (-0.2) people applying from now on; ``stage_speed``: days each stay in a
    stage gets longer (3) or shorter (-3); ``seats``: new one-seat requisitions opened today."""

    applicants: float = 0.0
    stage_speed: Mapping[str, int] = field(default_factory=dict)
    seats: int = 0


def what_if(settings: Settings, function: str, scenario: Scenario) -> list[dict[str, Any]]:
    """Rows of quarter_start_date, scenario (`as is`, `what if`), mean, p10, p50, p90, p_target, target_hires.

    Hires are of the whole calendar quarter. Raises ``HirehouseError`` where nothing is published, the function is
    unknown, history is too short or the scenario cannot be.
    """
    with open_published(settings) as published:
        history, _ = read_history(published.connection, PUBLISHED)
        targets = {
            row["quarter_start_date"]: (row["hires_to_date"], row["seats_to_fill"])
            for row in published.rows("from metrics.pipeline_coverage where function = $name", name=function)
        }
    return what_if_of(history, targets, function, scenario)


def what_if_of(
    history: History, targets: Mapping[date, tuple[int, int]], function: str, scenario: Scenario
) -> list[dict[str, Any]]:
    """As ``what_if``, of a history at hand; ``targets`` are (hires to date, seats to fill) by quarter."""
    _check(history, function, scenario)
    place = history.functions.index(function)
    quarters, ends = horizon(history.origin)
    rows: list[dict[str, Any]] = []
    for name, changed in (("as is", Scenario()), ("what if", scenario)):
        hires = _hires(history, place, changed, ends)
        for number, quarter in enumerate(quarters):
            to_date, seats = targets.get(day_date(quarter), (0, 0))
            p10, p50, p90 = np.quantile(hires[:, number], [0.1, 0.5, 0.9], method="inverted_cdf")
            rows.append(
                {
                    "quarter_start_date": day_date(quarter),
                    "scenario": name,
                    "mean": float(hires[:, number].mean()) + to_date,
                    "p10": int(p10) + to_date,
                    "p50": int(p50) + to_date,
                    "p90": int(p90) + to_date,
                    "p_target": float((hires[:, number] >= seats).mean()),
                    "target_hires": to_date + seats,
                }
            )
    return rows


def parse_share(text: str) -> float:
    """``+20%`` as 0.2; raises ``HirehouseError``."""
    found = re.fullmatch(r"([+-]?\d+(?:\.\d+)?)\s*%", text.strip())
    if not found:
        raise HirehouseError(f"'{text}' is not a share", "--applicants", "write it like +20% or -10%")
    return float(found[1]) / 100


def parse_speed(text: str) -> tuple[str, int]:
    """``interview=-3d`` as the stage and days; raises ``HirehouseError``."""
    found = re.fullmatch(r"(\w+)=([+-]?\d+)d?", text.strip())
    if not found:
        raise HirehouseError(f"'{text}' is not a change of a stage", "--stage-speed", "write it like interview=-3d")
    return found[1], int(found[2])


def _check(history: History, function: str, scenario: Scenario) -> None:
    if function not in history.functions:
        raise HirehouseError(
            f"no function '{function}'", "--function", f"one of {', '.join(history.functions) or 'none yet'}"
        )
    unknown = sorted(set(scenario.stage_speed) - set(STAGES))
    if unknown:
        raise HirehouseError(f"no stage '{unknown[0]}'", "--stage-speed", f"one of {', '.join(STAGES)}")
    if scenario.applicants < -1 or scenario.seats < 0:
        raise HirehouseError(
            "fewer than no applicants or seats", "the scenario", "a share of -100% or more, seats of 0 or more"
        )
    days = history.origin - history.first_day
    if days < LEAST_DAYS:
        raise HirehouseError(
            f"{days} days of stage history are too few to try changes on",
            "the published history",
            f"from {LEAST_DAYS} days on there is a model of stages; bring older history by file drop",
        )


def _hires(history: History, place: int, scenario: Scenario, ends: Indices) -> Indices:
    """Hires to come (paths, quarters) of one function under a scenario."""
    _, futures = semi_markov(
        _with_seats(history, place, scenario.seats),
        ends,
        DRAWS,
        PATHS,
        only=place,
        change=lambda hazards: _sped(hazards, scenario.stage_speed),
        applicants=1.0 + scenario.applicants,
        demand_of=history,
    )
    return futures[0].hires.sum(axis=0)


def _with_seats(history: History, place: int, seats: int) -> History:
    """The history with further requisitions of one seat each, opened today; last, so that nothing else moves."""
    count = len(history.requisitions.function)
    today, never = np.full(seats, history.origin), np.full(seats, NEVER)
    requisitions, openings = history.requisitions, history.openings
    return replace(
        history,
        requisitions=replace(
            requisitions,
            function=np.r_[requisitions.function, np.full(seats, place)],
            is_evergreen=np.r_[requisitions.is_evergreen, np.zeros(seats, dtype=bool)],
            opened=np.r_[requisitions.opened, today],
            closed=np.r_[requisitions.closed, never],
        ),
        openings=replace(
            openings,
            requisition=np.r_[openings.requisition, count + np.arange(seats)],
            opened=np.r_[openings.opened, today],
            filled=np.r_[openings.filled, never],
            closed=np.r_[openings.closed, never],
            target=np.r_[openings.target, never],
        ),
    )


def _sped(hazards: Hazards, stage_speed: Mapping[str, int]) -> Hazards:
    """Hazards with the stays of some stages longer or shorter by whole days, what becomes of people unchanged."""
    advance, leave = hazards.advance.copy(), hazards.leave.copy()
    for name, days in stage_speed.items():
        stage = STAGES.index(name)
        advance[:, :, stage], leave[:, :, stage] = _shifted(advance[:, :, stage], leave[:, :, stage], days)
    return replace(hazards, advance=advance, leave=leave)


def _shifted(advance: Floats, leave: Floats, days: int) -> tuple[Floats, Floats]:
    """Daily odds (..., AGES) moved by ``days``: earlier, what is cut off happens on the first day; later, nobody moves
    before."""
    ages = np.arange(AGES)
    if days >= 0:
        before = ages < days
        source = np.maximum(ages - days, 0)
        return np.where(before, 0.0, advance[..., source]), np.where(before, 0.0, leave[..., source])
    source = np.minimum(ages - days, AGES - 1)
    stay = np.cumprod(1.0 - advance - leave, axis=-1)
    first = slice(0, min(-days, AGES - 1) + 1)
    reached = np.concatenate([np.ones_like(stay[..., :1]), stay[..., :-1]], axis=-1)[..., first]
    changed = []
    for odds in (advance, leave):
        moved = odds[..., source].copy()
        moved[..., 0] = (reached * odds[..., first]).sum(axis=-1)
        changed.append(moved)
    return changed[0], changed[1]
