"""A drop folder, and reading it without loading it: what is wrong in a file is wrong before any log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from hirehouse.ingestion.notes import Note
from hirehouse.ingestion.observe import LoadContext
from hirehouse.ingestion.sources.filedrop import canonical_rows
from hirehouse.ingestion.sources.filedrop.endpoints import ENTITIES
from hirehouse.ingestion.sources.filedrop.folder import files_by_entity
from hirehouse.ingestion.sources.filedrop.mapping import Mapping, read_mappings

FILES = 300


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--drawn-files N``: how many files test_drawn_files.py draws."""
    parser.addoption("--drawn-files", type=int, default=FILES)


@dataclass
class Read:
    """What one entity's files say: ``rows`` without their empty columns, and the notes on what was left out."""

    rows: list[dict[str, Any]]
    notes: list[Note] = field(default_factory=list)


@pytest.fixture
def drop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty drop folder the connector is pointed at."""
    folder = tmp_path / "drop"
    folder.mkdir()
    monkeypatch.setenv("SOURCES__FILEDROP__PATH", str(folder))
    return folder


@pytest.fixture
def read(drop: Path, tmp_path: Path) -> Callable[[str], Read]:
    """Reads one entity of the folder."""

    def read_entity(name: str) -> Read:
        context = LoadContext("filedrop", tmp_path / "raw", datetime(2026, 3, 10, 12, tzinfo=UTC))
        files, mappings = files_by_entity(drop), read_mappings(drop)
        tables = list(canonical_rows(context, ENTITIES[name], files.get(name, []), mappings.get(name, Mapping())))
        rows = [
            {column: value for column, value in row.items() if value is not None}
            for table in tables
            for row in table.to_pylist()
        ]
        return Read(rows, context.notes.all())

    return read_entity
