"""Empirical Bayes for counts: a group's multiplier of a pooled rate is Gamma(a, a), updated by O observed over E
expected to Gamma(a + O, a + E). It is the Poisson form of the beta-binomial and takes censored time as it is.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

Floats = NDArray[np.float64]
# Strengths a prior may have; the last one is complete pooling.
STRENGTHS = np.array([0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096, 1e6])


def negative_binomial(counts: Floats, means: Floats, strength: Floats | float) -> Floats:
    """Log-likelihood of counts whose Poisson means vary by Gamma(strength, strength) about ``means``, up to what does
    not depend on either; arguments broadcast, means are above 0."""
    a = strength
    spread = gammaln(a + counts) - gammaln(a) + a * np.log(a) - (a + counts) * np.log(a + means)
    return np.asarray(spread + counts * np.log(means))


def prior_strength(observed: Floats, expected: Floats) -> float:
    """The strength ``a`` of the largest negative-binomial marginal likelihood over the groups (1-d arrays).

    Groups without exposure say nothing; with fewer than two that say something, pooling is complete.
    """
    told = expected > 0
    if told.sum() < 2:
        return float(STRENGTHS[-1])
    likelihood = negative_binomial(observed[told][:, None], expected[told][:, None], STRENGTHS[None, :])
    return float(STRENGTHS[int(np.argmax(likelihood.sum(axis=0)))])


def sample_multipliers(rng: np.random.Generator, observed: Floats, expected: Floats, draws: int) -> Floats:
    """Draws of each group's multiplier from its posterior, shape (draws, *observed.shape); groups on the last axis."""
    strengths = np.empty(observed.shape[:-1])
    for cell in np.ndindex(strengths.shape):
        strengths[cell] = prior_strength(observed[cell], expected[cell])
    a = strengths[..., None]
    return rng.gamma(a + observed, 1.0 / (a + expected), size=(draws, *observed.shape))


def posterior_mean(observed: Floats, expected: Floats) -> Floats:
    """Each group's multiplier at its posterior mean; groups on the last axis."""
    strengths = np.empty(observed.shape[:-1])
    for cell in np.ndindex(strengths.shape):
        strengths[cell] = prior_strength(observed[cell], expected[cell])
    a = strengths[..., None]
    return (a + observed) / (a + expected)
