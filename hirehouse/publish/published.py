"""The one reader of what is published: a version's file, opened read-only, and nothing else.

A version is a file under a name of its own (``publication.py``) and never changes: who holds one reads numbers that
belong together, whatever is published meanwhile. Its connection reaches no other file, no extension and no address.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import tzinfo
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

import duckdb

from hirehouse.base.duckdb_file import connect, explained
from hirehouse.base.errors import HirehouseError
from hirehouse.base.settings import Settings
from hirehouse.publish.publication import PUBLISH_AGAIN, current

if TYPE_CHECKING:
    import pyarrow as pa

Row = dict[str, Any]
Version = TypeVar("Version", bound="Published")
AS_OF_DATE = "(select as_of_date from core.publication)"
"""The published day, as a value of a query."""
CURRENT_FORECAST = f"(select * from metrics.hiring_forecast where is_champion and as_of_date = {AS_OF_DATE})"
"""The forecast to show, as a relation of a query: the champion's, made at the end of the published day."""
_IDENTITY = "select run_id, as_of_at, as_of_date, company_timezone, company_currency from core.publication"
_SETTINGS = ("autoload_known_extensions", "enable_external_access")
_CATALOG = """
    select schema_name || '.' || table_name as name, tables.comment as words, column_name as column,
        columns.data_type as kind, columns.comment as column_words
    from duckdb_tables() as tables inner join duckdb_columns() as columns using (database_name, schema_name, table_name)
    where database_name = current_database() order by name, column_index"""


class EarlierVersionError(HirehouseError):
    """What is asked of a published file is not in it: an earlier version of the project published it."""


@dataclass(frozen=True)
class PublishedColumn:
    """A column as the file has it: DuckDB's name of its type, and what the contract says of it (empty: nothing)."""

    name: str
    kind: str
    words: str


@dataclass(frozen=True)
class PublishedTable:
    """A table of the file, what the contract says of it, and its columns in their order."""

    words: str
    columns: tuple[PublishedColumn, ...]


class Published:
    """One published version, open for reading; may be shared by threads.

    ``as_of_at`` is an instant in UTC, ``as_of_date`` its day in the company's time zone ``timezone``; amounts of money
    are in ``currency`` (ISO 4217). Every query raises ``EarlierVersionError`` where a table or column is not in the
    file, and ``HirehouseError`` where the file is broken.
    """

    def __init__(self, path: Path) -> None:
        """Open the version's file; raises as the queries do."""
        self.path = path
        self.version = path.stem.removeprefix("hirehouse-")
        self._lock = threading.Lock()
        with self.explained():
            self.connection = connect(path, PUBLISH_AGAIN)
            for name in _SETTINGS:
                self.connection.execute(f"set {name} = false")
            (row,) = self._query(_IDENTITY, {})
        self.run_id, self.as_of_at, self.as_of_date = row["run_id"], row["as_of_at"], row["as_of_date"]
        self.timezone, self.currency = row["company_timezone"], row["company_currency"]

    @property
    def zone(self) -> tzinfo:
        """The company's time zone."""
        return ZoneInfo(self.timezone)

    @cached_property
    def tables(self) -> Mapping[str, PublishedTable]:
        """What the file holds, by ``schema.table``."""
        found: dict[str, PublishedTable] = {}
        for row in self._query(_CATALOG, {}):
            column = PublishedColumn(row["column"], row["kind"], row["column_words"] or "")
            columns = found[row["name"]].columns if row["name"] in found else ()
            found[row["name"]] = PublishedTable(row["words"] or "", (*columns, column))
        return found

    def words(self, name: str) -> str:
        """What ``schema.table`` or ``schema.table.column`` is, in the contract's own words; empty where it has none."""
        schema, _, rest = name.partition(".")
        table, _, column = rest.partition(".")
        found = self.tables.get(f"{schema}.{table}", PublishedTable("", ()))
        return next((each.words for each in found.columns if each.name == column), "") if column else found.words

    def rows(self, sql: str, **values: Any) -> list[Row]:
        """The rows of a query by column name; ``values`` are its ``$names``. Decimals become floats, times are UTC."""
        return self._query(sql, values)

    def row(self, sql: str, **values: Any) -> Row:
        """The first row of a query, empty where there is none."""
        found = self.rows(sql, **values)
        return found[0] if found else {}

    def column(self, sql: str, **values: Any) -> list[Any]:
        """The first column of a query."""
        return [next(iter(row.values())) for row in self.rows(sql, **values)]

    def arrow(self, sql: str, **values: Any) -> pa.Table:
        """The rows of a query as an Arrow table, in the file's own types: decimals stay decimals."""
        with self.explained(), closing(self._cursor()) as cursor:
            return cursor.execute(sql, values or None).to_arrow_table()

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Say of DuckDB's own errors what is wrong with the file; others pass. For who uses ``connection`` itself."""
        try:
            with explained(self.path, PUBLISH_AGAIN):
                yield
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            what = f"the published file lacks what is asked of it: {str(error).splitlines()[0]}"
            remedy = "an earlier version of hirehouse published it: publish again with `hirehouse run`"
            raise EarlierVersionError(what, str(self.path), remedy) from error

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        with self._lock:
            return self.connection.cursor()

    def _query(self, sql: str, values: Mapping[str, Any]) -> list[Row]:
        with self.explained(), closing(self._cursor()) as cursor:
            result = cursor.execute(sql, values or None)
            names = [column[0] for column in result.description or ()]
            return [dict(zip(names, map(_plain, row), strict=True)) for row in result.fetchall()]


def open_version(settings: Settings, opener: Callable[[Path], Version]) -> Version:
    """The version that is current, opened by ``opener``.

    Its file may be swept between reading its name and opening it: another version is current by then, and is opened.
    Raises ``HirehouseError`` when nothing is published, or there is a pointer and no file that can be read.
    """
    path = current(settings)
    while True:
        try:
            return opener(path)
        except HirehouseError:
            gone, path = path, current(settings)
            if path == gone:
                raise


@contextmanager
def open_published(settings: Settings) -> Iterator[Published]:
    """The version that is current, for the length of the block; raises as ``open_version`` and its queries do."""
    published = open_version(settings, Published)
    with closing(published), published.explained():
        yield published


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value
