"""Numbers are written one way: as a table of values, and as what holds of every number."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, get_args
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hirehouse.answers.figures import (
    FORECAST_RANGE,
    HIDDEN,
    MINIMUM,
    NOTHING,
    RATE_INTERVAL,
    Measured,
    Unit,
    day,
    difference,
    figure,
    interval,
    missing,
    moment,
    named,
    period_named,
    plural,
    span,
    worded,
)
from hirehouse.base.settings import project_number

UNITS = get_args(Measured)
MARKS = {"share": (0.0, 1.0), "score": (0.0, 1.0)}
NUMBERS = st.floats(-1e12, 1e12, allow_nan=False) | st.integers(-(10**12), 10**12).map(float)
SHARES = st.floats(0, 1) | st.fractions(0, 1, max_denominator=5000).map(float)


@pytest.mark.parametrize(
    ("unit", "value", "text"),
    [
        ("share", 0.37, "37 %"), ("share", 0.034, "3.4 %"), ("share", 0.05, "5 %"), ("share", 0.0996, "10 %"),
        ("share", 0.125, "13 %"), ("share", 0.285, "29 %"), ("share", Decimal("0.0345"), "3.5 %"),
        ("share", 0, "0 %"), ("share", 1, "100 %"), ("share", 0.0004, "< 0.1 %"), ("share", 1e-8, "< 0.1 %"),
        ("share", 0.994, "99 %"), ("share", 0.997, "99.7 %"), ("share", 0.99961, "> 99.9 %"),
        ("share", 0.1 + 0.2 + 0.7, "100 %"), ("share", 1.0004, "< 100.1 %"), ("share", 1.35, "135 %"),
        ("share", -0.3, "−30 %"), ("share", -0.0002, "> −0.1 %"), ("share", -0.0, "0 %"),
        ("score", 0.98421, "98.42 %"), ("score", 0.99999, "> 99.99 %"), ("score", 1.0, "100 %"),
        ("days", 6.04, "6.0 days"), ("days", 6, "6 days"), ("days", 1, "1 day"), ("days", 0.02, "< 0.1 days"),
        ("days", 1234.56, "1,234.6 days"), ("hours", 176.6, "176.6 hours"), ("hours", 1.0, "1 hour"),
        ("number", 12.0, "12"), ("number", 12.34, "12.3"),
        ("money", 1142730.5, "1,142,731 EUR"), ("money", Decimal("695.6500"), "696 EUR"), ("money", 0.2, "< 1 EUR"),
        ("money", -2.5, "−3 EUR"), ("money", 0, "0 EUR"),
        ("count", 1234567, "1,234,567"), ("count", 9.4, "9.4"), ("count", 3.0, "3"), ("count", 19.96, "20"),
        ("count", 20.4, "20"), ("count", 0.04, "< 0.1"), ("count", np.int64(4), "4"), ("count", np.float64(2.5), "2.5"),
        ("ratio", 1.03, "1.03"), ("ratio", 2, "2.00"), ("ratio", 9.996, "10.0"), ("ratio", 16.5, "16.5"),
        ("ratio", 0.001, "< 0.01"),
        ("date", date(2026, 6, 5), "5 Jun 2026"), ("quarter", date(2026, 7, 1), "2026-Q3"),
        ("text", "better_candidate", "better candidate"), ("key", "0123456789abcdef", "01234567"),
        ("name", "<entity>_map.yml", "<entity>_map.yml"),
    ],
)  # fmt: skip
def test_a_value_is_written_so(unit: Unit, value: Any, text: str) -> None:
    assert figure(value, unit, "EUR") == text


@pytest.mark.parametrize("unit", get_args(Unit))
@pytest.mark.parametrize("value", [None, math.nan, math.inf, -math.inf, Decimal("nan"), np.float64("nan")])
def test_what_is_not_known_is_a_dash(unit: Unit, value: Any) -> None:
    if value is None or unit in UNITS:
        assert figure(value, unit, "USD") == NOTHING


def test_an_unknown_unit_is_an_error() -> None:
    for value in (0.5, None):
        with pytest.raises(KeyError):
            figure(value, "%")  # type: ignore[arg-type]


def test_spans_intervals_and_changes() -> None:
    assert span(0.162, 0.349, "share") == "16 to 35 %"
    assert span(399_956, 1_142_730, "money", "USD") == "399,956 to 1,142,730 USD"
    assert span(None, 33.84, "days") == "to 33.8 days" and span(6, None, "count") == span(None, None, "count") == ""
    assert interval(0.162, 0.349, "share", RATE_INTERVAL) == "16 to 35 %, 95 % interval"
    assert interval(6, 13, "count", FORECAST_RANGE) == "6 to 13, 80 % range"
    assert interval(None, 13, "count", FORECAST_RANGE) == interval(6, math.nan, "count", FORECAST_RANGE) == ""
    assert [difference(value) for value in (3, -1234, 0, None)] == ["+3", "−1,234", "0", NOTHING]
    assert [difference(value, "share") for value in (0.21, -0.034, 0.0, 0.0001)] == [
        "+21 points", "−3.4 points", "0 points", "< 0.1 points"
    ]  # fmt: skip


def test_a_hidden_rate_names_the_projects_number() -> None:
    assert project_number("minimum_denominator") == MINIMUM and str(MINIMUM) in HIDDEN
    assert [missing(n) for n in (1, MINIMUM - 1)] == [HIDDEN] * 2
    assert [missing(n) for n in (0, MINIMUM, 100, None)] == [NOTHING] * 4, "nothing is hidden there"


def test_words_and_days() -> None:
    assert (plural(1, "seat"), plural(2000, "seat"), plural(0, "entry", "entries")) == (
        "1 seat", "2,000 seats", "0 entries"
    )  # fmt: skip
    assert (worded("req_closed"), worded(None), named("all"), named("R_D")) == (
        "req closed", NOTHING, "All functions", "R_D"
    )  # fmt: skip
    assert day(date(2026, 12, 1)) == "1 Dec 2026" and day(None) == NOTHING
    assert moment(datetime(2026, 6, 30, 22, 5, tzinfo=UTC), ZoneInfo("Europe/Berlin")) == "1 Jul 2026, 00:05"
    start = date(2026, 4, 6)
    assert [period_named(kind, start) for kind in ("quarter", "month", "week")] == ["2026-Q2", "2026-04", "2026-04-06"]


def parsed(text: str) -> tuple[str, Decimal, Decimal]:
    """The sign of an inequality, the number, and half of its last place."""
    found = re.match(r"([<>]?) ?(−?)([\d,]+)(?:\.(\d+))?", text)
    assert found, text
    number = Decimal(f"{'-' if found[2] else ''}{found[3].replace(',', '')}.{found[4] or '0'}")
    return found[1], number, Decimal("0.5").scaleb(-len(found[4] or ""))


@given(st.sampled_from(UNITS), NUMBERS | SHARES)
@example("share", 0.005)
@example("money", -0.5)
def test_what_is_written_is_the_number_to_half_its_last_place(unit: Measured, value: float) -> None:
    exact = Decimal(str(value)).quantize(Decimal("1e-9"), ROUND_HALF_UP) * (100 if unit in MARKS else 1)
    sign, shown, half = parsed(figure(value, unit))
    if sign:
        step = 2 * half
        assert (shown - step < exact < shown) if sign == "<" else (shown < exact < shown + step)
    else:
        assert abs(shown - exact) <= half


@given(st.sampled_from(UNITS), NUMBERS | SHARES | st.floats(-1e-6, 1e-6))
def test_nothing_beside_0_or_the_whole_is_written_as_it(unit: Measured, value: float) -> None:
    text = figure(value, unit)
    sign, shown, _ = parsed(text)
    scale = 100 if unit in MARKS else 1
    for mark in MARKS.get(unit, (0.0,)):
        is_written = not sign and shown == Decimal(str(mark * scale))
        assert is_written == (abs(value - mark) < 1e-9) or abs(abs(value - mark) - 1e-9) < 1e-9
    assert not text.startswith("−0 ") and text != "−0"


@given(st.sampled_from(UNITS), SHARES | NUMBERS, SHARES | NUMBERS)
def test_the_larger_number_is_not_written_as_the_smaller(unit: Measured, first: float, second: float) -> None:
    low, high = sorted((first, second))
    (less, small, _), (more, large, _) = parsed(figure(low, unit)), parsed(figure(high, unit))
    bound = {"<": Decimal("-1e-6"), ">": Decimal("1e-6"), "": Decimal(0)}
    assert small + bound[less] <= large + bound[more]


@given(SHARES, SHARES, st.sampled_from([RATE_INTERVAL, FORECAST_RANGE]))
def test_an_interval_says_its_ends_and_its_level(low: float, high: float, kind: str) -> None:
    text = interval(low, high, "share", kind)
    assert text == f"{figure(low, 'share').removesuffix(' %')} to {figure(high, 'share')}, {kind}"


@given(st.sampled_from(UNITS), NUMBERS)
def test_a_decimal_and_a_float_of_one_text_are_written_alike(unit: Measured, value: float) -> None:
    assert figure(value, unit, "USD") == figure(Decimal(str(value)), unit, "USD")
