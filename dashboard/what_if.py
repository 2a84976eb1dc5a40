"""The one door from the pages to the forecast's engine: the same futures, with something changed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import streamlit as st

from hirehouse.base.settings import Settings
from hirehouse.publish.published import Published, Row


def compare(
    published: Published, settings: Settings, function: str, applicants: float, speed: Mapping[str, int], seats: int
) -> list[Row]:
    """Rows by quarter and scenario (``as is``, ``what if``) of one function.

    ``applicants`` is a share more or less, ``speed`` days a stay gets longer or shorter by stage, ``seats`` further
    requisitions of one seat. Raises ``HirehouseError`` where the history does not allow it. Remembered per version.
    """
    with st.spinner("Drawing the same futures once more …"):
        return _compare(published.version, settings, function, applicants, tuple(sorted(speed.items())), seats)


@lru_cache(maxsize=200)
def _compare(
    version: str, settings: Settings, function: str, applicants: float, speed: tuple[tuple[str, int], ...], seats: int
) -> list[Row]:
    from hirehouse.forecast.what_if import Scenario, what_if  # heavy, and most readers never ask

    return what_if(settings, function, Scenario(applicants, dict(speed), seats))
