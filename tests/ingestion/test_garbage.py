"""While a system is loaded Python's search for cycles is rare; afterwards it is as it was, also after an error."""

from __future__ import annotations

import gc

import pytest

from hirehouse.ingestion.garbage import rare_collection


def test_the_search_is_rare_within_and_as_before_behind() -> None:
    before, frozen = gc.get_threshold(), gc.get_freeze_count()
    with pytest.raises(KeyError), rare_collection():
        assert gc.get_threshold()[0] > 10 * before[0]
        assert gc.get_freeze_count() > 10_000
        raise KeyError
    assert (gc.get_threshold(), gc.get_freeze_count()) == (before, frozen)


def test_cycles_made_within_are_still_found() -> None:
    with rare_collection():
        searches = gc.get_stats()[0]["collections"]
        for _ in range(2 * gc.get_threshold()[0]):
            cycle: list[object] = []
            cycle.append(cycle)
        assert gc.get_stats()[0]["collections"] > searches
