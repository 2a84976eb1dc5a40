"""M-45: further entries needed."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from hirehouse.base.vocabulary import STAGES
from hirehouse.forecast.gap import entries_needed
from hirehouse.forecast.history import History
from hirehouse.forecast.model import horizon, semi_markov

PATHS = 30


def test_more_seats_never_need_fewer_entries_and_later_stages_need_fewer(history: History) -> None:
    _, ends = horizon(history.origin)
    _, futures = semi_markov(history, ends, 10, PATHS)
    needed = entries_needed(futures, 1, np.random.default_rng(1))
    assert len(needed) == len(STAGES)
    hires = np.sum([each.hires[:, :, 1].sum(axis=0) for each in futures], axis=0)
    for by_seats in needed:
        assert all(later >= earlier for earlier, later in pairwise(by_seats))
        sure = int(np.quantile(hires, 0.2, method="lower"))
        assert not any(by_seats[: max(sure - 1, 0)])
    most = min(len(by_seats) for by_seats in needed) - 1
    assert most > 0
    interview, offer = needed[STAGES.index("interview")][most], needed[STAGES.index("offer")][most]
    assert 0 < offer < interview


def test_nothing_is_missing_without_seats_to_fill(history: History) -> None:
    _, ends = horizon(history.origin)
    _, futures = semi_markov(history, ends, 10, PATHS, only=0)
    assert all(by_seats[0] == 0 for by_seats in entries_needed(futures, 2, np.random.default_rng(1)))
