"""Statistics and cells of the metric dictionary in plain Python: slow, obvious, and not written from the SQL."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

STRENGTHS = (1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 200, 500, 1000)
RANK = {"prospect": 0, "applied": 1, "screen": 2, "interview": 3, "onsite": 4, "offer": 5, "hired": 6}
STAGES = ("applied", "screen", "interview", "onsite", "offer")


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as dictionaries in which every missing value is None."""
    records = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in records]


def as_date(value: Any) -> date | None:
    """Return a calendar day as a `date`, whatever pandas made of it."""
    return None if value is None or pd.isna(value) else pd.Timestamp(value).date()


def periods_of(day: date | None) -> list[tuple[str, date]]:
    """Return the week (from Monday), month and quarter a local day lies in; nothing for no day."""
    if day is None:
        return []
    quarter = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return [("week", day - timedelta(days=day.weekday())), ("month", day.replace(day=1)), ("quarter", quarter)]


def by_cell(
    rows: Iterable[dict[str, Any]], day: str, extra: Callable[[dict[str, Any]], tuple[Hashable, ...]] = lambda _: ()
) -> dict[tuple[Any, ...], list[dict[str, Any]]]:
    """Group rows by (period type, period start, function or `all`, extra grain) of their `day`."""
    cells: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        for period_type, start in periods_of(as_date(row[day])):
            for function in {"all", row["function"]} - {None}:
                cells[(period_type, start, function, *extra(row))].append(row)
    return cells


def share(part: float, whole: float) -> float | None:
    """Return a share of counts, or None below a denominator of 5."""
    return part / whole if whole >= 5 else None


def wilson(x: int, n: int) -> tuple[float | None, float | None]:
    """Return the 95 % Wilson interval of x of n, or a pair of None below 5."""
    if n < 5:
        return None, None
    z = 1.959964
    p = x / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return centre - half, centre + half


def pool(counts: list[tuple[int, int]]) -> tuple[float | None, int, int]:
    """Return p0, the likeliest m and sum n of the (x, n) of several functions."""
    total = sum(n for _, n in counts)
    if total == 0:
        return None, 1, 0
    p0 = sum(x for x, _ in counts) / total

    def log_beta(a: float, b: float) -> float:
        return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)

    def likelihood(m: int) -> float:
        if p0 in (0, 1):
            return 0.0
        a, b = m * p0, m * (1 - p0)
        return sum(log_beta(x + a, n - x + b) - log_beta(a, b) for x, n in counts)

    values = {m: likelihood(m) for m in STRENGTHS}
    best = max(values.values())
    return p0, min(m for m, value in values.items() if value >= best - 1e-9), total


def shrink(x: int, n: int, p0: float, m: int) -> float:
    """Return x of n pulled to p0 by m."""
    return (x + m * p0) / (n + m)


def steps(clocks: list[tuple[float, str]]) -> list[tuple[float, int, dict[str, int], float]]:
    """Return (time, at risk, events by cause, S just before) per distinct time; cause "" is a censoring."""
    survival = 1.0
    result = []
    for time in sorted({clock for clock, _ in clocks}):
        at_risk = sum(1 for clock, _ in clocks if clock >= time)
        causes: dict[str, int] = defaultdict(int)
        for clock, cause in clocks:
            if clock == time and cause:
                causes[cause] += 1
        result.append((time, at_risk, dict(causes), survival))
        survival *= 1 - sum(causes.values()) / at_risk
    result.append((math.inf, 0, {}, survival))
    return result


def incidence(clocks: list[tuple[float, str]], cause: str, horizon: float) -> float | None:
    """Return the Aalen-Johansen incidence of one cause at the horizon; None if that would extrapolate."""
    clocks = [(clock, why) for clock, why in clocks if clock >= 0]
    if not clocks:
        return None
    table = steps(clocks)
    if max(clock for clock, _ in clocks) < horizon and table[-1][3] > 1e-12:
        return None
    return sum(s * d.get(cause, 0) / n for time, n, d, s in table if time <= horizon)


def survival_median(clocks: list[tuple[float, str]]) -> float | None:
    """Return the first time with S <= 0.5, or None."""
    table = steps([(clock, why) for clock, why in clocks if clock >= 0])
    for (time, *_), (*_, after) in pairwise(table):
        if after <= 0.5 + 1e-9:
            return time
    return None


def quantile(values: list[float], q: float) -> float | None:
    """Return the linearly interpolated quantile, or None of nothing."""
    return float(np.quantile(values, q)) if values else None
