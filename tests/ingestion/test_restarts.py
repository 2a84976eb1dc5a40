"""Windows whose cursor dies: every row comes once, however often and wherever that happens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hirehouse.ingestion.http import CursorExpired
from hirehouse.ingestion.restarts import RESTARTS, Bounds, outlived

DAY_ONE = datetime(2026, 3, 1, tzinfo=UTC)
LAST = DAY_ONE + timedelta(days=30)


def _row(number: int, key: int | str) -> dict[str, Any]:
    return {"id": key, "updated_at": (DAY_ONE + timedelta(hours=number % 700)).isoformat()}


class _List:
    """A list in no useful order; the cursor of its n-th page dies for each n in ``dies``, pages counted over all
    windows. What it was asked is in ``asked``."""

    def __init__(self, rows: list[Any], dies: set[int], size: int = 7) -> None:
        self.rows, self.dies, self.size = rows, dies, size
        self.pages, self.asked = 0, []

    def ask(self, bounds: Bounds) -> Iterator[list[Any]]:
        self.asked.append(bounds)
        since, until = bounds
        found = [row for row in self.rows if _within(row, since, until)]
        for at in range(0, len(found), self.size):
            self.pages += 1
            if at and self.pages in self.dies:
                raise CursorExpired
            yield found[at : at + self.size]


def _within(row: Any, since: datetime | None, until: datetime | None) -> bool:
    if not isinstance(row, dict) or not row.get("updated_at"):
        return since is None and until is None
    at = datetime.fromisoformat(row["updated_at"])
    return (since is None or since <= at) and (until is None or at <= until)


def _read(of: _List, bounds: Bounds, is_always_dated: bool = True) -> list[Any]:
    return [row for page in outlived(of.ask, bounds, "id", "updated_at", is_always_dated) for row in page]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.integers(0, 5000), unique=True, max_size=120),
    st.sets(st.integers(1, 60), max_size=RESTARTS),
    st.sampled_from([int, str]),
    st.sampled_from([(None, None), (DAY_ONE, LAST), (DAY_ONE, None)]),
)
def test_every_row_comes_once(numbers: list[int], dies: set[int], kind: type, bounds: Bounds) -> None:
    rows = [_row(number, kind(number)) for number in numbers]
    assert sorted(row["id"] for row in _read(_List(rows, dies), bounds)) == sorted(kind(number) for number in numbers)


def test_from_the_second_death_on_the_window_is_halved_oldest_first() -> None:
    of = _List([_row(number, number) for number in range(70)], {3, 6})
    assert len(_read(of, (DAY_ONE, LAST))) == 70
    first, again, older, newer = of.asked
    assert first == again == (DAY_ONE, LAST)
    assert (older[0], newer[1]) == (DAY_ONE, LAST) and older[1] == newer[0] and DAY_ONE < newer[0] < LAST


def test_a_list_of_rows_without_a_date_is_read_whole_each_time() -> None:
    rows = [_row(number, number) | ({"updated_at": None} if number % 3 else {}) for number in range(70)]
    of = _List(rows, {3, 6, 12})
    assert [row["id"] for row in _read(of, (None, None), is_always_dated=False)] == list(range(70))
    assert of.asked == [(None, None)] * 4


def test_rows_without_a_usable_key_are_given_each_time_and_what_is_listed_twice_is_given_twice() -> None:
    strange: list[Any] = ["no object", {"name": "no id"}, {"id": ["1"]}, {"id": None}, {"id": 2**70}]
    assert _read(_List([*strange, {"id": 1}, {"id": 1}], set(), size=9), (None, None)) == [
        *strange,
        {"id": 1},
        {"id": 1},
    ]
    again = _read(_List([{"id": 1}, *strange, {"id": 2}], {4}, size=2), (None, None))
    assert [row for row in again if row == {"id": 1}] == [{"id": 1}] and again.count({"id": 2}) == 1
    assert again.count({"id": 2**70}) == 1 and again.count("no object") == 2


def test_a_cursor_that_always_dies_ends_the_load() -> None:
    of = _List([_row(number, number) for number in range(70)], set(range(1000)))
    with pytest.raises(CursorExpired):
        _read(of, (DAY_ONE, LAST))
