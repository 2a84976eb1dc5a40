"""The same company once through its ATS's API and once through files alone: the same history, the same forecast.

What files do not say (interviews, scorecards, contact details, outreach) the forecast does not use, but for the day
somebody last worked on an application, which is a column. Both ways are first loads: of the holds and reopenings before
it Greenhouse says only the last, and so do these files, though they could say all (``opening_intervals``).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import duckdb
import numpy as np
import pytest

from hirehouse.forecast.baselines import past_quarters
from hirehouse.forecast.history import History, day_date, next_quarter
from hirehouse.forecast.model import LEAST_DAYS, forecast
from hirehouse.forecast.read import PUBLISHED, read_history
from hirehouse.forecast.scores import crps
from hirehouse.sandbox.world import DEMO_NOW
from tests.end_to_end.company import company, published
from tests.end_to_end.funnel_files import drop_funnel

SEED, SCALE = 3, 1500
"""A company with offers out, seats to fill, and candidates whose last act was an interview long ago."""

SAME = {
    "hiring_forecast": "select * from metrics.hiring_forecast",
    "hiring_forecast_distribution": "select * from metrics.hiring_forecast_distribution",
    "forecast_accuracy": "select * from metrics.forecast_accuracy",
    "opening_forecast": """
        select opening_id, forecasts.* exclude (opening_key, requisition_key)
        from metrics.opening_forecast as forecasts inner join core.fct_opening using (opening_key)""",
    "pipeline_coverage": "select * from metrics.pipeline_coverage",
}
"""What must be equal to the last digit, without our keys: they hash the system's name."""


@dataclass(frozen=True)
class Loaded:
    """What was published of the company when it was loaded in one way."""

    file: Path

    @cached_property
    def history(self) -> History:
        """What its forecast learns from."""
        with duckdb.connect(str(self.file), read_only=True) as connection:
            return read_history(connection, PUBLISHED)[0]

    def rows(self, query: str) -> list[tuple]:
        """Rows of the published file, in order."""
        with duckdb.connect(str(self.file), read_only=True) as connection:
            return connection.execute(f"{query} order by all").fetchall()


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Loaded, Loaded]]:
    """Published from the API, and from files alone."""
    folder = tmp_path_factory.mktemp("company")
    with company(folder, seed=SEED, scale=SCALE) as served, ThreadPoolExecutor(max_workers=2) as pool:
        alone = {"SOURCES__FILEDROP__PATH": str(drop_funnel(served, DEMO_NOW)), "HIREHOUSE_CONNECTORS": "filedrop"}
        ways = {"by_api": served, "by_files": replace(served, settings=alone)}
        list(pool.map(lambda way: ways[way].publish(folder / way, DEMO_NOW), ways))
    yield Loaded(published(folder / "by_api")), Loaded(published(folder / "by_files"))


@pytest.mark.parametrize("table", SAME)
def test_files_alone_forecast_the_same(loaded: tuple[Loaded, Loaded], table: str) -> None:
    by_api, by_files = (each.rows(SAME[table]) for each in loaded)
    assert len(by_api) > 0
    assert by_files == by_api


def test_the_company_has_what_files_might_have_missed(loaded: tuple[Loaded, Loaded]) -> None:
    """Seats of every category: one in commit needs an offer that is out."""
    for each in loaded:
        categories = {category for (category,) in each.rows("select distinct category from metrics.opening_forecast")}
        assert {"closed", "commit", "best_case", "pipeline", "omitted"} <= categories


def test_past_quarters_would_have_been_foretold_as_well(
    loaded: tuple[Loaded, Loaded], capsys: pytest.CaptureFixture[str]
) -> None:
    """CRPS at every past quarter end with history enough, against what really happened."""
    truth = loaded[0].history
    origins = [start - 1 for start in past_quarters(truth, 12) if start - 1 - truth.first_day >= LEAST_DAYS]
    scores = np.array([[score_at(each.history, truth, origin) for each in loaded] for origin in origins])
    with capsys.disabled():
        sys.stdout.write("\norigin      hires  CRPS by API  CRPS by files\n")
        for origin, (by_api, by_files) in zip(origins, scores, strict=True):
            hires = truth.hires(origin + 1, next_quarter(origin + 1)).sum()
            sys.stdout.write(f"{day_date(origin)}{hires:7}{by_api:13.4f}{by_files:15.4f}\n")
    assert len(origins) >= 4
    assert scores[:, 1].tolist() == scores[:, 0].tolist()


def score_at(history: History, truth: History, origin: int) -> float:
    """Mean CRPS over functions, in hires, of next quarter's forecast from what was known at a quarter's end."""
    made = forecast(history.as_known(origin))
    hires = dict(zip(truth.functions, truth.hires(origin + 1, next_quarter(origin + 1)).tolist(), strict=True))
    samples = np.moveaxis(made.samples[made.champion][:, :, 1], 0, -1)
    return float(crps(samples, np.array([hires[function] for function in made.functions])).mean())
