"""Files drawn by a seed: what is read is the truth or is told, every row is accounted for, and only faults are refused.

``pytest tests/ingestion/filedrop/test_drawn_files.py --drawn-files 5000`` draws more of them.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from hirehouse.ingestion.errors import SourceError
from hirehouse.ingestion.observe import LoadContext
from hirehouse.ingestion.sources.filedrop import canonical_rows
from hirehouse.ingestion.sources.filedrop.endpoints import DAY_COLUMNS
from hirehouse.ingestion.sources.filedrop.folder import files_by_entity
from hirehouse.ingestion.sources.filedrop.mapping import Mapping, read_mappings
from tests.ingestion.conftest import NOON
from tests.ingestion.filedrop.conftest import FILES
from tests.ingestion.filedrop.drawn import DRAWN, Drop, draw
from tests.ingestion.reading import latest, load

PARTS = 4
"""The drawing is cut into parts, so that one that fails names fewer seeds."""


def _expected(drop: Drop) -> dict[tuple[Any, ...], dict[str, Any]]:
    """The truth as the log has it: a day in a time column is its midnight, and named."""
    expected = {}
    for key, row in drop.truth.items():
        logged = {name: value for name, value in row.items() if value is not None}
        days = []
        for name, kind in drop.entity.columns.items():
            value = logged.get(name)
            if kind == "timestamp" and isinstance(value, date) and not isinstance(value, datetime):
                logged[name] = datetime(value.year, value.month, value.day, tzinfo=UTC)
                days.append(name)
        if days:
            logged[DAY_COLUMNS] = ",".join(days)
        expected[key] = logged
    return expected


def _read(drop: Drop, folder: Path) -> tuple[list[dict[str, Any]], LoadContext]:
    name = drop.entity.spec.name
    context = LoadContext("filedrop", folder / "raw", NOON)
    mapping = read_mappings(folder).get(name, Mapping())
    tables = canonical_rows(context, drop.entity, files_by_entity(folder)[name], mapping)
    return [row for table in tables for row in table.to_pylist()], context


def _by_key(drop: Drop, rows: list[dict[str, Any]]) -> dict[tuple[Any, ...], dict[str, Any]]:
    return {
        tuple(row[name] for name in drop.entity.spec.key): {
            name: value for name, value in row.items() if value is not None
        }
        for row in rows
    }


def _judge(drop: Drop, folder: Path) -> str:
    """What became of a drop: read as it is in truth, or its fault refused or told; raises if anything was silent."""
    try:
        rows, context = _read(drop, folder)
    except SourceError as refused:
        assert drop.fault is not None and not drop.told_as, f"refused without a fault: {refused}"
        assert all(words in str(refused) for words in drop.place), f"{drop.fault}, told as: {refused}"
        return f"refused: {drop.fault}"
    assert drop.fault is None or drop.told_as, f"{drop.fault} was read without a word"
    notes: Counter[str] = Counter()
    for note in context.notes.all():
        notes[note.kind] += note.rows if note.kind != "unread_sheet" else 0
    notes += Counter()
    overruled = notes.pop("overruled", 0)
    assert len(rows) + overruled == drop.rows_in and (drop.told_as != "overruled" or overruled)
    assert dict(notes) == ({"unread_cell": 1} if drop.told_as == "unread_cell" else {})
    assert _by_key(drop, rows) == _expected(drop)
    return f"told: {drop.fault}" if drop.fault else "as it is in truth"


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_is_silently_wrong(
    tmp_path: Path, pytestconfig: pytest.Config, record_property: Any, part: int
) -> None:
    became: Counter[str] = Counter()
    for seed in range(part, pytestconfig.getoption("drawn_files", default=FILES), PARTS):
        folder = tmp_path / str(seed)
        folder.mkdir()
        drop = draw(seed, folder)
        try:
            became[_judge(drop, folder)] += 1
        except Exception as error:
            error.add_note(f"seed {seed}: {drop.entity.spec.name}, {[path.name for path in drop.files]}, {drop.fault}")
            raise
    for name, times in sorted(became.items()):
        record_property(name, times)
    assert became["as it is in truth"] > 0.3 * sum(became.values())
    assert len(became) > 5


def test_what_is_read_is_what_the_log_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One drop of each entity, without faults, loaded twice: the same rows after both."""
    folder, home = tmp_path / "drop", tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("SOURCES__FILEDROP__PATH", str(folder))
    drops: dict[str, Drop] = {}
    for seed in range(10_000, 10_400):
        trial = tmp_path / str(seed)
        trial.mkdir()
        drop = draw(seed, trial)
        name = drop.entity.spec.name
        if drop.fault is None and name not in drops:
            drops[name] = drop
            for path in trial.iterdir():
                path.rename(folder / path.name)
    assert set(drops) == set(DRAWN)
    for day in range(2):
        report = load(home, "filedrop", NOON.replace(day=10 + day))
        assert sum(report.rows.values()) == (0 if day else sum(len(drop.truth) for drop in drops.values()))
        for name, drop in drops.items():
            assert _by_key(drop, latest(home, "filedrop", name)) == _expected(drop)
            overruled = sum(note.rows for note in report.notes if note.kind == "overruled" and note.entity == name)
            assert len(drop.truth) + overruled == drop.rows_in
