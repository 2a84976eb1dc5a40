"""Days at risk in closed form equal days counted one by one."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hirehouse.forecast.exposure import Window, bin_of, days_at_risk, days_by_age

EDGES = (0, 1, 2, 5, 9, 14)
STAYS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 40), st.integers(0, 2)), min_size=1, max_size=12)


@given(stays=STAYS, start=st.integers(0, 60), length=st.integers(0, 60), half_life=st.sampled_from([None, 3.0, 20.0]))
def test_closed_form_equals_counting(
    stays: list[tuple[int, int, int]], start: int, length: int, half_life: float | None
) -> None:
    window = Window(start, start + length, half_life)
    started, days, group = (np.array(column) for column in zip(*stays, strict=True))
    found = days_at_risk(started, started + days, group, 3, EDGES, window)
    counted = np.zeros((3, len(EDGES)))
    for begin, number, owner in stays:
        for age in range(number):
            weight = window.weight(np.array([begin + age]))[0]
            counted[owner, bin_of(np.array([age]), EDGES)[0]] += weight
    np.testing.assert_allclose(found, counted, atol=1e-9)


@given(stays=STAYS, days=st.integers(1, 90))
def test_people_by_day_and_age_equal_counting(stays: list[tuple[int, int, int]], days: int) -> None:
    started, length, group = (np.array(column) for column in zip(*stays, strict=True))
    found = days_by_age(started, started + length, group, 3, EDGES, days)
    counted = np.zeros((3, len(EDGES), days))
    for begin, number, owner in stays:
        for age in range(min(number, days - begin)):
            counted[owner, bin_of(np.array([age]), EDGES)[0], begin + age] += 1
    np.testing.assert_array_equal(found, counted)
