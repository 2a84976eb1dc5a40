"""Write a run's forecast where SQL reads it: distributions, their parts, odds of people and seats, candidates missing.

Everything lands in ``ops`` of the private warehouse, in one transaction, before core and metrics are built from it.
What earlier published runs forecast at a quarter's end is kept and scored as it was; quarter ends without such a run
are forecast again from what was known then (``is_reconstructed``), each once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date

import duckdb
import numpy as np
import pyarrow as pa

from hirehouse.base.vocabulary import EVERYONE, STAGES
from hirehouse.forecast.baselines import past_quarters
from hirehouse.forecast.gap import entries_needed
from hirehouse.forecast.history import History, day_date
from hirehouse.forecast.model import LEAST_DAYS, Forecast, forecast
from hirehouse.forecast.read import Keys, read_history
from hirehouse.forecast.seats import KINDS
from hirehouse.forecast.state import free_openings

BACKTESTED_QUARTERS = 6

Progress = Callable[[str, int, int], None]
Columns = dict[str, list[object]]


def write_forecast(connection: duckdb.DuckDBPyConnection, progress: Progress | None = None) -> Forecast:
    """Forecast as of the run's clock and fill ``ops.forecast_*`` of an open, writable warehouse.

    Raises ``duckdb.Error`` where an intermediate table is missing; nothing is written then.
    """
    history, keys = read_history(connection)
    made = forecast(history)
    tables = {
        "forecast_run": _run(history, made),
        "forecast_distribution": _distribution(made, is_reconstructed=False),
        "forecast_part": _parts(made),
        "forecast_gap": _gaps(made),
        "forecast_application": _applications(made, history, keys),
        "forecast_opening": _openings(made, history, keys),
    }
    stored = connection.execute(
        "select distinct origin_date from ops.forecast_distribution_log, ops.run_clock where run_at < as_of_at"
    ).fetchall()
    missing = [origin for origin in _scored_origins(history) if (day_date(origin),) not in stored]
    for number, origin in enumerate(missing):
        if progress:
            progress(str(day_date(origin)), number, len(missing))
        again = _distribution(forecast(history.as_known(origin)), is_reconstructed=True)
        for name, values in again.items():
            tables["forecast_distribution"][name] += values
    connection.execute("begin")
    for name, columns in tables.items():
        connection.execute(f"delete from ops.{name}")
        if next(iter(columns.values())):
            connection.register("made", pa.table(columns))
            connection.execute(f"insert into ops.{name} by name select * from made")
            connection.unregister("made")
    connection.execute(
        "insert into ops.forecast_distribution by name select kept.* exclude (run_at) "
        "from ops.forecast_distribution_log as kept, ops.run_clock where kept.run_at < as_of_at "
        "and kept.origin_date < as_of_date "
        "qualify run_at = max(run_at) over (partition by origin_date)"
    )
    connection.execute("commit")
    return made


def _scored_origins(history: History) -> list[int]:
    """Quarter ends to score, newest first: over, and with stage history enough before them."""
    ends = [start - 1 for start in past_quarters(history, BACKTESTED_QUARTERS + 1)]
    return [end for end in ends if end - history.first_day >= LEAST_DAYS][:BACKTESTED_QUARTERS]


def _run(history: History, made: Forecast) -> Columns:
    return {
        "origin_date": [day_date(made.origin)],
        "first_history_date": [day_date(history.first_day)],
        "champion": [made.champion],
        "input_hash": [input_hash(history)],
        "trained_through_date": [day_date(made.origin)],
    }


def input_hash(history: History) -> str:
    """Digest of everything the forecast looked at."""
    digest = hashlib.sha256(repr((history.origin, history.functions)).encode())
    for table in (history.visits, history.requisitions, history.openings, history.holds, history.plans):
        for values in vars(table).values():
            digest.update(np.ascontiguousarray(values).tobytes())
    return digest.hexdigest()[:16]


def _distribution(made: Forecast, is_reconstructed: bool) -> Columns:
    """Probabilities of every number of hires still to come after the origin; none of a company without functions."""
    columns: Columns = {
        name: []
        for name in ("origin_date", "quarter_start_date", "function", "method", "hires", "probability",
                     "is_reconstructed")
    }  # fmt: skip
    for method, samples in made.samples.items() if made.functions else ():
        for number, quarter in enumerate(made.quarters):
            for place, function in enumerate([*made.functions, EVERYONE]):
                values = samples[:, :, number].sum(axis=1) if function == EVERYONE else samples[:, place, number]
                counts = np.bincount(values) if len(values) else np.zeros(0)
                found = np.flatnonzero(counts)
                columns["hires"] += found.tolist()
                columns["probability"] += (counts[found] / len(values)).tolist()
                _repeat(columns, len(found), origin_date=day_date(made.origin), quarter_start_date=day_date(quarter),
                        function=function, method=method, is_reconstructed=is_reconstructed)  # fmt: skip
    return columns


def _parts(made: Forecast) -> Columns:
    """Expected hires still to come by where they come from, of the semi-Markov model."""
    names = [f"expected_{kind}" for kind in KINDS]
    columns: Columns = {name: [] for name in ("quarter_start_date", "function", *names, "lost_to_seats")}
    if not made.futures:
        return columns
    hires = np.stack([each.hires.mean(axis=1) for each in made.futures])
    lost = np.stack([each.lost for each in made.futures])
    for number, quarter in enumerate(made.quarters):
        for place, function in enumerate([*made.functions, EVERYONE]):
            chosen = slice(None) if function == EVERYONE else slice(place, place + 1)
            for kind, name in enumerate(names):
                columns[name].append(float(hires[chosen, kind, number].sum()))
            columns["lost_to_seats"].append(float(lost[chosen, number].sum()))
            _repeat(columns, 1, quarter_start_date=day_date(quarter), function=function)
    return columns


def _gaps(made: Forecast) -> Columns:
    """M-45 for every number of seats in reach: further entries today, at one stage alone."""
    columns: Columns = {name: [] for name in ("quarter_start_date", "function", "canonical_stage", "seats", "entries")}
    for place, function in enumerate([*made.functions, EVERYONE] if made.futures else []):
        futures = made.futures if function == EVERYONE else made.futures[place : place + 1]
        for number, quarter in enumerate(made.quarters):
            needed = entries_needed(futures, number, np.random.default_rng([made.origin, 3, place, number]))
            for stage, by_seats in zip(STAGES, needed, strict=True):
                columns["seats"] += list(range(len(by_seats)))
                columns["entries"] += by_seats
                _repeat(columns, len(by_seats), quarter_start_date=day_date(quarter), function=function,
                        canonical_stage=stage)  # fmt: skip
    return columns


def _applications(made: Forecast, history: History, keys: Keys) -> Columns:
    """P(hired in the quarter) of every candidate on an open requisition, seats set aside (M-42)."""
    columns: Columns = {name: [] for name in ("application_key", "quarter_start_date", "p_hire")}
    for state, future in zip(made.states, made.futures, strict=True):
        names = [keys.applications[number] for number in history.visits.application[state.visit].tolist()]
        within = np.diff(future.odds, axis=1, prepend=0.0)
        for number, quarter in enumerate(made.quarters):
            columns["application_key"] += names
            columns["p_hire"] += np.clip(within[:, number], 0.0, 1.0).astype(float).tolist()
            _repeat(columns, len(names), quarter_start_date=day_date(quarter))
    return columns


def _openings(made: Forecast, history: History, keys: Keys) -> Columns:
    """P(filled in the quarter) of every seat still to fill: a requisition's n-th hire takes its n-th free seat."""
    columns: Columns = {name: [] for name in ("opening_key", "quarter_start_date", "seat_number", "p_fill")}
    free = free_openings(history)
    owner = history.openings.requisition[free]
    for state, future in zip(made.states, made.futures, strict=True):
        within = np.diff(future.filled, axis=2, prepend=0.0)
        for place, requisition in enumerate(state.requisition.tolist()):
            for seat, opening in enumerate(free[owner == requisition][: within.shape[1]].tolist()):
                columns["opening_key"] += [str(keys.openings[opening])] * len(made.quarters)
                columns["quarter_start_date"] += [day_date(quarter) for quarter in made.quarters]
                columns["seat_number"] += [seat + 1] * len(made.quarters)
                columns["p_fill"] += np.clip(within[place, seat], 0.0, 1.0).astype(float).tolist()
    return columns


def _repeat(columns: Columns, times: int, **values: date | str | bool) -> None:
    for name, value in values.items():
        columns[name] += [value] * times
