"""Days at risk in closed form equal days counted one by one."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hirehouse.forecast.exposure import bin_of, days_at_risk, days_by_age

EDGES = (0, 1, 2, 5, 9, 14)
STAYS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 40), st.integers(0, 2)), min_size=1, max_size=12)


@given(stays=STAYS, start=st.integers(0, 60), length=st.integers(0, 60))
def test_closed_form_equals_counting(stays: list[tuple[int, int, int]], start: int, length: int) -> None:
    started, days, group = (np.array(column) for column in zip(*stays, strict=True))
    found = days_at_risk(started, started + days, group, 3, EDGES, start, start + length)
    counted = np.zeros((3, len(EDGES)))
    for begin, number, owner in stays:
        for age in range(number):
            counted[owner, bin_of(np.array([age]), EDGES)[0]] += start <= begin + age < start + length
    np.testing.assert_array_equal(found, counted)


@given(stays=STAYS, days=st.integers(1, 90))
def test_people_by_day_and_age_equal_counting(stays: list[tuple[int, int, int]], days: int) -> None:
    started, length, group = (np.array(column) for column in zip(*stays, strict=True))
    found = days_by_age(started, started + length, group, 3, EDGES, days)
    counted = np.zeros((3, len(EDGES), days))
    for begin, number, owner in stays:
        for age in range(min(number, days - begin)):
            counted[owner, bin_of(np.array([age]), EDGES)[0], begin + age] += 1
    np.testing.assert_array_equal(found, counted)
