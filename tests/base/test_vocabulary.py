"""Every room means the same quarter and the same stages, and they are those that SQL means."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hirehouse.base.errors import HirehouseError
from hirehouse.base.vocabulary import STAGES, quarter_name, quarter_named, quarter_start


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.integers(-20, 20))
def test_a_quarter_is_named_and_found_again(day: date, later: int) -> None:
    first = quarter_start(day, later)
    assert quarter_start(first) == first and first.day == 1 and first.month in (1, 4, 7, 10)
    assert 3 * later - 2 <= 12 * (first.year - day.year) + first.month - day.month <= 3 * later
    found = [quarter_named(text, day) for text in (quarter_name(first), quarter_name(first).replace("-Q", "q"))]
    assert found == [first, first]


def test_words_are_seen_from_today() -> None:
    today = date(2026, 1, 31)
    named = [quarter_named(word, today) for word in ("last", "This", "next")]
    assert named == [date(2025, 10, 1), date(2026, 1, 1), date(2026, 4, 1)]
    with pytest.raises(HirehouseError, match="quarter '2026-Q5' is not known"):
        quarter_named("2026-Q5", today)


def test_stages_are_those_of_the_macro_and_of_the_seed(manifest: dict[str, Any]) -> None:
    macro = manifest["macros"]["macro.hirehouse.canonical_stages"]["macro_sql"]
    assert re.findall(r"'(\w+)'", macro.partition("[")[2].partition("]")[0]) == list(STAGES)
    kwargs = [
        node["test_metadata"]["kwargs"]
        for node in manifest["nodes"].values()
        if (node.get("test_metadata") or {}).get("name") == "accepted_values"
        and node.get("attached_node") == "seed.hirehouse.stage_map"
        and node.get("column_name") == "canonical_stage"
    ]
    assert [each.get("values") or each["arguments"]["values"] for each in kwargs] == [["prospect", *STAGES, "hired"]]
