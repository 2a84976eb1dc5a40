"""The forecast of somebody who knows the company's true parameters and true state, but not the future.

It knows: all hazards, rates, shares and seasons; the applicant factor of every open requisition; who is really still in
the funnel (not only who is logged to be); the hiring plan; the present level of a drift. It does not know: what people
do, which requisitions open and their factors, the unforeseen part of a quarter's openings, where a drift goes, when a
freeze comes. No method that sees less can on average score better, so scores are stated as a ratio to its own.
"""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.forecasting.world import MarketWorld

PATHS = 500
_BATCH = 125
"""Futures lived at once: more do not fit the processor's cache."""
_CODE = ("days", "parameters", "tables", "market", "world", "oracle")


def forecast(world: MarketWorld, origin: int, paths: int = PATHS) -> NDArray[np.int64]:
    """Hires [paths, F, 2] in the two calendar quarters after the world's ``origin``-th origin.

    The market of the origin lives on ``paths`` times, as the world itself did. Deterministic."""
    rng = np.random.default_rng([world.seed, 5, origin, paths])
    sizes = [min(_BATCH, paths - done) for done in range(0, paths, _BATCH)]
    return np.concatenate([_futures(world, origin, size, rng) for size in sizes])


def _futures(world: MarketWorld, origin: int, paths: int, rng: np.random.Generator) -> NDArray[np.int64]:
    market = world.markets[origin].copied(paths)
    hires = np.zeros((paths, len(world.functions), 2), dtype=np.int64)
    for quarter, (first, last) in enumerate(world.parameters.days.targets(world.origins[origin])):
        for _ in range(first, last + 1):
            hires[:, :, quarter] += market.live_a_day(rng)
    return hires


def cached_forecast(world: MarketWorld, origin: int, folder: Path, paths: int = PATHS) -> NDArray[np.int64]:
    """The same, kept in ``folder`` under world, origin, paths and the simulator's code.

    What a company writes down does not change its life, so ``unlogged`` shares the forecasts of ``clean``."""
    life = "clean" if world.scenario == "unlogged" else world.scenario
    history = world.parameters.days.number(world.origins[0])
    path = folder / code_digest() / f"{life}-{history}-{world.seed}-{origin}-{paths}.npy"
    if path.exists():
        return np.asarray(np.load(path))
    samples = forecast(world, origin, paths)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}.npy")
    np.save(partial, samples.astype(np.int32))
    partial.replace(path)
    return samples


@cache
def code_digest() -> str:
    """Digest of the modules that shape a world and its oracle."""
    folder = Path(__file__).parent
    text = b"".join((folder / f"{name}.py").read_bytes() for name in _CODE)
    return hashlib.sha256(text).hexdigest()[:16]
