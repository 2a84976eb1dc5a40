"""What the product forecasts from a simulated company's files: the same engine, fed without the warehouse between.

That the warehouse reads the same history from the same files is a test of its own (tests/benchmarks).
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from hirehouse.forecast.history import (
    ACTIVE,
    CENSORED,
    HIRED,
    NEVER,
    OUT,
    History,
    Holds,
    Indices,
    Openings,
    Plans,
    Requisitions,
    Visits,
    day_number,
)
from hirehouse.forecast.model import forecast


def forecast_samples(frames: dict[str, pd.DataFrame], origin: date) -> dict[str, Indices]:
    """Samples by method, (paths, functions, 2): hires in each of the two quarters after ``origin``, a quarter's end.

    ``frames`` are canonical files as known at the end of ``origin``; functions in alphabetical order.
    """
    made = forecast(history_of(frames, origin))
    return {method: samples[:, :, 1:] for method, samples in made.samples.items()}


def history_of(frames: dict[str, pd.DataFrame], origin: date) -> History:
    """The history that canonical files tell."""
    jobs = frames["requisitions"].sort_values("job_id", ignore_index=True)
    job = pd.Index(jobs.job_id)
    plan = frames["hiring_plan"]
    functions = pd.Index(sorted(set(jobs.department) | set(plan.function)))
    seats = frames["openings"].sort_values("opening_id", ignore_index=True)
    filled = seats.status == "filled"
    ended = seats.status.isin(["cancelled", "closed"])
    held = np.flatnonzero(seats.status == "on_hold")
    return History(
        origin=day_number(origin),
        functions=tuple(functions),
        visits=_visits(frames["applications"], frames["stage_intervals"], job),
        requisitions=Requisitions(
            function=functions.get_indexer(pd.Index(jobs.department)),
            is_evergreen=jobs.is_evergreen.to_numpy(dtype=bool),
            opened=_days(jobs.opened_at),
            closed=_days(jobs.closed_at),
        ),
        openings=Openings(
            requisition=job.get_indexer(pd.Index(seats.job_id)),
            opened=_days(seats.opened_at),
            filled=_days(seats.closed_at.where(filled)),
            closed=_days(seats.closed_at.where(ended)),
            target=_days(pd.to_datetime(seats.target_fill_date, utc=True)),
        ),
        holds=Holds(
            opening=held,
            started=np.full(len(held), day_number(origin)),
            ended=np.full(len(held), NEVER),
        ),
        plans=Plans(
            function=functions.get_indexer(pd.Index(plan.function)),
            seats=plan.plan_seats.to_numpy(dtype=np.int64),
            quarter=_days(pd.to_datetime(plan.quarter_start_date, utc=True)),
            planned=_days(plan.planned_at),
        ),
    )


def _visits(applications: pd.DataFrame, stays: pd.DataFrame, job: pd.Index) -> Visits:
    applications = applications.sort_values("application_id", ignore_index=True)
    number = pd.Index(applications.application_id)
    ending = np.full(len(applications), ACTIVE)
    ending[applications.status == "hired"] = HIRED
    ending[applications.exit_kind.isin(["rejected", "withdrew"])] = OUT
    ending[applications.exit_kind == "req_closed"] = CENSORED
    application = number.get_indexer(pd.Index(stays.application_id))
    entered = stays.entered_at.to_numpy("datetime64[s]").astype(np.int64)
    order = np.lexsort((entered, application))
    application, stage = application[order], stays.stage_order.to_numpy(dtype=np.int64)[order]
    day = _days(stays.entered_at)[order]
    last = np.r_[application[1:] != application[:-1], True]
    fate = ending[application]
    ended = _days(applications.hired_at.fillna(applications.ended_at))[application]
    return Visits(
        application=application,
        requisition=job.get_indexer(pd.Index(applications.job_id))[application],
        stage=stage,
        outcome=np.where(last, fate, np.r_[stage[1:], 0]),
        is_first=np.r_[True, application[1:] != application[:-1]],
        entered=day,
        left=np.where(last, np.where(fate == ACTIVE, NEVER, ended), np.r_[day[1:], 0]),
        known=day,
    )


def _days(instants: pd.Series) -> Indices:
    """Day numbers in UTC, ``NEVER`` where there is no instant."""
    days = instants.dt.tz_convert("UTC").dt.tz_localize(None).to_numpy("datetime64[D]")
    return np.where(np.isnat(days), NEVER, days.astype(np.int64))
