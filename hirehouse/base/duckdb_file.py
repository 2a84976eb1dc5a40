"""Opening DuckDB files, with the faults a disk, an owner or a crash can leave told in words a person can act on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb

from hirehouse.base.errors import HirehouseError, file_fault

# How DuckDB words what is not a whole database any more.
_BROKEN = (
    "not a valid duckdb database",
    "checksum",
    "corrupt",
    "could not read enough bytes",
    "could not read all",
    "failed to deserialize",
    "serialization error",
    "trying to read past",
    "invalid block",
    "unrecognized",
)


def connect(path: Path, remedy: str, read_only: bool = True) -> duckdb.DuckDBPyConnection:
    """A connection to a DuckDB file, to be closed by the caller; times are UTC, on its cursors too.

    Raises ``HirehouseError`` with ``remedy`` where a file to be read is missing; see ``explained`` for other faults.
    """
    if read_only and not path.exists():
        raise HirehouseError("the file is missing", str(path), remedy)
    connection = duckdb.connect(str(path), read_only=read_only)
    # not as configuration: others of this process may have the file open, and all must agree on that
    connection.execute("set autoinstall_known_extensions = false")
    connection.execute("set global TimeZone = 'UTC'")  # of a session alone, cursors would not have it
    return connection


@contextmanager
def explained(path: Path, remedy: str) -> Iterator[None]:
    """Raises ``HirehouseError`` for DuckDB's own error when another program holds the file or, with ``remedy``, when it
    is broken; other errors pass."""
    try:
        yield
    except duckdb.Error as error:
        told = fault_in(str(error), path, remedy)
        if told is None:
            raise
        raise told from error


@contextmanager
def opened(path: Path, remedy: str, read_only: bool = True) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a DuckDB file for the length of the block; times are UTC.

    Raises ``HirehouseError`` when another program holds the file, or, with ``remedy``, when it is missing or broken,
    also where that shows only while it is read.
    """
    with explained(path, remedy), closing(connect(path, remedy, read_only)) as connection:
        yield connection


def fault_in(said: str, path: Path, remedy: str) -> HirehouseError | None:
    """What DuckDB, or a program that passes on its words, ``said`` of a file; None when it is of another kind."""
    text = said.lower()
    if "conflicting lock" in text or "could not set lock" in text:
        look = "close it there; to look at data, open the published file instead (`hirehouse status` names it)"
        return HirehouseError("another program has the warehouse file open", str(path), look)
    if any(words in text for words in _BROKEN):
        return HirehouseError("the file is broken and cannot be read", str(path), remedy)
    told = file_fault(OSError(said))
    return HirehouseError(told.what, str(path), told.remedy) if told else None
