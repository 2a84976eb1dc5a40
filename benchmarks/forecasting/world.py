"""One simulated company: its life, the true hires after each origin, and the state from which the oracle goes on.

``simulate(seed, scenario)`` is deterministic; the companies of ``clean`` and ``unlogged`` with one seed live the same
life and differ only in what their people write down.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.forecasting.days import build_days
from benchmarks.forecasting.history import Life, known_frames
from benchmarks.forecasting.market import Market
from benchmarks.forecasting.parameters import FUNCTIONS, STAGES, Parameters, build_parameters
from benchmarks.forecasting.tables import Ints, MarketRecorder, empty_people, empty_requisitions

UNLOGGED_SHARE = 0.35


@dataclass
class _Log:
    """A recorder: what happened, in the order in which it happened."""

    arrivals: list[Ints] = field(default_factory=list)
    moves: list[Ints] = field(default_factory=list)
    changes: list[Ints] = field(default_factory=list)

    def arrived(self, day: int, person: Ints, requisition: Ints, source: Ints, stage: Ints) -> None:
        self.arrivals.append(np.column_stack([np.full(len(person), day), person, requisition, source, stage]))

    def left(self, day: int, person: Ints, outcome: Ints, stage: Ints) -> None:
        self.moves.append(np.column_stack([np.full(len(person), day), person, outcome, stage]))

    def requisitions_became(self, day: int, requisition: Ints, status: int) -> None:
        rows = [np.full(len(requisition), day), requisition, np.full(len(requisition), status)]
        self.changes.append(np.column_stack(rows))


@dataclass(frozen=True)
class MarketWorld:
    """A company that has lived. F functions, O origins."""

    seed: int
    scenario: str
    parameters: Parameters
    life: Life
    hires_by_day: Ints
    """[days, F]"""
    truth: Ints
    """[O, F, 2] offers accepted in each of the two calendar quarters after each origin."""
    markets: tuple[Market, ...]
    """The true state at the end of each origin."""

    @property
    def functions(self) -> tuple[str, ...]:
        """Names of the F functions."""
        return FUNCTIONS

    @property
    def origins(self) -> tuple[date, ...]:
        """The O quarter ends at whose end a forecast is made."""
        return self.parameters.days.origins

    @property
    def sizes(self) -> NDArray[np.float64]:
        """[F] hires a quarter the company was drawn for."""
        return self.parameters.sizes

    def history_as_known(self, origin: date) -> dict[str, pd.DataFrame]:
        """Frames in canonical columns of the file drop with what was written down by the end of ``origin`` (UTC):
        applications, stage_intervals, requisitions, openings, hiring_plan."""
        return known_frames(self.life, self.parameters, origin)


def simulate(seed: int, scenario: str = "clean", origins: int = 6, history_days: int = 540) -> MarketWorld:
    """Let a company live: ``history_days`` before its first quarterly origin, to two quarters after the last.

    Raises ValueError for an unknown scenario."""
    days = build_days(seed, origins, history_days)
    parameters = build_parameters(seed, scenario, days)
    rng = np.random.default_rng([seed, 2])
    log = _Log()
    market = _build_market(parameters, rng, log)
    last = days.targets(days.origins[-1])[1][1]
    ends = {days.number(origin) for origin in days.origins}
    hires, markets = [], []
    for day in range(last + 1):
        hires.append(market.live_a_day(rng, log)[0])
        if day in ends:
            markets.append(market.copied(1))
    by_day = np.array(hires)
    truth = np.array(
        [[by_day[a : b + 1].sum(axis=0) for a, b in days.targets(origin)] for origin in days.origins]
    ).transpose(0, 2, 1)
    life = Life(
        arrivals=_table(log.arrivals, ("day", "person", "requisition", "source", "stage")),
        moves=_table(log.moves, ("day", "person", "outcome", "stage")),
        changes=_table(log.changes, ("day", "requisition", "status")),
        requisitions=market.requisitions,
        seed=seed,
        unlogged_share=UNLOGGED_SHARE if scenario == "unlogged" else 0.0,
    )
    return MarketWorld(seed, scenario, parameters, life, by_day, truth, tuple(markets))


def _build_market(parameters: Parameters, rng: np.random.Generator, recorder: MarketRecorder) -> Market:
    """A company at the end of the day before its first, with the requisitions of the past weeks just opened."""
    functions, stages = parameters.advance.shape[0], len(STAGES)
    market = Market(
        parameters=parameters,
        day=0,
        paths=1,
        requisitions=empty_requisitions(),
        people=empty_people(),
        drift_advance=np.zeros((1, functions, stages)),
        drift_pace=np.zeros((1, functions)),
        surprise=np.zeros((1, functions)),
        frozen=np.zeros(1, dtype=bool),
    )
    market.open_requisitions(rng, market.seat_rate() * 40, recorder)
    market.day = -1
    return market


def _table(parts: list[Ints], names: tuple[str, ...]) -> pd.DataFrame:
    rows = np.concatenate(parts) if parts else np.zeros((0, len(names)), dtype=np.int64)
    return pd.DataFrame(rows, columns=list(names))
