"""The parameters of one simulated company: what an oracle knows and nobody else.

Stages are applied, screen, interview, onsite, offer (0 to 4); ways out of a stage are advance (from offer: the offer is
accepted), reject, withdraw (from offer: declined) and a rare move back. All hazards are per day, by completed days in
stage.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.forecasting.days import Days

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]

FUNCTIONS = ("Engineering", "Sales", "Customer Success", "Product", "Marketing", "Data", "Design", "Finance")
SIZES = (18.0, 11.0, 7.5, 5.0, 3.5, 2.4, 1.4, 0.7)
STAGES = ("applied", "screen", "interview", "onsite", "offer")
CAUSES = ("advance", "reject", "withdraw", "back")
SOURCES = ("inbound", "referral", "agency", "sourced")
ENTRY_STAGE = np.array([0, 0, 0, 1])
AGES = 121
POSTING_AGES = 260
SEAT_SHARES = np.array([0.8, 0.15, 0.05])
SCENARIOS = ("clean", "unlogged", "drift", "shock")

# Scale (days) and shape of the log-logistic hazards, by stage; and what becomes of 100 pooled people, back moves aside.
_SCALE = np.array([[5, 9, 20], [8, 11, 12], [12, 14, 15], [7, 10, 12], [5, 10, 7]], dtype=float)
_SHAPE = np.array([[2.0, 2.2, 1.2], [2.2, 2.0, 1.4], [2.2, 2.0, 1.3], [2.0, 2.0, 1.3], [2.0, 1.2, 1.8]])
_SHARE = np.array([[0.26, 0.66, 0.06], [0.45, 0.38, 0.15], [0.42, 0.42, 0.14], [0.42, 0.43, 0.13], [0.8, 0.03, 0.15]])
_BACK = np.array([0.0, 0.0005, 0.0012, 0.0012, 0.0])
# Log of how much likelier people of a source are to advance (inbound, referral, agency, sourced).
_SOURCE_EFFECT = np.array([[0, 0, 0, 0, 0], [0.7, 0.25, 0.15, 0.1, 0.1], [0.6, 0.15, 0.1, 0, 0], [0, 0.1, 0, 0, -0.15]])
_SOURCE_MIX = np.array([0.72, 0.08, 0.05, 0.15])
_SKIP = np.array([0.06, 0.08, 0.03, 0.0, 0.0])
_OPENINGS_BY_MONTH = np.array([1.25, 1.15, 1.05, 1.0, 1.0, 0.95, 0.85, 0.9, 1.15, 1.1, 0.95, 0.65])
_APPLICANTS_BY_MONTH = np.array([1.2, 1.1, 1.05, 1.0, 0.95, 0.95, 0.95, 0.95, 1.1, 1.05, 0.95, 0.75])
_FILLED_SHARE = 0.83
_OPTIMISM = 1.15
_PLAN_WEIGHT = 0.6


@dataclass(frozen=True)
class Parameters:
    """Everything that is fixed before the first day. F functions, S sources, K stages, Q quarters."""

    days: Days
    sizes: Floats
    """[F] hires a quarter the company aims at."""
    advance: Singles
    """[F, S, K, AGES] hazard of advancing, per day, before the company's day factor and drift."""
    others: Singles
    """[F, S, K, AGES, 3] hazards of reject, withdraw and back."""
    others_together: Singles
    """[F, S, K, AGES] their sum."""
    together: Singles
    """[F, S, K, AGES] the hazard of leaving the stage in any way."""
    skip: Floats
    """[F, K] share of those advancing who pass over the next stage."""
    arrivals: Floats
    """[F, S, POSTING_AGES] applicants a day on a one-seat requisition by age of the posting in days."""
    plan: NDArray[np.int64]
    """[F, Q] seats the final plan wants filled, known two quarters ahead."""
    annual_plan: NDArray[np.int64]
    """[F, Q] seats of the annual plan, which the final one replaces."""
    seat_rate: Floats
    """[F, days] seats opened a day, before the unforeseen part of each quarter."""
    applicants_by_month: Floats
    """[12] factor of inbound applicants."""
    arrival_shape: float = 5.0
    """Requisitions differ in applicants by a Gamma factor of this shape, mean 1."""
    surprise: tuple[float, float] = (0.08, 0.12)
    """Standard deviation of the log of what a quarter opens beyond expectation: company, function."""
    cancel: tuple[float, float] = (0.0008, 0.003)
    """Hazard of cancellation a day, and what is added once the target date has passed."""
    hold: tuple[float, float] = (0.0008, 1 / 30)
    """Hazard a day of being put on hold, and of being taken up again."""
    hold_advance: float = 0.3
    """What is left of the hazard to advance while on hold."""
    lead_days: tuple[float, float] = (60.0, 12.0)
    """Mean and standard deviation of the days from opening to the target date."""
    drift: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    """Standard deviation a year of the random walks in log-hazards: advance, of the company and of a function, by
    stage; all hazards, of the company and of a function."""
    freeze: tuple[float, float] = (0.0, 1 / 80)
    """Hazard a day of a hiring freeze, and of its end."""


def build_parameters(seed: int, scenario: str, days: Days) -> Parameters:
    """Draw a company. The same seed gives the same company in every scenario, but for drift and freezes.

    Raises ValueError for an unknown scenario."""
    if scenario not in SCENARIOS:
        raise ValueError(f"scenario {scenario!r}: one of {', '.join(SCENARIOS)}")
    rng = np.random.default_rng([seed, 1])
    functions = len(FUNCTIONS)
    sizes = np.array(SIZES) * np.exp(rng.normal(0, 0.08, functions))
    advance, others = _hazards(rng, functions)
    skip = np.clip(_SKIP * np.exp(rng.normal(0, 0.5, (functions, len(STAGES)))), 0, 0.3)
    plan, annual, seat_rate = _demand(rng, sizes, days)
    return Parameters(
        days=days,
        sizes=sizes,
        advance=advance.astype(np.float32),
        others=others.astype(np.float32),
        others_together=others.sum(axis=-1).astype(np.float32),
        together=(advance + others.sum(axis=-1)).astype(np.float32),
        skip=skip,
        arrivals=_arrivals(rng, advance, others),
        plan=plan,
        annual_plan=annual,
        seat_rate=seat_rate,
        applicants_by_month=_seasonal(rng, _APPLICANTS_BY_MONTH),
        drift=(0.2, 0.2, 0.15, 0.15) if scenario == "drift" else (0.0, 0.0, 0.0, 0.0),
        freeze=(1 / 500 if scenario == "shock" else 0.0, 1 / 80),
    )


def _hazards(rng: np.random.Generator, functions: int) -> tuple[Floats, Floats]:
    """Hazards by function, source, stage and age: pooled levels that give the shares above, times random effects."""
    stages, sources = len(STAGES), len(SOURCES)
    age = np.arange(1, AGES + 1)
    pace = np.exp(rng.normal(0, 0.2, (functions, 1)) + rng.normal(0, 0.1, (functions, stages)))
    level = _pooled_levels()
    effect = np.exp(rng.normal(0, [0.3, 0.2, 0.25], (functions, stages, 3)))
    scale = _SCALE[None] * pace[:, :, None]
    shapes = _log_logistic(age, scale[..., None], _SHAPE[None, :, :, None])
    hazards = (level * effect)[..., None] * shapes
    source = np.exp(_SOURCE_EFFECT)[None, :, :, None]
    advance = hazards[:, None, :, 0] * source
    others = np.empty((functions, sources, stages, AGES, 3))
    others[..., 0] = hazards[:, None, :, 1]
    others[..., 1] = hazards[:, None, :, 2]
    others[..., 2] = _BACK[None, None, :, None]
    return advance, others


def _log_logistic(age: NDArray[np.int64], scale: Floats, shape: Floats) -> Floats:
    ratio = (age / scale) ** shape
    return shape / age * ratio / (1 + ratio)


def _pooled_levels() -> Floats:
    """[K, 3] factors with which pooled people leave each stage in the shares wanted."""
    age = np.arange(1, AGES + 1)
    shapes = _log_logistic(age, _SCALE[..., None], _SHAPE[..., None])
    level = np.ones((len(STAGES), 3))
    for _ in range(60):
        level *= _SHARE / _leaving(level[..., None] * shapes)
    return level


def _leaving(hazards: Floats) -> Floats:
    """[..., cause] share that leaves by each cause within AGES days, for hazards [..., cause, AGES]."""
    total = hazards.sum(axis=-2)
    still = np.exp(-np.cumsum(total, axis=-1))
    before = np.concatenate([np.ones_like(still[..., :1]), still[..., :-1]], axis=-1)
    left = np.asarray((before - still) / total)[..., None, :] * hazards
    return np.asarray(left.sum(axis=-1))


def _arrivals(rng: np.random.Generator, advance: Floats, others: Floats) -> Floats:
    """Applicants such that a one-seat requisition would have had 1.0 to 1.8 hires from its first 60 days."""
    functions = advance.shape[0]
    age = np.arange(POSTING_AGES)
    profile = np.stack(
        [0.25 + 1.5 * np.exp(-age / 12), 0.5 + np.exp(-age / 20), (age >= 14) * 1.0, np.minimum(1.0, age / 10)]
    )
    mix = rng.dirichlet(_SOURCE_MIX * 60, functions)
    rates = mix[:, :, None] * (profile / profile[:, :60].sum(axis=1, keepdims=True))[None]
    hazards = np.concatenate([advance[..., None], others[..., :2]], axis=-1)
    passing = _leaving(np.moveaxis(hazards, -1, -2))[..., 0]
    hired = np.stack([passing[:, s, ENTRY_STAGE[s] :].prod(axis=-1) for s in range(len(SOURCES))], axis=1)
    wanted = rng.uniform(1.0, 1.8, functions)
    return np.asarray(rates * (wanted / (mix * hired).sum(axis=1))[:, None, None])


def _demand(rng: np.random.Generator, sizes: Floats, days: Days) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
    """The plan by quarter, and the seats opened a day: partly habit, partly the plan of the quarter 45 days on."""
    season = _seasonal(rng, _OPENINGS_BY_MONTH)
    quarters = len(days.quarter_starts)
    typical = season[days.month]
    by_quarter = np.array([typical[days.lead_quarter == q].mean() if (days.lead_quarter == q).any() else 1.0
                           for q in range(quarters)])  # fmt: skip
    aim = _OPTIMISM * sizes[:, None] * by_quarter[None]
    company = rng.normal(0, 0.08, quarters)
    wanted = aim * np.exp(company[None] + rng.normal(0, 0.2, aim.shape))
    plan = np.floor(wanted + rng.random(aim.shape)).astype(np.int64)
    annual = np.floor(aim * np.exp(rng.normal(0, 0.3, aim.shape)) + rng.random(aim.shape)).astype(np.int64)
    pull = (1 - _PLAN_WEIGHT) + _PLAN_WEIGHT * plan / aim
    rate = (sizes / 91.25 / _FILLED_SHARE)[:, None] * typical[None] * pull[:, days.lead_quarter]
    return plan, annual, rate


def _seasonal(rng: np.random.Generator, by_month: Floats) -> Floats:
    """A company's own season: the general one, weaker or stronger, mean 1."""
    own = by_month ** rng.uniform(0.3, 0.9)
    return np.asarray(own / own.mean())
