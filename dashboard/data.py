"""What the pages read: the version that is published now, opened read-only, and nothing else.

A page holds on to one version for the length of one drawing, so its numbers belong together; the next drawing takes the
version that is current then. Files are opened under their version's name (``publication.py``): a publish neither
waits for a reader nor disturbs one, and what is cached is cached by that name.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from hirehouse.base.errors import HirehouseError
from hirehouse.base.settings import Settings
from hirehouse.publish.publication import current_publication

Row = dict[str, Any]
ATTEMPTS = 5
SETTINGS = (
    "set TimeZone = 'UTC'",
    "set threads = 1",
    "set autoinstall_known_extensions = false",
    "set enable_external_access = false",
)
_lock = threading.Lock()


@dataclass(frozen=True)
class Published:
    """One published version: ``as_of_at`` is UTC, ``as_of_date`` the company's day, money is in ``currency``."""

    version: str
    path: str
    run_id: str
    as_of_at: datetime
    as_of_date: date
    timezone: str
    currency: str

    @property
    def zone(self) -> tzinfo:
        """The company's time zone."""
        return ZoneInfo(self.timezone)

    def rows(self, sql: str, **values: Any) -> list[Row]:
        """The rows of a query, each a dictionary; ``values`` are its ``$names``.

        Answers are remembered and shared by all readers: make new rows of them, change none.
        """
        return _rows(self.path, sql, tuple(sorted(values.items())))

    def row(self, sql: str, **values: Any) -> Row:
        """The first row of a query, empty where there is none."""
        found = self.rows(sql, **values)
        return found[0] if found else {}

    def column(self, sql: str, **values: Any) -> list[Any]:
        """The first column of a query."""
        return [next(iter(row.values())) for row in self.rows(sql, **values)]

    def words(self, name: str) -> str:
        """What ``schema.table`` or ``schema.table.column`` is, in the contract's own words."""
        return _words(self.path).get(name, "")


def newest_version(settings: Settings) -> str | None:
    """The name of the version that is current, None while nothing is published."""
    publication = current_publication(settings)
    return publication.version if publication else None


def newest(settings: Settings) -> Published | None:
    """The version that is current, None while nothing is published.

    The file may be swept between reading its name and opening it; then the pointer has moved on and is read again.
    Raises ``HirehouseError`` when there is a pointer and no file that can be read.
    """
    last: Exception | None = None
    for _ in range(ATTEMPTS):
        publication = current_publication(settings)
        if publication is None:
            return None
        path = str(settings.published_path / publication.database)
        try:
            told = _rows(path, "from core.publication", ())[0]
        except (duckdb.Error, OSError, IndexError) as error:
            last = error
            continue
        zone, currency = told["company_timezone"], told["company_currency"]
        return Published(
            publication.version, path, told["run_id"], told["as_of_at"], told["as_of_date"], zone, currency
        )
    what = f"the published file cannot be read: {(str(last).splitlines() or [''])[0]}"
    raise HirehouseError(what, str(settings.published_path), "publish again with `hirehouse run`")


@lru_cache(maxsize=3)
def _connection(path: str) -> duckdb.DuckDBPyConnection:
    """One read-only connection per version; the oldest is let go as new versions come."""
    if not Path(path).exists():  # DuckDB's own message would name no remedy
        raise FileNotFoundError(path)
    connection = duckdb.connect(path, read_only=True)
    for setting in SETTINGS:  # not as configuration: others of this process open the file too, and all must agree
        connection.execute(setting)
    return connection


@lru_cache(maxsize=2000)
def _rows(path: str, sql: str, values: tuple[tuple[str, Any], ...]) -> list[Row]:
    with _lock:
        cursor = _connection(path).cursor()
    try:
        cursor.execute(sql, dict(values)) if values else cursor.execute(sql)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    finally:
        cursor.close()


@lru_cache(maxsize=3)
def _words(path: str) -> dict[str, str]:
    tables = "select schema_name || '.' || table_name as name, comment from duckdb_tables()"
    columns = "select schema_name || '.' || table_name || '.' || column_name as name, comment from duckdb_columns()"
    found = _rows(path, f"{tables} where comment is not null union all {columns} where comment is not null", ())
    return {row["name"]: row["comment"] for row in found}
