"""Whole columns are converted at once, and nothing in them is cut, rounded or guessed on the way."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hirehouse.ingestion.columns import ANY_TEXT, MISFITS, Unreadable, convert, fits
from hirehouse.ingestion.values import Misfit, read_id

NUMBERS = st.none() | st.integers(-(2**66), 2**66) | st.floats() | st.booleans()
ID_TEXTS = st.sampled_from(
    [
        "071",
        "3.0",
        "nan",
        "NULL",
        "#N/A",
        "6.00012E+11",
        "1e5",
        "12e4567",
        "n12",
        "na",
        "None",
        "undefined",
        "a-b_c",
        "",
    ]
) | st.text(max_size=6)


def _or_misfit(values: list[Any], kind: str) -> list[Any] | None:
    try:
        return convert(values, kind).to_pylist()
    except MISFITS:
        return None


@settings(deadline=None)
@given(st.lists(NUMBERS, max_size=5))
def test_whole_numbers_come_from_whole_numbers_only(values: list[Any]) -> None:
    found = _or_misfit(values, "bigint")
    if found is not None:
        assert found == values and not any(isinstance(value, bool) for value in values)


@settings(deadline=None)
@given(NUMBERS)
def test_a_whole_number_fits_unless_it_may_be_another(value: Any) -> None:
    if isinstance(value, float):
        is_whole = math.isfinite(value) and value.is_integer() and abs(value) < 2**53
    else:
        is_whole = value is None or (not isinstance(value, bool) and -(2**63) <= value < 2**63)
    assert fits(value, "bigint") == is_whole


@settings(deadline=None)
@given(st.lists(NUMBERS, max_size=5))
def test_numbers_are_finite_and_exact(values: list[Any]) -> None:
    found = _or_misfit(values, "double")
    if found is not None:
        assert found == values and all(value is None or math.isfinite(value) for value in found)
        assert not any(isinstance(value, bool) for value in values)


@settings(deadline=None)
@given(st.lists(st.none() | ID_TEXTS | st.integers(0, 99) | st.sampled_from([3.0, 7.5, 1e16]), max_size=5))
def test_ids_are_read_as_the_one_reader_reads_them(values: list[Any]) -> None:
    try:
        wanted = [read_id(value) for value in values]
    except Misfit:
        with pytest.raises(MISFITS):
            convert(values, "id")
    else:
        if all(fits(value, "string") for value in wanted):
            assert convert(values, "id").to_pylist() == wanted


@pytest.mark.parametrize(
    ("kind", "value", "is_right"),
    [
        ("seconds", 1_772_000_000, True),
        ("seconds", 1_772_000_000_000, False),
        ("seconds", 0, True),
        ("seconds", 12.5, False),
        ("milliseconds", 1_772_000_000_000, True),
        ("milliseconds", 1_772_000_000, False),
        ("milliseconds", "1772000000000", False),
    ],
)
def test_a_unit_is_not_taken_for_the_other(kind: str, value: Any, is_right: bool) -> None:
    assert fits(value, kind) == is_right


def test_a_day_is_the_day_as_it_is_written() -> None:
    written = ["2026-11-02", "2026-11-02T23:30:00-08:00", "2026-11-02T12:00:00.000Z", date(2026, 11, 2), None]
    assert convert(written, "day").to_pylist() == [date(2026, 11, 2)] * 4 + [None]
    assert not fits("2 November", "day") and not fits("2026-11-02T12:00:00Z", "date")


@pytest.mark.parametrize("kind", [ANY_TEXT, "string", "json", "double", "bigint", "timestamp", "boolean"])
def test_what_is_no_value_fits_nothing(kind: str) -> None:
    assert not fits(Unreadable("NaN"), kind)
    assert not fits("\ud83d", kind)


def test_text_of_a_changed_column_is_text_or_json() -> None:
    assert convert(["5+", 5, 5.5, True, [1, "x"], 2**70], ANY_TEXT).to_pylist() == [
        "5+",
        "5",
        "5.5",
        "true",
        '[1,"x"]',
        str(2**70),
    ]
