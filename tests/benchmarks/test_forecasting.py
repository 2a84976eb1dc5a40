"""The simulated companies: what is known is never of tomorrow, seats are ceilings, and the oracle is no liar."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks.forecasting import oracle
from benchmarks.forecasting.parameters import SCENARIOS
from benchmarks.forecasting.world import MarketWorld, simulate

TIMES = ("applied_at", "ended_at", "hired_at", "last_activity_at", "entered_at", "exited_at")
TIMES += ("created_at", "opened_at", "closed_at", "planned_at")


@pytest.fixture(scope="module")
def world() -> MarketWorld:
    return simulate(7, "clean", origins=2, history_days=360)


def test_the_same_seed_is_the_same_company(world: MarketWorld) -> None:
    again = simulate(7, "clean", origins=2, history_days=360)
    other = simulate(8, "clean", origins=2, history_days=360)
    assert np.array_equal(world.hires_by_day, again.hires_by_day)
    assert not np.array_equal(world.truth, other.truth)
    for name, frame in world.history_as_known(world.origins[1]).items():
        pd.testing.assert_frame_equal(frame, again.history_as_known(world.origins[1])[name])


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_nothing_known_is_of_after_the_origin(scenario: str) -> None:
    world = simulate(9, scenario, origins=1, history_days=250)
    (origin,) = world.origins
    frames = world.history_as_known(origin)
    midnight = pd.Timestamp(origin, tz="UTC") + pd.Timedelta(days=1)
    for name, frame in frames.items():
        for column in frame.columns.intersection(TIMES):
            assert not (frame[column] >= midnight).any(), (name, column)
    applications, stays = frames["applications"], frames["stage_intervals"]
    active = applications[applications.status == "active"]
    assert active.ended_at.isna().all() and active.hired_at.isna().all() and active.exit_kind.isna().all()
    assert set(stays[stays.is_current].application_id) == set(active.application_id)
    assert (stays.is_current == stays.exited_at.isna()).all()
    live = frames["requisitions"].status.isin(["open", "on_hold"])
    assert frames["requisitions"][live].closed_at.isna().all()
    assert set(active.job_id) <= set(frames["requisitions"][live].job_id)
    assert frames["openings"].job_id.isin(frames["requisitions"].job_id).all()


def test_an_earlier_view_is_the_later_one_without_what_came_since(world: MarketWorld) -> None:
    early, late = (world.history_as_known(origin) for origin in world.origins)
    midnight = pd.Timestamp(world.origins[0], tz="UTC") + pd.Timedelta(days=1)
    stays = late["stage_intervals"]
    stays = stays[stays.entered_at < midnight]
    assert list(early["stage_intervals"].stay_id) == list(stays.stay_id)
    assert list(early["stage_intervals"].exited_at.dropna()) == list(stays.exited_at[stays.exited_at < midnight])
    hired = late["applications"].hired_at
    assert early["applications"].hired_at.notna().sum() == (hired < midnight).sum()


def test_stays_follow_each_other(world: MarketWorld) -> None:
    stays = world.history_as_known(world.origins[1])["stage_intervals"]
    followed = stays.application_id == stays.application_id.shift(-1)
    assert (stays.exited_at[followed] == stays.entered_at.shift(-1)[followed]).all()
    assert (stays.exited_at.dropna() > stays.entered_at[stays.exited_at.notna()]).all()
    moves = (stays.stage_order.shift(-1) - stays.stage_order)[followed].value_counts()
    assert moves[1.0] > 10 * moves[2.0] > 10 * moves[-1.0] > 0


def test_the_files_hold_the_true_hires(world: MarketWorld) -> None:
    later, target = world.origins[1], world.origins[0]
    hired = world.history_as_known(later)
    applications = hired["applications"].merge(hired["requisitions"][["job_id", "department"]], on="job_id")
    inside = applications.hired_at >= pd.Timestamp(target, tz="UTC") + pd.Timedelta(days=1)
    counted = applications[inside].groupby("department").size().reindex(world.functions, fill_value=0)
    assert list(counted) == list(world.truth[0, :, 0])
    assert set(hired["openings"].filled_application_id.dropna()) == set(
        hired["applications"].application_id[hired["applications"].status == "hired"]
    )


def test_a_third_of_rejections_is_not_logged_and_nothing_else_differs() -> None:
    clean, unlogged = (simulate(5, scenario, origins=1, history_days=250) for scenario in ("clean", "unlogged"))
    assert np.array_equal(clean.hires_by_day, unlogged.hires_by_day)
    written, kept = (world.history_as_known(world.origins[0])["applications"] for world in (clean, unlogged))
    rejected = written.exit_kind == "rejected"
    assert (kept.exit_kind[rejected] == "rejected").mean() == pytest.approx(0.65, abs=0.02)
    assert (kept.exit_kind[~rejected].fillna("") == written.exit_kind[~rejected].fillna("")).all()
    assert (kept.status == "active").sum() > 1.5 * (written.status == "active").sum()


def test_no_requisition_hires_beyond_its_seats(world: MarketWorld) -> None:
    rows = world.markets[-1].requisitions
    assert (rows.left >= 0).all()
    stays = world.life.stays
    hires = stays[stays.outcome == 4].groupby("requisition").size()
    seats = world.life.requisitions.seats[hires.index]
    assert (hires.to_numpy() <= seats).all() and (hires.to_numpy() == seats).mean() > 0.5
    market = world.markets[0].copied(20)
    rng = np.random.default_rng(1)
    hired = sum(market.live_a_day(rng).sum() for _ in range(60))
    assert (market.requisitions.left >= 0).all()
    assert (
        hired
        == (market.requisitions.seats - market.requisitions.left).sum()
        - 20
        * (world.markets[0].requisitions.seats - world.markets[0].requisitions.left)[
            world.markets[0].requisitions.status <= 1
        ].sum()
    )


def test_the_oracle_is_unbiased_over_companies() -> None:
    """Eight young companies: mean forecast against truth, in standard deviations of the forecasts themselves."""
    error, variance = 0.0, 0.0
    for seed in range(20, 28):
        world = simulate(seed, "drift", origins=1, history_days=120)
        total = oracle.forecast(world, 0, paths=30).sum(axis=(1, 2))
        error += total.mean() - world.truth[0].sum()
        variance += total.var()
    assert abs(error) < 2.5 * np.sqrt(variance)


def test_the_oracles_forecast_is_kept(world: MarketWorld, tmp_path: Path) -> None:
    first = oracle.cached_forecast(world, 0, tmp_path, paths=5)
    (file,) = tmp_path.rglob("*.npy")
    written = file.stat().st_mtime_ns
    again = oracle.cached_forecast(world, 0, tmp_path, paths=5)
    assert np.array_equal(first, again) and file.stat().st_mtime_ns == written
    assert first.shape == (5, 8, 2)
