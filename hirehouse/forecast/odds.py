"""From hazards to odds by day: P(hired within h days | just entered a stage), and given days already spent there.

Computed by convolution on a grid of days, no paths. Within a day people may pass several stages forwards; a move back
counts from the day it happens.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from hirehouse.base.vocabulary import STAGES
from hirehouse.forecast.exposure import Floats
from hirehouse.forecast.hazards import AGES, Hazards
from hirehouse.forecast.history import HIRED

LOOPS = 3  # passes over moves back; each is rare, and their chain converges at once


@dataclass(frozen=True)
class Chances:
    """``entered`` (functions, stages, draws, days + 1): P(hired by day h | entered the stage on day 0)."""

    entered: Floats
    advance: Floats
    leave: Floats
    split: Floats

    @property
    def days(self) -> int:
        """The last day of the grid."""
        return self.entered.shape[-1] - 1

    def after_advance(self, functions: list[int]) -> NDArray[np.float32]:
        """(functions, stages, draws, days + 1): P(hired within h | advances from the stage today)."""
        split = np.moveaxis(self.split[:, functions], 0, 2)
        mixed = np.einsum("fsdk,fkdh->fsdh", split[..., :HIRED], self.entered[functions])
        return (mixed + split[..., HIRED, None]).astype(np.float32)

    def by_age(self, functions: list[int]) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """Every age from the last down, and P(hired within h | survived days 0 to the age), (functions, stages, draws,
        days + 1).

        One age at a time: each follows from the one after it, and few are asked for.
        """
        onward = self.after_advance(functions)
        advance, leave = (np.moveaxis(odds[:, functions], 0, 2) for odds in (self.advance, self.leave))
        stay = (1.0 - advance - leave).astype(np.float32)
        advance = advance.astype(np.float32)
        # The last age's hazards hold for ever after: march along the days once.
        found = np.zeros_like(onward)
        gained = advance[..., -1:] * onward
        for day in range(1, onward.shape[-1]):
            found[..., day] = gained[..., day - 1] + stay[..., -1] * found[..., day - 1]
        yield AGES - 1, found
        for age in range(AGES - 2, -1, -1):
            earlier = np.empty_like(onward)
            earlier[..., 0] = 0.0
            np.multiply(advance[..., age + 1, None], onward[..., :-1], out=earlier[..., 1:])
            earlier[..., 1:] += stay[..., age + 1, None] * found[..., :-1]
            found = earlier
            yield age, found


def chances(hazards: Hazards, days: int) -> Chances:
    """Odds by day up to ``days`` for every function, stage and draw."""
    draws, functions = hazards.advance.shape[:2]
    size = fft.next_fast_len(2 * (days + 1), real=True)
    advance = np.moveaxis(_by_day(hazards.advance, days), 0, 2)
    leave = np.moveaxis(_by_day(hazards.leave, days), 0, 2)
    stay = np.cumprod(1.0 - advance - leave, axis=-1)
    density = advance * np.concatenate([np.ones_like(stay[..., :1]), stay[..., :-1]], axis=-1)
    transformed = fft.rfft(density, size)
    split = np.moveaxis(hazards.split, 0, 2)
    entered = np.zeros((functions, len(STAGES), draws, days + 1))
    certain = np.ones(days + 1)
    for _ in range(LOOPS):
        for stage in range(len(STAGES) - 1, -1, -1):
            onward = np.einsum("fdk,fkdh->fdh", split[:, stage, :, :HIRED], entered)
            onward += split[:, stage, :, HIRED, None] * certain
            entered[:, stage] = fft.irfft(transformed[:, stage] * fft.rfft(onward, size), size)[..., : days + 1]
    return Chances(np.clip(entered, 0.0, 1.0), hazards.advance, hazards.leave, hazards.split)


def _by_day(odds: Floats, days: int) -> Floats:
    """Daily odds (..., AGES) on the grid of days 0 to ``days``."""
    return odds[..., np.minimum(np.arange(days + 1), AGES - 1)]
