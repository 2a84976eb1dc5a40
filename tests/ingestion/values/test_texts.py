"""Words have one form, and what a spreadsheet or a program has made of them is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hirehouse.ingestion.values import Misfit, read_boolean, read_currency, read_id, read_text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0071", "0071"),
        (" A-17\u00a0", "A-17"),
        ("\ufeffA\u00a017\u200b", "A 17"),
        ("\u200b \u200eA-1\u00ad7\u202c", "A-17"),
        ("A\u030a-17", "\u00c5-17"),
        ("3.0", "3"),
        ("0071.0", "0071"),
        ("41,00", "41"),
        (600012345678.0, "600012345678"),
        (Decimal("5.0"), "5"),
        (17, "17"),
        ("6000e12f", "6000e12f"),
        ("12e45", "12e45"),
        ("2026-01", "2026-01"),
        ("1.2.3", "1.2.3"),
        ("R#NA", "R#NA"),
        ('="0045"', "0045"),
        (' ="A-17 "', "A-17"),
        ("'00123", "00123"),
        ('=""', None),
        ("", None),
        ("\u00a0 ", None),
        (None, None),
    ],
)
def test_an_id_has_one_form(value: Any, expected: str | None) -> None:
    assert read_id(value) == expected


MANGLED = ["6.00012E+11", "6,00012E+11", "6.00012e11", "6E+11", "1e16", "5.5", "12.000", "1,234", "1 234 567"]
MANGLED += ['="6E+11"', "'5.5"]
ERRORS = ["#N/A", "#REF!", "#BEZUG!", "#NV", "#¡VALOR!", "Err:502"]
NOTHING = ["NULL", "null", "NaN", "nan", "<NA>", "None", "n/a", "(blank)", "undefined", "-", "\\N", " nil "]
NO_TEXT = [5.5, float("nan"), 1e15, 1234567890123450000.0, True, ["1"], Decimal("1.5")]


@pytest.mark.parametrize("value", [*MANGLED, *ERRORS, *NOTHING, *NO_TEXT])
def test_what_is_no_id_is_refused(value: Any) -> None:
    with pytest.raises(Misfit):
        read_id(value)


@settings(deadline=None)  # other tests run beside it
@given(st.integers(0, 10**15 - 1))
def test_an_id_that_became_a_float_is_the_id_again(number: int) -> None:
    assert {read_id(number), read_id(str(number)), read_id(float(number)), read_id(f"{number}.0")} == {str(number)}


def test_words() -> None:
    assert [read_boolean(word) for word in ("Yes", "t", 1, "0.0", "FALSE", False)] == [True] * 3 + [False] * 3
    assert [read_currency(word) for word in ("eur", " USD\u00a0", "")] == ["EUR", "USD", None]
    assert [read_text(value) for value in (" Sales\u00a0", 2026.0, 7, "none", "", 1.5, '="Head of ""X"""')] == [
        "Sales", "2026", "7", "none", None, "1.5", 'Head of "X"',
    ]  # fmt: skip
    for reader, value in ((read_boolean, "Ja"), (read_boolean, 2), (read_currency, "€"), (read_currency, "EURO")):
        with pytest.raises(Misfit):
            reader(value)
    for text in ("#REF!", "NULL", "NaN", float("nan"), date(2026, 1, 1)):
        with pytest.raises(Misfit):
            read_text(text)
