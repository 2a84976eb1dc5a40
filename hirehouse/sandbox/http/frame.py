"""One endpoint's rows at one instant, ready to be cut into pages.

The JSON text of every row is made once, in DuckDB, and kept as one block of bytes in serving order. A page is then a
slice of that block: its cost does not depend on how many rows the endpoint has, nor on how far the client has paged.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Positions = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_MISSING = np.iinfo(np.int64).min


class Frame:
    """Rows of one endpoint in serving order.

    ``columns`` holds what filters look at, one int64 array per column: integers as they are, booleans as 0/1, instants
    as UTC microseconds since 1970; a null is the smallest int64. ``body`` is each row's JSON object followed by a
    comma.
    """

    def __init__(self, table: pa.Table, body_column: str = "_body") -> None:
        self.size: int = table.num_rows
        self._bodies, self._offsets = _text_block(table.column(body_column))
        self.columns: dict[str, Positions] = {
            name: _as_int64(table.column(name)) for name in table.column_names if name != body_column
        }
        self._index: dict[str, tuple[Positions, Positions]] = {}
        self.passes: dict[Any, Any] = {}
        """Whatever a vendor keeps between the pages of one pass; gone with the frame."""

    @property
    def nbytes(self) -> int:
        """Bytes held, for the store's memory budget."""
        return self._bodies.nbytes + self._offsets.nbytes + sum(column.nbytes for column in self.columns.values())

    def where_any(self, column: str, values: Iterable[int]) -> Positions:
        """Ascending positions of the rows whose ``column`` is one of ``values``; an index is built on first use."""
        if column not in self._index:
            order = np.argsort(self.columns[column], kind="stable")
            self._index[column] = (order, self.columns[column][order])
        order, ordered = self._index[column]
        wanted = np.array(sorted(set(values)), dtype=np.int64)
        left, right = np.searchsorted(ordered, wanted, "left"), np.searchsorted(ordered, wanted, "right")
        hits = [order[start:stop] for start, stop in zip(left, right, strict=True) if stop > start]
        return np.sort(np.concatenate(hits)) if hits else np.empty(0, dtype=np.int64)

    def between(self, column: str, bounds: Iterable[tuple[str, int]]) -> Mask:
        """Mask of the rows that satisfy every bound (``gt``, ``gte``, ``lt``, ``lte``); a null satisfies none."""
        values = self.columns[column]
        mask = values != _MISSING
        for operator, bound in bounds:
            mask &= _COMPARE[operator](values, bound)
        return mask

    def page(self, positions: Positions) -> bytes:
        """A JSON array of the rows at ``positions``, in that order."""
        if len(positions) == 0:
            return b"[]"
        offsets = self._offsets
        first, last = int(positions[0]), int(positions[-1])
        if last - first == len(positions) - 1:
            return b"[" + self._bodies[offsets[first] : offsets[last + 1] - 1].tobytes() + b"]"
        rows = (self._bodies[offsets[at] : offsets[at + 1] - 1].tobytes() for at in positions)
        return b"[" + b",".join(rows) + b"]"

    def row(self, position: int) -> bytes:
        """The JSON object of one row."""
        return self._bodies[self._offsets[position] : self._offsets[position + 1] - 1].tobytes()


_COMPARE = {"gt": np.greater, "gte": np.greater_equal, "lt": np.less, "lte": np.less_equal}


def _text_block(column: pa.ChunkedArray) -> tuple[npt.NDArray[np.uint8], Positions]:
    """The bytes of a text column, end to end, and the n+1 offsets that cut them."""
    whole = pc.cast(column, pa.large_string()).combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.chunk(0) if whole.num_chunks else pa.array([], pa.large_string())
    buffers = whole.buffers()
    if len(whole) == 0:
        return np.empty(0, dtype=np.uint8), np.zeros(1, dtype=np.int64)
    offsets = np.frombuffer(buffers[1], dtype=np.int64)[whole.offset : whole.offset + len(whole) + 1]
    return np.frombuffer(buffers[2], dtype=np.uint8), offsets


def _as_int64(column: pa.ChunkedArray) -> Positions:
    """A filter column as int64 with nulls as the smallest value."""
    if pa.types.is_timestamp(column.type):
        column = pc.cast(pc.cast(column, pa.timestamp("us")), pa.int64())
    return pc.fill_null(pc.cast(column, pa.int64()), _MISSING).to_numpy().astype(np.int64, copy=False)
