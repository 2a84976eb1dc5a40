"""A number means one thing, or it is refused: whole numbers are never cut, marks never guessed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hirehouse.ingestion.values import POINT, UNKNOWN, Misfit, Numbers, agreed_numbers, read_number, read_whole

COMMA = Numbers(decimal=",")


@pytest.mark.parametrize(
    ("text", "numbers", "expected"),
    [
        ("12.500", POINT, 12.5),
        ("12.500", COMMA, 12500.0),
        ("12.500", Numbers(thousands="."), 12500.0),
        ("12,500", Numbers(decimal="."), 12500.0),
        ("1.250,50", UNKNOWN, 1250.5),
        ("1,250.50", UNKNOWN, 1250.5),
        ("1.234.567", UNKNOWN, 1234567.0),
        ("1250.500", UNKNOWN, 1250.5),
        ("0.925", UNKNOWN, 0.925),
        ("12,5", UNKNOWN, 12.5),
        ("1'250.50", UNKNOWN, 1250.5),
        ("1’250", UNKNOWN, 1250.0),
        ("1\u202f250,5", UNKNOWN, 1250.5),
        ("-1 250", UNKNOWN, -1250.0),
        ("900", UNKNOWN, 900.0),
        (".5", UNKNOWN, 0.5),
        ("6.2e-05", POINT, 6.2e-05),
        (12, POINT, 12.0),
        (Decimal("1.25"), POINT, 1.25),
    ],
)
def test_a_number_means_one_thing(text: Any, numbers: Numbers, expected: float) -> None:
    assert read_number(text, numbers) == expected


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        *((text, UNKNOWN) for text in ("12.500", "12,500", "1.25E+05", "12.", "1,2,3", "1.25.50", "12 5", "1.2500,5")),
        *((text, UNKNOWN) for text in ("12 EUR", "€12", "12%", "(12)", "12-", "", "nan", "inf", "#DIV/0!", "٣")),
        ("12,500", POINT),
        ("1,5", POINT),
        ("1,250.5", COMMA),
        ("1'250", Numbers(decimal=",", thousands=".")),
        (float("nan"), POINT),
        (True, POINT),
        (None, POINT),
    ],
)
def test_a_number_with_two_meanings_or_none_is_refused(text: Any, numbers: Numbers) -> None:
    with pytest.raises(Misfit):
        read_number(text, numbers)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["12.500", "1.250", "900"], UNKNOWN),
        (["12.500", "99,90"], COMMA),
        (["12.500", "99.5"], Numbers(decimal=".")),
        (["12.500", "1.234.567"], COMMA),
        (["1.5", "1,5"], UNKNOWN),
        ([], UNKNOWN),
    ],
)
def test_a_column_proves_how_it_writes_numbers(texts: list[str], expected: Numbers) -> None:
    assert agreed_numbers(texts) == expected


@settings(deadline=None)  # other tests run beside it
@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from([".,", ",.", "' .", "\u00a0,"]))
def test_a_number_written_with_its_marks_is_itself(number: Decimal, marks: str) -> None:
    thousands, decimal = marks[0], marks[-1]
    text = f"{number:,.2f}".replace(",", "T").replace(".", decimal).replace("T", thousands)
    assert read_number(text, Numbers(decimal, thousands.replace("\u00a0", " "))) == float(number)
    assert read_number(text, UNKNOWN) == float(number)


@pytest.mark.parametrize(
    ("value", "expected"), [("12", 12), ("12.0", 12), (12.0, 12), ("-1.200.300", -1200300), ("007", 7)]
)
def test_a_whole_number(value: Any, expected: int) -> None:
    assert read_whole(value) == expected


@pytest.mark.parametrize(
    "value", ["5.5", 5.5, "12.000", True, "x", 1e16, 2**63, "9999999999999999999", "1e3", None, 1e400]
)
def test_a_whole_number_is_never_cut(value: Any) -> None:
    with pytest.raises(Misfit):
        read_whole(value)
