"""M-49 against the dictionary's examples, and what must hold of any forecast."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hirehouse.forecast.scores import bias, crps, pit_share, wape

counts = st.lists(st.integers(0, 40), min_size=1, max_size=30)


def test_t_45() -> None:
    """T-45."""
    assert crps([3, 4, 5, 5, 6, 8], 4) == pytest.approx(0.6389, abs=5e-5)


def test_t_47() -> None:
    forecast, actual = [18, 12, 6, 3, 1], [15, 14, 6, 5, 0]
    assert wape(forecast, actual) == pytest.approx(0.20)
    assert bias(forecast, actual) == pytest.approx(0.0)
    assert np.isnan(bias([1], [0])) and np.isnan(wape([1], [0]))


def test_scores_keep_the_shape_of_the_actuals() -> None:
    samples = np.array([[[3, 4, 5, 5, 6, 8], [1, 1, 1, 1, 1, 1]]])
    assert crps(samples, [[4, 3]]) == pytest.approx(np.array([[0.6389, 2.0]]), abs=5e-5)
    assert pit_share(samples, [[4, 1]]).shape == (1, 2)


@given(counts, st.integers(0, 40))
def test_crps_is_the_formula_written_out(sample: list[int], actual: int) -> None:
    values = np.array(sample, dtype=float)
    pairs = np.abs(values[:, None] - values[None, :]).mean()
    assert crps(sample, actual) == pytest.approx(np.abs(values - actual).mean() - pairs / 2, abs=1e-9)


@given(counts, st.integers(0, 40))
def test_crps_is_between_nothing_and_the_mean_error(sample: list[int], actual: int) -> None:
    score = float(crps(sample, actual))
    assert -1e-9 <= score <= np.abs(np.array(sample) - actual).mean() + 1e-9
    assert score == pytest.approx(float(crps(sorted(sample, reverse=True), actual)))


@given(st.lists(st.integers(0, 12), min_size=1, max_size=30))
def test_a_forecast_is_calibrated_for_its_own_draws(sample: list[int]) -> None:
    """Actuals drawn from the forecast itself lie in its central 80 % in 80 % of cases, however few values it has."""
    shares = [float(pit_share(sample, actual)) for actual in sample]
    assert np.mean(shares) == pytest.approx(0.8)


def test_the_central_range_is_open_to_neither_side() -> None:
    sample = list(range(10))
    assert float(pit_share(sample, 0)) == pytest.approx(0.0)
    assert float(pit_share(sample, 5)) == pytest.approx(1.0)
    assert float(pit_share(sample, 40)) == 0.0 and float(pit_share([7], 3)) == 0.0
    assert float(pit_share([2, 9], 5)) == 1.0
