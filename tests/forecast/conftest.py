"""One simulated company's history at two origins, for every test of the forecast."""

from __future__ import annotations

from datetime import date

import pytest

from benchmarks.forecasting.product import history_of
from benchmarks.forecasting.world import MarketWorld, simulate
from hirehouse.forecast.history import History


@pytest.fixture(scope="package")
def world() -> MarketWorld:
    """A company of eight functions, three origins."""
    return simulate(3, "clean", origins=3)


@pytest.fixture(scope="package")
def history(world: MarketWorld) -> History:
    """What it had written down by its second origin."""
    return history_of(world.history_as_known(world.origins[1]), world.origins[1])


@pytest.fixture(scope="package")
def later(world: MarketWorld) -> tuple[History, date]:
    """What it had written down a quarter later, and the earlier origin."""
    return history_of(world.history_as_known(world.origins[2]), world.origins[2]), world.origins[1]
