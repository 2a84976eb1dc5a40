"""Tables put down on disk and read again in the same order.

The first load of a list cannot be handed on while it is read: only at its end is it known which rows a later row of the
same key replaces. On disk it waits without taking memory.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO

import pyarrow as pa


class Spool:
    """A temporary file of Arrow tables, each with its own columns; gone at the end of the block."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._file: IO[bytes]
        self._tables = 0

    def __enter__(self) -> Spool:
        if self._folder is not None:
            self._folder.mkdir(parents=True, exist_ok=True)
        self._file = tempfile.TemporaryFile(dir=self._folder)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, table: pa.Table) -> None:
        """Put ``table`` behind those that are there."""
        with pa.ipc.new_stream(self._file, table.schema) as stream:
            stream.write_table(table)
        self._tables += 1

    def tables(self) -> Iterator[pa.Table]:
        """Every table, in the order they came."""
        self._file.seek(0)
        for _ in range(self._tables):
            with pa.ipc.open_stream(self._file) as stream:
                yield stream.read_all()
