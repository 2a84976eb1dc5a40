"""The simulated company inside DuckDB, and every endpoint's rows as they stand at the simulated now."""

from __future__ import annotations

import asyncio
import tempfile
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from hirehouse.sandbox.clock import as_utc
from hirehouse.sandbox.http.frame import Frame

MEMORY_BUDGET_BYTES = 3 * 1024**3
"""Ready-made pages kept at once. Connectors read one endpoint after the other, so at a million applications the oldest
endpoints are dropped and, being a pure function of the clock, made again if somebody comes back for them."""

_ISO = "strftime({0}::timestamp, '%Y-%m-%dT%H:%M:%S.%gZ')"


class Store:
    """Rows by endpoint at one simulated instant.

    ``prepare`` puts the company's tables into the connection; it is called once per instant, with the connection and
    the instant, so that what is not yet visible is not there. SQL handed to the other methods sees those tables and
    ``getvariable('now')`` (timestamp with time zone).
    """

    def __init__(self, prepare: Callable[[duckdb.DuckDBPyConnection, datetime], None], now: datetime) -> None:
        self._connection = duckdb.connect(config={"autoinstall_known_extensions": "false"})
        self._connection.execute("set TimeZone = 'UTC'; set enable_progress_bar = false")
        self._prepare = prepare
        self._frames: OrderedDict[str, Frame] = OrderedDict()
        self._values: dict[str, Any] = {}
        self._lock = asyncio.Lock()
        self._files: tempfile.TemporaryDirectory[str] | None = None
        self.now = now
        self._set_now(now)

    @property
    def now_us(self) -> int:
        """The simulated now in UTC microseconds since 1970."""
        return round(self.now.timestamp() * 1_000_000)

    def close(self) -> None:
        """Give back memory and temporary files."""
        self._frames.clear()
        self._values.clear()
        self._connection.close()
        if self._files is not None:
            self._files.cleanup()

    async def move(self, now: datetime) -> None:
        """Make ``now`` the simulated instant, forward or back, and forget every row made for the old one."""
        async with self._lock:
            await asyncio.to_thread(self._set_now, now)

    async def frame(self, name: str, sql: str, order_by: str, keep: Sequence[str]) -> Frame:
        """Rows of ``sql`` in ``order_by`` order. ``keep`` names the columns filters need.

        A row's JSON object has the query's columns in order, except those that begin with an underscore. Timestamps
        become ``2026-03-04T17:20:00.000Z``, dates ``2026-03-04``; lists, structs and JSON values stay what they are.
        """
        found = self._frames.get(name)
        if found is None:
            async with self._lock:
                found = self._frames.get(name)
                if found is None:
                    found = await asyncio.to_thread(self._build, name, sql, order_by, keep)
        if name in self._frames:  # another caller may have moved the clock, or pushed it out, meanwhile
            self._frames.move_to_end(name)
        return found

    async def value(self, name: str, make: Callable[[duckdb.DuckDBPyConnection], Any]) -> Any:
        """Anything else that is a function of the instant, made once per instant by ``make``."""
        if name not in self._values:
            async with self._lock:
                if name not in self._values:
                    self._values[name] = await asyncio.to_thread(make, self._connection)
        return self._values[name]

    def csv(self, connection: duckdb.DuckDBPyConnection, name: str, sql: str) -> Path:
        """Write ``sql``'s rows as a CSV file with a header line; instants as ``2026-01-14 09:30:00``, nulls empty."""
        if self._files is None:
            self._files = tempfile.TemporaryDirectory(prefix="sandbox-")
        path = Path(self._files.name) / name
        connection.execute(f"copy ({sql}) to '{path}' (format csv, header, timestampformat '%Y-%m-%d %H:%M:%S')")
        return path

    def _set_now(self, now: datetime) -> None:
        self.now = as_utc(now)
        self._frames.clear()
        self._values.clear()
        self._connection.execute("set variable now = ?::timestamptz", [self.now])
        self._prepare(self._connection, self.now)

    def _build(self, name: str, sql: str, order_by: str, keep: Sequence[str]) -> Frame:
        described = self._connection.execute(f"describe {sql}").fetchall()
        types = {str(column[0]): str(column[1]) for column in described}
        fields = ", ".join(f"'{column}': {_wire(column, kind)}" for column, kind in types.items() if column[0] != "_")
        kept = "".join(f'"{column}", ' for column in dict.fromkeys(keep))
        query = f"select {kept}to_json({{{fields}}}) || ',' as _body from ({sql}) order by {order_by}"
        table: pa.Table = self._connection.execute(query).to_arrow_table()
        frame = Frame(table)
        self._frames[name] = frame
        while len(self._frames) > 1 and sum(each.nbytes for each in self._frames.values()) > MEMORY_BUDGET_BYTES:
            self._frames.popitem(last=False)
        return frame


def _wire(column: str, kind: str) -> str:
    """The SQL that turns a column of DuckDB type ``kind`` into what stands in the JSON."""
    quoted = f'"{column}"'
    if kind.startswith("TIMESTAMP"):
        return _ISO.format(quoted)
    return f"{quoted}::varchar" if kind == "DATE" else quoted
