"""What the pages read: the version that is current, its answers remembered.

A page holds on to one version for the length of one drawing, so its numbers belong together; the next drawing takes the
version that is current then. A publish neither waits for a reader nor disturbs one.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from hirehouse.base.settings import Settings
from hirehouse.publish.publication import current_version
from hirehouse.publish.published import Published, Row, open_version


class RememberedVersion(Published):
    """A published version that asks its file once; answers are shared: make new rows of them, change none."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.connection.execute("set threads = 1")  # many readers, small questions
        self._remembered = lru_cache(maxsize=2000)(lambda sql, values: self._query(sql, dict(values)))

    def rows(self, sql: str, **values: Any) -> list[Row]:
        """As of every version, remembered by text and values."""
        return self._remembered(sql, tuple(sorted(values.items())))


def newest(settings: Settings) -> Published | None:
    """The version that is current, None while nothing is published; raises ``HirehouseError`` when it is broken."""
    return open_version(settings, _opened) if current_version(settings) else None


@lru_cache(maxsize=3)
def _opened(path: Path) -> RememberedVersion:
    """One reader per version; the oldest is let go as new versions come."""
    return RememberedVersion(path)
