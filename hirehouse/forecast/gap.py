"""M-45: how many further entries at one stage, today, bring the odds of a target to 80 %."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

import numpy as np

from hirehouse.base.settings import project_number
from hirehouse.base.vocabulary import STAGES
from hirehouse.forecast.exposure import Floats
from hirehouse.forecast.history import Indices
from hirehouse.forecast.simulate import Futures

WANTED = project_number("safe_chance")
MOST_ENTRIES = 10_000  # beyond it no number of people today would do
THINNED = 250  # futures looked at: enough for a whole number of people


def entries_needed(futures: Sequence[Futures], quarter: int, rng: np.random.Generator) -> list[list[int]]:
    """By stage, then by seats to fill in the quarter from 0 up: the fewest further entries for that many hires to be
    likely enough (``safe_chance``).

    ``futures`` are those of one function, or of several taken together (entries spread as seats are). Each entry is
    hired in the quarter with the stage's odds, if its seat is still free in that future; in a future without free
    seats enough no number helps, and lists end where more than one future in five is such.
    """
    step = max(len(futures[0].free) // THINNED, 1)
    hires = np.sum([each.hires[:, ::step, quarter].sum(axis=0) for each in futures], axis=0)
    free = np.stack([each.free[::step, quarter] for each in futures])
    total = max(sum(int(each.free.max(initial=0)) for each in futures), 1)
    within = np.stack([np.diff(each.entry, axis=1, prepend=0.0)[:, quarter] for each in futures])
    ceiling = int(np.quantile(hires + free.sum(axis=0), 1 - WANTED, method="lower"))
    found = []
    for stage in range(len(STAGES)):
        odds = np.clip((within[:, stage, None] * free).sum(axis=0) / total, 1e-9, 1.0)
        found.append(_entries(ceiling, hires, free.sum(axis=0), odds, rng))
    return found


def _entries(ceiling: int, hires: Indices, free: Indices, odds: Floats, rng: np.random.Generator) -> list[int]:
    """By seats from 0 to ``ceiling``, as far as there is one: the number of entries with which four futures in five
    reach what they are short of.

    Entries per extra hire are geometric. The count for n seats continues from the count for n - 1.
    """
    most = max(int(np.minimum(ceiling - hires, free).max(initial=0)), 0)
    needed = np.zeros((len(hires), most + 1))
    np.cumsum(rng.geometric(odds[:, None], size=(len(hires), most)), axis=1, out=needed[:, 1:])
    short = np.maximum(np.arange(ceiling + 1)[:, None] - hires, 0)
    entries = needed[np.arange(len(hires)), np.minimum(short, most)]
    entries[short > free] = np.inf
    levels = np.quantile(entries, WANTED, axis=1, method="higher")
    return [int(level) for level in takewhile(lambda level: level <= MOST_ENTRIES, levels)]
