"""Companies that hypothesis draws."""

from __future__ import annotations

import pandas as pd
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.companies.core import build_core

Core = dict[str, pd.DataFrame]


def companies(*sizes: int) -> SearchStrategy[Core]:
    """Companies with one of these numbers of applications."""
    return st.builds(build_core, st.integers(0, 10_000), st.sampled_from(sizes)).map(with_functions)


def examples(number: int) -> settings:
    """So many companies, the same at every run: a failure is a change of ours, never a new draw."""
    return settings(max_examples=number, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])


def with_functions(core: Core) -> Core:
    """The company as `core` promises it: nothing is without a function (the drawn one has such rows, in `all` only)."""
    facts = ("fct_application", "fct_opening", "fct_opening_snapshot", "fct_hire")
    return {
        table: frame.assign(function=frame["function"].fillna("Unassigned")) if table in facts else frame
        for table, frame in core.items()
    }
