"""Files that are cut, overwritten or missing, a full disk and another's home: each is named, and the remedy works."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from hirehouse.base.errors import HirehouseError, describe
from hirehouse.base.lock import run_lock
from hirehouse.base.manifest import manifest_path
from hirehouse.base.settings import Settings, environment, load_settings
from hirehouse.build.dbt_command import ensure_manifest
from hirehouse.build.warehouse import open_warehouse
from hirehouse.publish.publication import current, current_publication, is_whole, publications, publish
from hirehouse.publish.published import open_published
from tests.companies.small import ROWS, fill, fill_and_publish, read_number, settings_in


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home with one published run."""
    made = settings_in(tmp_path / "home")
    fill_and_publish(made, 1)
    return made


def cut(path: Path) -> None:
    """Lose the second half."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def overwrite(path: Path) -> None:
    """Zeros in the place of everything but the first block; the size stays."""
    content = path.read_bytes()
    path.write_bytes(content[:4096] + bytes(len(content) - 4096))


def remove(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("harm", [cut, overwrite])
def test_a_broken_warehouse_is_named_and_rebuilt_elsewhere(settings: Settings, harm: Callable[[Path], None]) -> None:
    harm(settings.warehouse_path)
    with pytest.raises(HirehouseError) as caught, open_warehouse(settings.warehouse_path) as connection:
        connection.execute("from core.fct_application").fetchall()
    assert caught.value.what == "the file is broken and cannot be read"
    assert caught.value.where == str(settings.warehouse_path)
    assert "move it away" in caught.value.remedy
    settings.warehouse_path.rename(settings.home / "broken")
    assert publish(settings, fill(settings, 2)).row_counts["core.fct_application"] == ROWS + 2


@pytest.mark.parametrize("harm", [cut, overwrite, remove])
def test_a_broken_published_file_is_named_and_published_again(settings: Settings, harm: Callable[[Path], None]) -> None:
    first = current_publication(settings)
    assert first is not None
    database = current(settings)
    harm(database)
    assert not is_whole(settings, first)
    with pytest.raises(HirehouseError) as caught, open_published(settings) as published:
        published.rows("select count(*), max(applied_at) from core.fct_application")
    assert caught.value.where == str(database)
    assert "run `hirehouse run` again" in caught.value.remedy
    assert fill_and_publish(settings, 1) == first
    assert read_number(current(settings)) == 1 and is_whole(settings, first)


@pytest.mark.parametrize("harm", [cut, remove])
def test_a_broken_description_is_named_and_published_again(settings: Settings, harm: Callable[[Path], None]) -> None:
    first = current_publication(settings)
    assert first is not None
    path = settings.published_path / ".versions" / first.version / "publication.json"
    harm(path)
    with pytest.raises(HirehouseError, match="description is broken") as caught:
        current(settings)
    assert caught.value.where == str(path) and "run `hirehouse run` again" in caught.value.remedy
    assert publications(settings) == []
    assert fill_and_publish(settings, 1) == first
    assert read_number(current(settings)) == 1


def test_a_broken_parquet_copy_is_published_again(settings: Settings) -> None:
    first = current_publication(settings)
    assert first is not None
    cut(settings.published_path / first.parquet / "core" / "fct_application.parquet")
    assert not is_whole(settings, first)
    assert fill_and_publish(settings, 1) == first
    assert is_whole(settings, first)


def test_a_description_of_before_sizes_were_noted_is_believed(settings: Settings) -> None:
    first = current_publication(settings)
    assert first is not None
    path = settings.published_path / ".versions" / first.version / "publication.json"
    told = json.loads(path.read_text())
    path.write_text(json.dumps({name: told[name] for name in told if not name.startswith("database_")}))
    assert current_publication(settings) == first
    assert read_number(current(settings)) == 1


def test_a_broken_manifest_of_dbt_is_made_again(parsed: Settings, tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path)
    path = ensure_manifest(settings)
    whole = path.read_bytes()
    cut(path)
    assert ensure_manifest(settings).read_bytes() == whole
    assert json.loads(manifest_path(settings).read_bytes())["nodes"]


def fill_disk(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/somewhere/hirehouse.duckdb")


def test_a_full_disk_is_named_and_what_was_published_stays(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    run = fill(settings, 2)
    with monkeypatch.context() as patch:
        patch.setattr("hirehouse.publish.publication.sync", fill_disk)
        with pytest.raises(OSError) as caught:
            publish(settings, run)
    told = describe(caught.value)
    assert told.lines() == [
        "the disk is full",
        "  where:  /somewhere/hirehouse.duckdb",
        "  remedy: make room (HIREHOUSE_KEEP_VERSIONS keeps fewer published versions), then run again: what was "
        "published has not changed",
    ]
    assert read_number(current(settings)) == 1
    assert publish(settings, run).version == current_publication(settings).version  # type: ignore[union-attr]
    assert read_number(current(settings)) == 2


def test_a_full_disk_is_known_by_duckdbs_words(tmp_path: Path) -> None:
    error = duckdb.IOException('IO Error: Could not write file "x.duckdb": No space left on device')
    assert describe(error).what == "the disk is full"
    assert describe(ValueError("no space in the name")).what == "ValueError: no space in the name"


def test_a_home_of_another_user_is_named(settings: Settings) -> None:
    """As a user who may read the home and not write in it: root, whom no mode stops, becomes somebody else for that."""
    settings.home.parent.chmod(0o755)
    settings.home.chmod(0o555)
    look = """
import os, sys
from pathlib import Path
from hirehouse.base.errors import describe
from hirehouse.base.lock import run_lock
if os.geteuid() == 0:
    os.setgid(65534), os.setuid(65534)
try:
    run_lock(Path(sys.argv[1])).__enter__()
except Exception as error:
    print("|".join(describe(error).lines()))
"""
    command = [sys.executable, "-c", look, str(settings.home)]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    settings.home.chmod(0o755)
    assert "this user may not write here" in done.stdout, done.stderr
    assert str(settings.home) in done.stdout and "--home DIR" in done.stdout


def test_a_home_that_may_not_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: object, *_: object) -> int:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(PermissionError) as caught, run_lock(tmp_path):
        pass
    told = describe(caught.value)
    assert (told.what, told.where) == ("this user may not write here", str(tmp_path.resolve() / "run.lock"))
