"""The version of a home's layout, and the steps that bring an older home to today's.

``<home>/home.json`` holds the version. A home without it was made before there were versions. Every step may be done
again without harm, so that one that was interrupted is simply done once more.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from hirehouse.base.errors import HirehouseError
from hirehouse.base.settings import Settings
from hirehouse.build.warehouse import create_ops_tables, open_warehouse
from hirehouse.ingestion.load_manifest import write_json
from hirehouse.ingestion.repair import adopt
from hirehouse.publish import history
from hirehouse.publish.publication import whole_publications

FILE = "home.json"
LEFT_BEHIND = ("raw", "warehouse.duckdb", "published")


def version_of(home: Path) -> int:
    """The version of a home's layout; a folder that holds nothing of ours yet has today's.

    Raises ``HirehouseError`` when the file that says it cannot be read, or names a version of a newer program.
    """
    path = home / FILE
    try:
        version = int(json.loads(path.read_bytes())["schema_version"])
    except FileNotFoundError:
        return 0 if any((home / name).exists() for name in LEFT_BEHIND) else VERSION
    except (ValueError, KeyError, TypeError):
        remedy = "delete the file: the next run looks through the whole home and writes it again"
        raise HirehouseError("the version of this home cannot be read", str(path), remedy) from None
    if version > VERSION:
        raise HirehouseError(
            f"this home was made by a newer hirehouse (its version is {version}, this program knows {VERSION})",
            str(path),
            "install the newer hirehouse, or work in another home with --home DIR",
        )
    return version


def make_ready(settings: Settings) -> list[str]:
    """Bring the home to today's version and write that down; says what was done. The run lock must be held."""
    done = []
    before = version_of(settings.home)
    for step in STEPS[before:]:
        done += step(settings)
    if before < VERSION or not (settings.home / FILE).exists():
        write_json(settings.home / FILE, {"schema_version": VERSION})
    return done


def _note_loads(settings: Settings) -> list[str]:
    """1: every load of the log is noted with its files, rows and digests."""
    raw = settings.home / "raw"
    systems = sorted(path.name.removeprefix("raw_") for path in raw.glob("raw_*"))
    noted = {system: adopt(raw, system) for system in systems}
    return [f"noted {count} loads of {system}" for system, count in noted.items() if count]


def _recall_findings(settings: Settings) -> list[str]:
    """1: no run's findings were kept until then; those of the versions that are still published are."""
    if not settings.warehouse_path.exists():
        return []
    with open_warehouse(settings.warehouse_path) as connection:
        create_ops_tables(connection)
        count = history.recall_findings(connection, settings.published_path, whole_publications(settings))
    return [f"recalled the findings of {count} published versions"] if count else []


def _to_version_1(settings: Settings) -> list[str]:
    return [*_note_loads(settings), *_recall_findings(settings)]


STEPS: tuple[Callable[[Settings], list[str]], ...] = (_to_version_1,)
VERSION = len(STEPS)
