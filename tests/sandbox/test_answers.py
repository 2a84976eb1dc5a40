"""A company that asks who its applicants are writes one file more, the same for the same seed."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from hirehouse.ingestion.sources.filedrop.endpoints import ENTITIES
from hirehouse.sandbox.answers import ANSWERING, GROUPS, export_answers
from hirehouse.sandbox.company import build_company
from hirehouse.sandbox.world import World


@pytest.fixture(scope="module")
def world() -> World:
    return build_company(seed=3, scale=900, dirt="none")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open() as lines:
        return list(csv.DictReader(lines))


def test_the_file_drop_can_read_it(world: World, tmp_path: Path) -> None:
    rows = _rows(export_answers(world, world.now, tmp_path))
    entity = ENTITIES["demographic_answers"]
    assert set(rows[0]) == set(entity.spec.columns)
    assert len({tuple(row[name] for name in entity.spec.key) for row in rows}) == len(rows)
    seen = Counter((row["group_type"], row["group_name"]) for row in rows)
    assert set(seen) == {(kind, name) for kind, shares in GROUPS.items() for name in ("", *shares)}
    asked = len({row["application_id"] for row in rows})
    assert len(rows) / 2 / asked == pytest.approx(ANSWERING, abs=0.1)


def test_the_same_seed_gives_the_same_file_and_time_only_adds(world: World, tmp_path: Path) -> None:
    now = export_answers(world, world.now, tmp_path / "now").read_bytes()
    assert export_answers(build_company(seed=3, scale=900, dirt="none"), world.now, tmp_path).read_bytes() == now
    assert export_answers(build_company(seed=4, scale=900, dirt="none"), world.now, tmp_path).read_bytes() != now
    before = export_answers(world, world.now - timedelta(days=200), tmp_path / "before").read_bytes().splitlines()
    assert 1 < len(before) < len(now.splitlines())
    assert set(before) <= set(now.splitlines())


def test_an_instant_without_a_zone_is_refused(world: World, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="time zone"):
        export_answers(world, datetime(2026, 6, 30), tmp_path)  # noqa: DTZ001 -- that is the point
