"""Only plain files of known entities are read; what operating systems leave is passed over by its name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hirehouse.ingestion.errors import SourceError
from hirehouse.ingestion.sources.filedrop.folder import files_by_entity


def test_files_of_operating_systems_are_passed_over(tmp_path: Path) -> None:
    for name in (".DS_Store", "Thumbs.db", "desktop.ini", "~$reviews.xlsx", "._reviews.xlsx", ".~lock.reviews.ods#"):
        (tmp_path / name).write_bytes(b"\x00\x05")
    (tmp_path / "README.md").write_text("what lies here")
    (tmp_path / "archive").mkdir()
    (tmp_path / "reviews.CSV").touch()
    assert files_by_entity(tmp_path) == {"reviews": [tmp_path / "reviews.CSV"]}


def test_the_longer_name_is_the_entity(tmp_path: Path) -> None:
    (tmp_path / "opening_intervals 2026.csv").touch()
    (tmp_path / "openings 2026.csv").touch()
    assert set(files_by_entity(tmp_path)) == {"opening_intervals", "openings"}


@pytest.mark.parametrize("kind", ["link", "broken link", "pipe", "folder"])
def test_what_stands_in_a_files_place_is_told(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "reviews.csv"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        (tmp_path / "elsewhere.txt").write_text("review_id,reviewed_at\n")
        path.symlink_to(tmp_path / ("elsewhere.txt" if kind == "link" else "gone.csv"))
    with pytest.raises(SourceError, match=r"(link|pipe|folder).*reviews\.csv"):
        files_by_entity(tmp_path)


@pytest.mark.parametrize("name", ["review.csv", "reviews.json", "reviews.csv.part", "reviews.numbers"])
def test_any_other_file_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    with pytest.raises(SourceError, match=name):
        files_by_entity(tmp_path)
