"""What Finance and the people team keep outside the recruiting systems: plan, spend, assumptions, holidays, rates,
reviews.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hirehouse.sandbox.columns import Columns, stack, take
from hirehouse.sandbox.demand import FIRST_JOB, SimulatedDemand
from hirehouse.sandbox.organisation import FUNCTIONS, OFFICES
from hirehouse.sandbox.timeline import DAY, HORIZON, HOUR, START, month_starts

_QUARTERS = month_starts(START - 61 * DAY, HORIZON + 120 * DAY)[::3]
_MONTHS = month_starts(START, HORIZON)
_RATES = {"USD": 1.0, "GBP": 1.27, "EUR": 1.08, "SGD": 0.74}
_SPEND = (
    ("LinkedIn Jobs", "job_board", 0.34),
    ("Indeed", "job_board", 0.14),
    ("Recruiting Agency", "agency", 0.30),
    ("Gem", "sourced_outbound", 0.12),
    ("Career Fair", "event_campus", 0.10),
)
_PAY = (135_000.0, 98_000.0, 82_000.0, 128_000.0, 118_000.0, 92_000.0, 88_000.0, 84_000.0)


def _text(values: Sequence[str | None]) -> np.ndarray:
    """Strings as an object array."""
    return np.array(values, dtype=object)


def plan_table(rng: np.random.Generator, demand: SimulatedDemand) -> Columns:
    """Two versions of the plan per quarter: 45 days before it, and 40 days into it where the second guess differs."""
    if not len(demand.seat_job):
        return {
            "function": _text([]),
            "quarter_start_date": np.zeros(0, np.int64),
            "plan_seats": np.zeros(0, np.int64),
            "plan_version": _text([]),
            "planned_at": np.zeros(0, np.int64),
        }
    function = demand.job["function_index"][demand.seat_job]
    due = np.searchsorted(_QUARTERS, demand.seat_opened // DAY + 60, side="right") - 1
    seats = np.zeros((len(FUNCTIONS), len(_QUARTERS)), dtype=np.int64)
    np.add.at(seats, (function, np.clip(due, 0, len(_QUARTERS) - 1)), demand.fate != 1)
    at, of = np.divmod(np.arange(seats.size), len(_QUARTERS))
    first = np.maximum(0, np.round(seats[at, of] * rng.uniform(0.85, 1.15, seats.size))).astype(np.int64)
    parts = []
    for version, number, offset in (("v1", first, -45), ("v2", seats[at, of], 40)):
        label = [f"{np.datetime64(int(day), 'D').astype('datetime64[M]')}-{version}" for day in _QUARTERS[of]]
        parts.append(
            {
                "function": _text([FUNCTIONS[i] for i in at]),
                "quarter_start_date": _QUARTERS[of],
                "plan_seats": number,
                "plan_version": _text(label),
                "planned_at": (_QUARTERS[of] + offset) * DAY + 15 * HOUR,
            }
        )
    table = stack(parts)
    again = np.r_[np.ones(seats.size, dtype=bool), first != seats[at, of]]
    return take(table, again & (table["planned_at"] <= HORIZON))


def spend_table(rng: np.random.Generator, scale: int) -> Columns:
    """External spend by channel and internal cost by function, every month; none for an empty company."""
    months, level = len(_MONTHS), scale / 25_000
    rows: list[tuple[int, str, str | None, str | None, str | None, float]] = []
    for month in range(months if scale else 0):
        for name, channel, share in _SPEND:
            rows.append(
                (month, "external", name, channel, None, round(95_000 * level * share * rng.uniform(0.7, 1.3), 2))
            )
        for function, pay in zip(FUNCTIONS, _PAY, strict=True):
            rows.append((month, "internal", None, None, function, round(pay * 0.14 * level * rng.uniform(0.9, 1.1), 2)))
    starts = _MONTHS[[row[0] for row in rows]] if rows else np.zeros(0, np.int64)
    return {
        "month_start_date": starts,
        "cost_side": _text([row[1] for row in rows]),
        "source_name": _text([row[2] for row in rows]),
        "channel": _text([row[3] for row in rows]),
        "function": _text([row[4] for row in rows]),
        "spend_amount": np.array([row[5] for row in rows], dtype=np.float64),
        "currency": _text(["USD"] * len(rows)),
        "booked_at": (starts + 34) * DAY + 9 * HOUR,
    }


def parameter_table() -> Columns:
    """One set of assumptions: per function, and one for all others."""
    functions: list[str | None] = [*FUNCTIONS, None]
    count = len(functions)
    return {
        "parameter_set": _text(["finance-2024"] * count),
        "function": _text(functions),
        "valid_from_date": np.full(count, int(np.datetime64("2024-01-01", "D").astype(np.int64))),
        "annual_pay_amount": np.array([*_PAY, 100_000.0]),
        "vacancy_multiplier": np.full(count, 2.0),
        "pay_load": np.full(count, 1.3),
        "working_days": np.full(count, 230),
        "value_multiplier": np.full(count, 0.2),
        "decided_at": np.full(count, START),
    }


def holiday_table() -> Columns:
    """New Year and Christmas for all, one national day per office."""
    national = ("07-04", "08-26", "10-03", "07-04", "08-09")
    rows: list[tuple[str | None, str]] = [
        (None, f"{year}-{day}") for year in range(2023, 2028) for day in ("01-01", "12-25")
    ]
    rows += [
        (office[0], f"{year}-{day}")
        for year in range(2023, 2028)
        for office, day in zip(OFFICES, national, strict=True)
    ]
    return {
        "office": _text([row[0] for row in rows]),
        "holiday_date": np.array([int(np.datetime64(row[1], "D").astype(np.int64)) for row in rows], dtype=np.int64),
    }


def rate_table() -> Columns:
    """A rate per currency and month, with a little seasonal movement."""
    month = np.repeat(np.arange(len(_MONTHS)), len(_RATES))
    base = np.tile(np.array(list(_RATES.values())), len(_MONTHS))
    rate = np.where(base == 1.0, 1.0, np.round(base * (1 + 0.02 * np.sin(month / 3.0)), 6))
    return {
        "month_start_date": _MONTHS[month],
        "currency": _text(list(_RATES) * len(_MONTHS)),
        "company_rate": rate,
        "fixed_at": _MONTHS[month] * DAY,
    }


def review_table(rng: np.random.Generator, demand: SimulatedDemand, requisition: Columns, ended: np.ndarray) -> Columns:
    """Weekly reviews of open requisitions; one in four is skipped."""
    opened = demand.job["opened"]
    weeks = np.clip((np.minimum(ended, HORIZON) - opened) // (7 * DAY), 0, 60)
    job = np.repeat(np.arange(len(opened)), weeks)
    number = np.arange(len(job)) - np.searchsorted(job, job)
    at = opened[job] + (number + 1) * 7 * DAY + rng.integers(0, 6 * HOUR, len(job))
    keep = (rng.random(len(job)) < 0.75) & (at < np.minimum(ended, HORIZON)[job])
    job, at = job[keep], at[keep]
    order = np.argsort(at, kind="stable")
    job, at = job[order], at[order]
    return {
        "review_id": [f"RV{i:07d}" for i in range(1, len(job) + 1)],
        "job_id": FIRST_JOB + job,
        "reviewer_id": requisition["recruiter_id"][job],
        "decision_count": rng.poisson(2.2, len(job)),
        "reviewed_at": at,
    }
