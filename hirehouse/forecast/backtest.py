"""Rolling-origin backtest over everything that is published: what each method would have said at past quarter ends.

Each origin sees only what was known by its end. Scores of an origin are kept under the home's state by what they were
computed from, so that a backtest that was stopped goes on where it was, and one with nothing new is done at once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from hirehouse.base.settings import Settings
from hirehouse.build.dbt_command import code_version
from hirehouse.forecast.archive import input_hash
from hirehouse.forecast.baselines import past_quarters
from hirehouse.forecast.history import History, day_date, next_quarter
from hirehouse.forecast.model import LEAST_DAYS, forecast
from hirehouse.forecast.read import PUBLISHED, read_history
from hirehouse.forecast.scores import bias, crps, pit_share, wape
from hirehouse.publish.published import open_published

HORIZONS = (1, 2)
MOST_ORIGINS = 40

Row = dict[str, Any]


def backtest(settings: Settings, progress: Callable[[date, int, int], None] | None = None) -> list[Row]:
    """Rows of method and horizon: n, crps, pit_share_80, bias, wape over functions and origins (M-49).

    Raises ``HirehouseError`` where nothing is published.
    """
    with open_published(settings) as published:
        history, _ = read_history(published.connection, PUBLISHED)
    folder = settings.state_path / "forecast"
    origins = [start - 1 for start in past_quarters(history, MOST_ORIGINS)]
    origins = [origin for origin in origins if origin - history.first_day >= LEAST_DAYS]
    scored: list[Row] = []
    for number, origin in enumerate(origins):
        if progress:
            progress(day_date(origin), number, len(origins))
        scored += _scored(history, origin, folder)
    return _summarised(scored)


def _scored(history: History, origin: int, folder: Path) -> list[Row]:
    """Scores of one origin by method, function and horizon, from the folder where they are already there."""
    known = history.as_known(origin)
    truth = [
        dict(zip(history.functions, history.hires(*quarter).tolist(), strict=True))
        for quarter in _quarters(history, origin)
    ]
    digest = hashlib.sha256(json.dumps([input_hash(known), truth, code_version()]).encode()).hexdigest()[:16]
    path = folder / f"backtest-{day_date(origin)}-{digest}.json"
    if path.exists():
        return list(json.loads(path.read_text()))
    made = forecast(known)
    rows: list[Row] = []
    for method, samples in made.samples.items():
        for number, hired in enumerate(truth):
            values = np.moveaxis(samples[:, :, number + 1], 0, -1)
            actual = [hired.get(function, 0) for function in made.functions]
            score, inside = crps(values, np.array(actual)), pit_share(values, np.array(actual))
            for place in range(len(made.functions)):
                rows.append(
                    {
                        "method": method,
                        "horizon": HORIZONS[number],
                        "mean": float(values[place].mean()),
                        "actual": actual[place],
                        "crps": float(score[place]),
                        "pit": float(inside[place]),
                    }
                )
    folder.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(rows))
    partial.replace(path)
    return rows


def _quarters(history: History, origin: int) -> list[tuple[int, int]]:
    """Start and end of the quarters after an origin that are over."""
    start = origin + 1
    found = []
    for _ in HORIZONS:
        end = next_quarter(start)
        if end <= history.origin + 1:
            found.append((start, end))
        start = end
    return found


def _summarised(rows: list[Row]) -> list[Row]:
    found: list[Row] = []
    for method, horizon in sorted({(row["method"], int(row["horizon"])) for row in rows}):
        mine = [row for row in rows if row["method"] == method and row["horizon"] == horizon]
        columns = {
            name: np.array([row[name] for row in mine], dtype=float) for name in ("mean", "actual", "crps", "pit")
        }
        found.append(
            {
                "method": method,
                "horizon": horizon,
                "n": len(mine),
                "crps": float(columns["crps"].mean()),
                "pit_share_80": float(columns["pit"].mean()),
                "bias": bias(columns["mean"], columns["actual"]),
                "wape": wape(columns["mean"], columns["actual"]),
            }
        )
    return found
