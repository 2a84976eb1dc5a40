"""Tests of what systems deliver: the files of their staging folders."""

from __future__ import annotations

from pathlib import Path

from hirehouse.base.staging import delivered


def test_a_system_delivers_what_its_folder_has_a_file_for(tmp_path: Path) -> None:
    """Base models, yml, another system's names and files beside the folders are no deliveries."""
    staging = tmp_path / "models" / "staging"
    for name in (
        "ats/stg_ats__offers.sql",
        "ats/stg_ats__applications.sql",
        "ats/stg_ats__applications.yml",
        "ats/stg_ats_two__stages.sql",
        "ats/base/base_ats__offers.sql",
        "ats/base/stg_ats__users.sql",
        "hris/hris.yml",
        "README.md",
    ):
        (staging / name).parent.mkdir(parents=True, exist_ok=True)
        (staging / name).touch()
    assert delivered(tmp_path) == {"ats": ["applications", "offers", "users"], "hris": []}


def test_a_project_without_staging_delivers_nothing(tmp_path: Path) -> None:
    assert delivered(tmp_path) == {}
