"""The definitions, loaded once over a home of their own."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from hirehouse.base.settings import Settings, load_settings


@pytest.fixture(scope="session")
def installation(parsed: Settings) -> Path:
    """A fresh home whose manifest has been built, with no secret anywhere."""
    return parsed.home


@pytest.fixture(scope="session")
def definitions(installation: Path) -> Iterator[object]:
    """``hirehouse.orchestration.definitions.defs`` made for the fresh home."""
    from hirehouse.orchestration.lib import project

    project.use(load_settings(home=installation))
    with warnings.catch_warnings():
        # dagster-dbt imports a parser that announces its own end; nothing here calls it.
        warnings.simplefilter("ignore", DeprecationWarning)
        from hirehouse.orchestration.definitions import defs
    yield defs
