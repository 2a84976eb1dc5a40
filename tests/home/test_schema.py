"""Homes carry a version: older ones are brought forward, newer ones refused, a broken one named."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from hirehouse.base.errors import HirehouseError
from hirehouse.base.settings import Settings, load_settings
from hirehouse.home import schema
from hirehouse.home.log_guard import check_log
from hirehouse.ingestion import load_manifest
from tests.home.loads import drop_and_load


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """A home with two loads of dropped files, as a program before versions would leave it."""
    monkeypatch.setenv("HIREHOUSE_CONNECTORS", "filedrop")
    drop_and_load(tmp_path, monkeypatch, days=2)
    shutil.rmtree(tmp_path / "home" / "raw" / load_manifest.FOLDER)
    yield load_settings(home=tmp_path / "home")


def test_a_home_of_before_versions_is_brought_forward_once(settings: Settings) -> None:
    assert schema.version_of(settings.home) == 0
    assert schema.make_ready(settings) == ["noted 4 loads of filedrop"]
    assert json.loads((settings.home / schema.FILE).read_text()) == {"schema_version": schema.VERSION}
    check_log(settings)
    assert schema.make_ready(settings) == []


def test_an_upgrade_that_was_interrupted_is_done_again(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "write_json", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        schema.make_ready(settings)
    monkeypatch.undo()
    monkeypatch.setenv("HIREHOUSE_CONNECTORS", "filedrop")
    assert schema.version_of(settings.home) == 0
    assert schema.make_ready(settings) == []
    check_log(settings)


def test_a_new_home_has_todays_version(tmp_path: Path) -> None:
    fresh = load_settings(home=tmp_path / "fresh")
    assert schema.version_of(fresh.home) == schema.VERSION
    assert schema.make_ready(fresh) == []
    assert (fresh.home / schema.FILE).exists()


@pytest.mark.parametrize(
    ("text", "what", "remedy"),
    [
        (f'{{"schema_version": {schema.VERSION + 1}}}', "made by a newer hirehouse", "--home DIR"),
        ('{"schema_v', "version of this home cannot be read", "delete the file"),
        ("[]", "version of this home cannot be read", "delete the file"),
    ],
)
def test_a_newer_or_broken_version_is_refused(settings: Settings, text: str, what: str, remedy: str) -> None:
    (settings.home / schema.FILE).write_text(text)
    with pytest.raises(HirehouseError, match=what) as caught:
        schema.make_ready(settings)
    assert caught.value.where == str(settings.home / schema.FILE)
    assert remedy in caught.value.remedy


def test_the_remedy_of_a_broken_version_works(settings: Settings) -> None:
    schema.make_ready(settings)
    (settings.home / schema.FILE).write_text("{")
    (settings.home / schema.FILE).unlink()
    assert schema.make_ready(settings) == []
    check_log(settings)
