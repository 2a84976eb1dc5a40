"""Scenarios move the forecast the way they say, and nothing moves without one."""

from __future__ import annotations

import pytest

from hirehouse.base.errors import HirehouseError
from hirehouse.forecast.history import History, day_date
from hirehouse.forecast.model import horizon
from hirehouse.forecast.what_if import Scenario, parse_share, parse_speed, what_if_of


def _means(history: History, scenario: Scenario, function: int = 0) -> tuple[float, float]:
    rows = what_if_of(history, {}, history.functions[function], scenario)
    before, after = (sum(row["mean"] for row in rows if row["scenario"] == name) for name in ("as is", "what if"))
    return before, after


def test_no_change_changes_nothing(history: History) -> None:
    before, after = _means(history, Scenario())
    assert before == after


@pytest.mark.parametrize(
    ("scenario", "is_more"),
    [
        (Scenario(applicants=0.5), True),
        (Scenario(applicants=-0.5), False),
        (Scenario(stage_speed={"interview": -6, "onsite": -6}), True),
        (Scenario(stage_speed={"interview": 15}), False),
        (Scenario(seats=3), True),
    ],
)
def test_a_change_goes_the_way_it_says(history: History, scenario: Scenario, is_more: bool) -> None:
    largest = max(range(len(history.functions)), key=lambda f: history.hires(0, history.origin)[f])
    before, after = _means(history, scenario, largest)
    assert (after > before) is is_more


def test_targets_and_hires_to_date_are_those_of_coverage(history: History) -> None:
    quarters, _ = horizon(history.origin)
    rows = what_if_of(history, {day_date(quarters[1]): (2, 0)}, history.functions[0], Scenario())
    row = next(row for row in rows if row["quarter_start_date"] == day_date(quarters[1]))
    assert row["target_hires"] == 2
    assert row["p_target"] == 1.0
    assert row["p10"] >= 2


def test_words_of_a_scenario() -> None:
    assert parse_share("+20%") == 0.2
    assert parse_share("-10 %") == -0.1
    assert parse_speed("interview=-3d") == ("interview", -3)
    for parse, text in ((parse_share, "20"), (parse_speed, "interview:-3")):
        with pytest.raises(HirehouseError, match="is no"):
            parse(text)


def test_what_cannot_be_is_said(history: History) -> None:
    with pytest.raises(HirehouseError, match="no function 'Nobody'"):
        what_if_of(history, {}, "Nobody", Scenario())
    with pytest.raises(HirehouseError, match="no stage 'phone'"):
        what_if_of(history, {}, history.functions[0], Scenario(stage_speed={"phone": 1}))
