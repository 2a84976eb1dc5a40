"""The published file, open for reading, and of whom a page is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from hirehouse.base.errors import HirehouseError
from hirehouse.base.settings import Settings
from hirehouse.base.vocabulary import EVERYONE, quarter_start
from hirehouse.publish.publication import current, open_current

Row = dict[str, Any]


@dataclass(frozen=True)
class Published:
    """One published version. Times are UTC, ``as_of_date`` and ``until`` days in company time.

    ``until`` is the last day that is over and was snapshotted, None where there is no snapshot: changes are told up
    to its end.
    """

    connection: duckdb.DuckDBPyConnection
    path: Path
    run_id: str
    as_of_at: datetime
    as_of_date: date
    timezone: str
    tables: frozenset[str]
    until: date | None = None

    def rows(self, sql: str, **values: Any) -> list[Row]:
        """Rows by column name; decimals become floats, since they are drawn and not added up."""
        result = self.connection.execute(sql, values or None)
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, map(_plain, row), strict=True)) for row in result.fetchall()]

    def row(self, sql: str, **values: Any) -> Row:
        """The one row of a query that has one."""
        return self.rows(sql, **values)[0]

    def has(self, table: str) -> bool:
        """Whether the version holds ``schema.table``: an earlier one may not."""
        return table in self.tables


@dataclass(frozen=True)
class Scope:
    """Of whom a page is: the company (function ``all``) or a function; ``file`` is the page's name without ending."""

    function: str
    file: str

    @property
    def is_company(self) -> bool:
        """Whether it is the company's page."""
        return self.function == EVERYONE

    @property
    def label(self) -> str:
        """As a heading."""
        return "All functions" if self.is_company else self.function


@contextmanager
def open_published(settings: Settings) -> Iterator[Published]:
    """The current version; raises ``HirehouseError`` when nothing is published or the file is of an earlier kind."""
    path = current(settings)
    with open_current(settings) as connection:
        try:
            yield _published(connection, path)
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            what = f"the published file lacks what the review pack reads: {str(error).splitlines()[0]}"
            remedy = "it was published by an earlier version: publish again with `hirehouse run`"
            raise HirehouseError(what, str(path), remedy) from error


def scopes(published: Published) -> tuple[Scope, ...]:
    """The company, then every function that has a requisition, a planned seat or a row of coverage."""
    rows = published.rows(
        """
        select function from core.dim_requisition union select function from core.fct_hiring_plan
        union select function from metrics.pipeline_coverage order by 1"""
    )
    found = [Scope(EVERYONE, "company")]
    for name in (row["function"] for row in rows if row["function"] and row["function"] != EVERYONE):
        file = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "function"
        taken = sum(1 for scope in found if scope.file == file or scope.file.startswith(f"{file}--"))
        found.append(Scope(name, f"{file}--{taken + 1}" if taken else file))
    return tuple(found)


def quarters(today: date) -> tuple[date, date, date]:
    """First days of the quarter of ``today`` and of the next two."""
    return quarter_start(today), quarter_start(today, 1), quarter_start(today, 2)


def last_full_quarter(today: date) -> date:
    """First day of the quarter before that of ``today``."""
    return quarter_start(today, -1)


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def _published(connection: duckdb.DuckDBPyConnection, path: Path) -> Published:
    tables = connection.execute("select schema_name || '.' || table_name from duckdb_tables()").fetchall()
    row = connection.execute(
        "select run_id, as_of_at, as_of_date, company_timezone, "
        "(select max(snapshot_date) from core.fct_opening_snapshot) from core.publication"
    ).fetchone()
    assert row is not None
    run_id, as_of_at, as_of_date, timezone, until = row
    known = frozenset(name for (name,) in tables)
    return Published(connection, path, run_id, as_of_at, as_of_date, timezone, known, until)
