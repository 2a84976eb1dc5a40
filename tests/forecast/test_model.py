"""What must hold of any forecast, whatever its numbers."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import numpy as np
import pytest

from hirehouse.base.vocabulary import STAGES
from hirehouse.forecast.arrivals import learn_arrivals
from hirehouse.forecast.demand import learn_demand
from hirehouse.forecast.hazards import AGES, COUNTS, learn_hazards, tally
from hirehouse.forecast.history import HIRED, History, day_number
from hirehouse.forecast.model import forecast, horizon, semi_markov
from hirehouse.forecast.odds import chances
from hirehouse.forecast.seats import KINDS
from hirehouse.forecast.simulate import simulate
from hirehouse.forecast.state import FunctionState, states

DRAWS, PATHS, DAYS = 10, 20, 182


def test_the_same_history_gives_the_same_numbers(history: History) -> None:
    first, second = forecast(history, DRAWS, PATHS), forecast(history, DRAWS, PATHS)
    assert first.champion == "semi_markov"
    for method, samples in first.samples.items():
        np.testing.assert_array_equal(samples, second.samples[method])


def _without_holds(history: History) -> History:
    return replace(history, holds=history.holds.where(np.zeros(len(history.holds.opening), dtype=bool)))


def test_an_old_origin_gives_the_same_numbers_after_newer_data(history: History, later: tuple[History, date]) -> None:
    """The files tell who is on hold, not since when: nobody is here."""
    newer, origin = later
    before = forecast(_without_holds(history), DRAWS, PATHS)
    after = forecast(_without_holds(newer).as_known(day_number(origin)), DRAWS, PATHS)
    assert after.functions == before.functions
    for method, samples in before.samples.items():
        np.testing.assert_array_equal(after.samples[method], samples)


def test_counts_as_known_are_those_of_what_was_known(history: History) -> None:
    """Some visits became known late: the first of all, and every seventh."""
    visits = history.visits
    late = (np.arange(len(visits.known)) % 7 == 0) | (visits.entered == history.first_day)
    history = replace(history, visits=replace(visits, known=visits.known + 9 * late))
    for origin in (history.first_day + 5, history.origin - 120):
        then, again = tally(history.as_known(origin)), tally(history).as_known(history, origin)
        assert again.first == then.first
        for name in COUNTS:
            np.testing.assert_array_equal(getattr(again, name), getattr(then, name))


def test_quarters_add_up_to_the_whole_horizon(history: History) -> None:
    _, quarters = semi_markov(history, np.array([91, DAYS]), DRAWS, PATHS)
    _, whole = semi_markov(history, np.array([DAYS]), DRAWS, PATHS)
    for split, together in zip(quarters, whole, strict=True):
        np.testing.assert_array_equal(split.hires.sum(axis=2), together.hires[:, :, 0])


def _parts(history: History, function: int = 0) -> tuple:
    rng = np.random.default_rng(5)
    odds = chances(learn_hazards(history, tally(history), rng, DRAWS), DAYS)
    arrivals = learn_arrivals(history, rng, DRAWS)
    return states(history)[function], odds, arrivals, learn_demand(history, rng, DRAWS, DAYS)


def _with_candidate(state: FunctionState, stage: int) -> FunctionState:
    """One more person, last, on the requisition with the most free seats."""
    place = int(np.argmax(state.seats))
    return replace(
        state,
        visit=np.r_[state.visit, 0],
        candidate_requisition=np.r_[state.candidate_requisition, place],
        stage=np.r_[state.stage, stage],
        age=np.r_[state.age, 3],
    )


@pytest.mark.parametrize("function", [0, 2])
def test_one_more_candidate_in_onsite_never_lowers_the_mean(history: History, function: int) -> None:
    state, odds, arrivals, demand = _parts(history, function)
    hires = []
    for each in (state, _with_candidate(state, STAGES.index("onsite"))):
        made = simulate(each, odds, arrivals, demand, np.array([91, DAYS]), np.random.default_rng(1), 200)
        hires.append(made.hires.sum(axis=(0, 2)))
    assert (hires[1] >= hires[0]).all(), "not in one future fewer"
    assert hires[1].mean() > hires[0].mean()


def test_hires_on_a_requisition_never_exceed_its_seats(history: History) -> None:
    state, odds, arrivals, demand = _parts(history)
    state = replace(state, seats=np.ones_like(state.seats))
    crowded = state
    for _ in range(60):
        crowded = _with_candidate(crowded, STAGES.index("offer"))
    demand = replace(demand, rate=demand.rate * 0)
    made = simulate(crowded, odds, arrivals, demand, np.array([91, DAYS]), np.random.default_rng(1), PATHS)
    assert made.hires.sum(axis=(0, 2)).max() <= len(state.requisition)
    assert made.filled[:, 1:].sum() == 0
    assert made.lost.sum() > 0


def test_no_open_requisition_and_no_history_of_any_gives_zero(history: History) -> None:
    state, odds, arrivals, demand = _parts(history)
    empty = {field.name: getattr(state, field.name)[:0] for field in fields(state)[2:]}
    demand = replace(demand, rate=demand.rate * 0)
    made = simulate(replace(state, **empty), odds, arrivals, demand, np.array([91]), np.random.default_rng(1), PATHS)
    assert made.hires.sum() == 0
    assert made.lost.sum() == 0


def test_more_seats_draw_more_people_where_they_did(history: History) -> None:
    """In the simulator two seats draw 1.6 times as many as one."""
    seats = learn_arrivals(history, np.random.default_rng(5), DRAWS).seats
    assert (seats[:, 2] > 1.2 * seats[:, 1]).all()
    assert (np.diff(seats[:, 1:4], axis=1) > 0).all()


def test_later_stages_are_nearer_to_a_hire(history: History) -> None:
    odds = chances(learn_hazards(history, tally(history), np.random.default_rng(5), DRAWS), DAYS).entered.mean(axis=2)
    order = [STAGES.index(name) for name in ("interview", "onsite", "offer")]
    for day in (14, 30, 91, DAYS):
        at = odds[:, order, day]
        assert (np.diff(at, axis=1) >= -1e-9).all()


def test_odds_rise_with_the_days_and_never_pass_one(history: History) -> None:
    made = chances(learn_hazards(history, tally(history), np.random.default_rng(5), DRAWS), DAYS)
    assert (np.diff(made.entered, axis=-1) >= -1e-9).all()
    assert made.entered.min() >= 0
    assert made.entered.max() <= 1
    by_age = dict(made.by_age([0]))
    assert sorted(by_age) == list(range(AGES))
    for odds in by_age.values():
        assert odds.shape == (1, len(STAGES), DRAWS, DAYS + 1)
        assert (np.diff(odds, axis=-1) >= -1e-6).all()


def test_advanced_left_and_still_there_add_up_to_one(history: History) -> None:
    hazards = learn_hazards(history, tally(history), np.random.default_rng(5), DRAWS)
    stay = np.cumprod(1 - hazards.advance - hazards.leave, axis=-1)
    before = np.concatenate([np.ones_like(stay[..., :1]), stay[..., :-1]], axis=-1)
    gone = np.cumsum(before * (hazards.advance + hazards.leave), axis=-1)
    np.testing.assert_allclose(gone + stay, 1.0, atol=1e-12)
    np.testing.assert_allclose(hazards.split.sum(axis=-1), 1.0, atol=1e-12)


def test_where_hires_come_from_adds_up(history: History) -> None:
    made = forecast(history, DRAWS, PATHS)
    for place, future in enumerate(made.futures):
        assert future.hires.shape[0] == len(KINDS)
        np.testing.assert_array_equal(future.hires.sum(axis=0), made.samples["semi_markov"][:, place])


def test_too_short_a_history_falls_back_on_counts(history: History) -> None:
    first = history.origin - 100
    kept = history.visits.where(history.visits.entered >= first)
    made = forecast(replace(history, visits=kept), DRAWS, PATHS)
    assert made.champion == "counts"
    assert "semi_markov" not in made.samples
    assert not made.futures


def test_the_horizon_is_the_running_quarter_and_the_next_two() -> None:
    quarters, ends = horizon(day_number(date(2026, 5, 31)))
    assert quarters == tuple(day_number(date(2026, month, 1)) for month in (4, 7, 10))
    assert ends.tolist() == [30, 30 + 92, 30 + 92 + 92]


def test_forecasts_are_about_what_came(world, history: History) -> None:  # type: ignore[no-untyped-def]
    """Not a score, a fence: the company's total within a factor of what its two quarters brought."""
    made = forecast(history)
    expected = made.samples["semi_markov"][:, :, 1:].mean(axis=0).sum()
    assert 0.6 <= expected / world.truth[1].sum() <= 1.6
    assert (history.visits.outcome == HIRED).sum() > 50
