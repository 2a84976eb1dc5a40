"""What is in the folder: files by entity, what operating systems leave there, and what must not be there."""

from __future__ import annotations

from pathlib import Path

from hirehouse.ingestion.errors import SourceError
from hirehouse.ingestion.sources.filedrop.endpoints import ENTITIES
from hirehouse.ingestion.sources.filedrop.order import newest_first

SUFFIXES = (".csv", ".parquet", ".jsonl", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")

_PASSED_OVER = (".yml", ".yaml", ".md", ".txt")
_SYSTEM_FILES = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r"})
"""Files that operating systems put next to those of people; hidden ones and locks begin with a point or a tilde."""


def files_by_entity(folder: Path) -> dict[str, list[Path]]:
    """The data files of each entity, newest first. Raises SourceError for a file of no entity or of an unknown kind,
    and for anything but a plain file (a link, a pipe, a folder) that is named like one."""
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.iterdir()):
        suffix = path.suffix.lower()
        if path.name.startswith((".", "~")) or path.name.lower() in _SYSTEM_FILES:
            continue
        names = [name for name in ENTITIES if path.name.startswith(name)]
        if path.is_symlink() or not path.is_file():
            if names and (suffix in SUFFIXES or not suffix):
                raise _no_plain_file(path)
            continue
        if suffix in _PASSED_OVER:
            continue
        if not names or suffix not in SUFFIXES:
            raise SourceError(
                "filedrop",
                "the file's name begins with no known entity, or its kind is unknown",
                path.name,
                f"name it <entity>*.<kind> with one of {', '.join(ENTITIES)} and {', '.join(SUFFIXES)}, or move it "
                f"away",
            )
        found.setdefault(max(names, key=len), []).append(path)
    return {name: newest_first(paths) for name, paths in found.items()}


def _no_plain_file(path: Path) -> SourceError:
    kind = "a link" if path.is_symlink() else "a folder" if path.is_dir() else "a pipe or device"
    return SourceError(
        "filedrop",
        f"{kind} stands where a file is expected: what is behind it may be gone or half written when it is read",
        path.name,
        "put a copy of the file itself there, or give this another name",
    )
