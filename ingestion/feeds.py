"""How a connector describes one raw table of its system: what it can list, and what its rows are dated by."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from hirehouse.ingestion.tables import UNITS_PER_SECOND, TableSpec

Rows: TypeAlias = Sequence[Mapping[str, Any]] | pa.Table
"""One page of a source: rows as it sends them, or a table of declared columns, already read."""

_FIRST_SECOND, _LAST_SECOND = -62_135_596_800, 253_402_300_799
"""The years 1 to 9999: what a number beyond them means is not worth telling apart, and no calendar holds it."""


@dataclass(frozen=True)
class Feed:
    """How one raw table is read.

    ``listing`` yields pages of every row the source shows now. ``window(from, to)`` yields the rows changed between two
    instants (closed on both sides); None if the vendor has no such filter. ``recent`` does the same for rows made
    lately, asked after a listing for what became visible under way (default: ``window``). ``changed_at`` names the
    columns (first non-null counts) that date a change, ``created_at`` the creation; both are instants, or numbers of
    seconds or milliseconds as declared. ``waits``: a row dated after the run's instant stays out until a run reaches it
    (people write such), instead of for one load.

    ``forgets``: a row no longer listed was deleted (false for exports that show the newest only). ``is_shifting``: page
    numbers move when rows vanish during a listing, so a missing row is believed only after a second look. ``doubts``
    says what makes many deletions at once doubtful, see ``deletions.py``: that many ``rows`` vanished; that
    the list lost in ``length`` (people rewrite files, row by row new); or ``nothing``.
    """

    spec: TableSpec
    listing: Callable[[], Iterator[Rows]]
    window: Callable[[datetime, datetime], Iterator[Rows]] | None = None
    recent: Callable[[datetime, datetime], Iterator[Rows]] | None = None
    changed_at: tuple[str, ...] = ()
    created_at: str | None = None
    waits: bool = False
    forgets: bool = True
    is_shifting: bool = False
    doubts: Literal["rows", "length", "nothing"] = "rows"

    @property
    def dates(self) -> tuple[str, ...]:
        """The columns that date a row, each once."""
        return tuple(dict.fromkeys((*self.changed_at, *([self.created_at] if self.created_at else []))))

    def moments(self, rows: pa.Table, columns: Sequence[str]) -> pa.ChunkedArray | pa.Array:
        """Instants of ``columns`` of ``rows``, per row the first that is not null."""
        return pc.coalesce(*(self._instants(rows.column(name), self.spec.columns[name]) for name in columns))

    def _instants(self, column: pa.ChunkedArray, kind: str) -> pa.ChunkedArray:
        instant = pa.timestamp("us", tz="UTC")
        if kind not in UNITS_PER_SECOND:
            return column.cast(instant)
        per_second = UNITS_PER_SECOND[kind]
        low, high = (pa.scalar(bound * per_second, pa.int64()) for bound in (_FIRST_SECOND, _LAST_SECOND))
        within = pc.if_else(pc.greater(column, high), high, pc.if_else(pc.less(column, low), low, column))
        return pc.multiply(within, 1_000_000 // per_second).cast(pa.timestamp("us")).cast(instant)
