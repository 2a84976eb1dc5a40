"""M-49: how good forecasts were, for backtest and benchmark; those published are scored in ``int_forecasts__scored``.

A forecast distribution is a sample along the last axis of an array (hires, whole numbers); ``actual`` has the shape of
the axes before it. All scores but the PIT share are in hires.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def crps(samples: ArrayLike, actual: ArrayLike) -> Floats:
    """M-49, T-45: continuous ranked probability score, mean |x - y| less half the mean |x - x'|.

    ``samples`` [..., n] and ``actual`` [...] give [...]. All pairs count, a value with itself too. 0 is perfect; one
    sample alone gives the absolute error."""
    values = np.sort(np.asarray(samples, dtype=float), axis=-1)
    number = values.shape[-1]
    error = np.abs(values - np.asarray(actual, dtype=float)[..., None]).mean(axis=-1)
    # over all pairs |x - x'| sums to twice the sum of (2i - n - 1) x_(i) of the sorted values
    weights = 2 * np.arange(1, number + 1) - number - 1
    return np.asarray(error - (values * weights).sum(axis=-1) / number**2)


def bias(forecast: ArrayLike, actual: ArrayLike) -> float:
    """M-49, T-47: sum(F - A) / sum(A), over all elements; NaN where nothing was hired."""
    return _share(np.asarray(forecast, dtype=float) - np.asarray(actual, dtype=float), actual)


def wape(forecast: ArrayLike, actual: ArrayLike) -> float:
    """M-49, T-47: sum |F - A| / sum(A), over all elements; NaN where nothing was hired. Not MAPE: actuals can be 0."""
    return _share(np.abs(np.asarray(forecast, dtype=float) - np.asarray(actual, dtype=float)), actual)


def _share(error: Floats, actual: ArrayLike) -> float:
    total = float(np.sum(np.asarray(actual, dtype=float)))
    return float(error.sum()) / total if total else float("nan")


def pit_share(samples: ArrayLike, actual: ArrayLike, level: float = 0.8) -> Floats:
    """M-49: the chance [...] that the randomised probability integral transform of ``actual`` is in the central
    ``level``; its mean over many forecasts is near ``level`` if they are calibrated.

    The randomised PIT of a count is uniform between P(x < y) and P(x <= y). Its expectation is taken instead of a draw:
    the same answer with less noise, and the same each time. Closed intervals of counts always cover too much."""
    values = np.asarray(samples, dtype=float)
    target = np.asarray(actual, dtype=float)[..., None]
    below, up_to = (values < target).mean(axis=-1), (values <= target).mean(axis=-1)
    low, high = (1 - level) / 2, (1 + level) / 2
    inside = np.clip(np.minimum(up_to, high) - np.maximum(below, low), 0, None)
    point = (below > low) & (below < high)
    width = up_to - below
    return np.asarray(np.where(width > 0, inside / np.where(width > 0, width, 1), point.astype(float)))
