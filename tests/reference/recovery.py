"""An attacker: works out hidden counts of a table from what is published of it and from its totals."""

from __future__ import annotations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

Cell = tuple[str, str]


def recovered(counts: dict[Cell, tuple[int, int]], shown: dict[Cell, int | None], wanted: list[Cell]) -> list[Cell]:
    """The cells of ``wanted`` that have only one possible value.

    ``counts`` is the truth by (function or `all`, group), ``shown`` what is published: a number, or None where
    suppressed; a cell that is not there is known to be 0, but for the function without a name, which is never shown.
    Known besides: that counts are whole and not negative, that `all` is the sum of the functions, and (more than any
    table says) how many people each function has over all groups.
    """
    functions, groups = sorted({f for f, _ in counts}), sorted({g for _, g in counts})
    place = {(f, g): number for number, (f, g) in enumerate((f, g) for f in functions for g in groups)}
    low, high = np.zeros(len(place)), np.full(len(place), np.inf)
    for cell, number in place.items():
        value = shown.get(cell, None if cell in shown or cell[0] == "" else 0)
        if value is not None:
            low[number] = high[number] = value
    equations, values = [], []
    for function in functions:
        row = np.zeros(len(place))
        row[[place[(function, group)] for group in groups]] = 1
        equations.append(row)
        values.append(sum(counts.get((function, group), (0, 0))[0] for group in groups))
    for group in groups:
        row = np.zeros(len(place))
        row[[place[(function, group)] for function in functions if function != "all"]] = 1
        row[place[("all", group)]] = -1
        equations.append(row)
        values.append(0)
    known = LinearConstraint(np.array(equations), values, values)
    return [cell for cell in wanted if _spread(place[cell], len(place), known, Bounds(low, high)) < 0.5]


def _spread(number: int, size: int, known: LinearConstraint, bounds: Bounds) -> float:
    """How far apart the smallest and the largest possible value of one cell are."""
    ends = []
    for sign in (1, -1):
        goal = np.zeros(size)
        goal[number] = sign
        solved = milp(goal, constraints=known, bounds=bounds, integrality=np.ones(size))
        assert solved.success, solved.message
        ends.append(sign * solved.fun)
    return float(ends[1] - ends[0])
