"""Rows made after the run's instant: they are counted, told, and wait.

A source goes on while it is listed, so what it shows may be younger than the run. Such a row waits for the next load,
which takes it whatever its date: a creation date in the future is a fault that rules can only find in the log. Rows the
log already has never wait, they would look deleted.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from hirehouse.ingestion.context import LoadContext
from hirehouse.ingestion.errors import SourceError
from hirehouse.ingestion.feeds import Feed

_TOO_MANY = 0.5
"""Share of a listing that may be made after the instant. More is no bustle but a wrong unit, or a wrong instant."""
_FEW = 10
_BEYOND_DOUBT = timedelta(days=100 * 365)
"""So far ahead it is a wrong unit, however few the rows."""

AreLive = Callable[[pa.Table], pa.Array]
"""Per row of a table of keys whether the log has it and it is not deleted."""


class LaterRows:
    """Keeps back the later rows of one load of ``feed``; ``state`` is the feed's, from the load before."""

    def __init__(self, feed: Feed, context: LoadContext, state: dict[str, Any], are_live: AreLive | None) -> None:
        self._feed, self._context, self._are_live = feed, context, are_live
        before = state.get("later_until")
        self._waited_until = datetime.fromisoformat(before) if before and not feed.waits else None
        self._held = 0
        self._newest: datetime | None = None
        self._changed_from: datetime | None = None

    def without(self, rows: pa.Table, is_counted: bool = True) -> pa.Table:
        """``rows`` without those that wait; they count unless they were seen before in this load."""
        column = self._feed.created_at
        if column is None or rows.num_rows == 0:
            return rows
        made_at = self._feed.moments(rows, [column])
        after = self._context.observed_at
        if self._waited_until is not None:
            after = max(after, self._waited_until)
        is_later = pc.fill_null(pc.greater(made_at, pa.scalar(after, pa.timestamp("us", tz="UTC"))), False)
        if not pc.any(is_later).as_py():
            return rows
        is_later = self._unknown(rows, is_later)
        if is_counted:
            self._take_note(rows.filter(is_later))
        return rows.filter(pc.invert(is_later))

    def check(self, listed: int) -> None:
        """Raise SourceError if most of the ``listed`` rows wait and that cannot be meant."""
        is_sure = self._newest is not None and self._newest - self._context.observed_at > _BEYOND_DOUBT
        if self._feed.waits or self._held <= _TOO_MANY * listed or not (is_sure or self._held >= _FEW):
            return
        table, column = self._feed.spec.name, self._feed.created_at
        raise SourceError(
            self._context.system,
            f"{self._held} of {listed} rows were made after the run's instant, {self._context.observed_at.isoformat()}",
            f"table {table}, column {column} ({self._feed.spec.columns[str(column)]})",
            f"declare {column} as milliseconds (or seconds) if it counts these; else load with a later instant",
        )

    def close(self, state: dict[str, Any]) -> datetime:
        """Note what waits, leave in ``state`` what the next load must know, and return the instant up to which
        everything that changed is in the log."""
        if self._held:
            self._context.note(self._feed.spec.name, "later", self._feed.spec.name, self._held)
        state.pop("later_until", None)
        if self._newest is not None:
            state["later_until"] = self._newest.isoformat()
        observed_at = self._context.observed_at
        return min(observed_at, self._changed_from) if self._changed_from else observed_at

    def _unknown(self, rows: pa.Table, is_later: pa.ChunkedArray) -> pa.ChunkedArray | pa.Array:
        """``is_later`` without the rows that are live in the log."""
        if self._are_live is None:
            return is_later
        are_live = self._are_live(rows.filter(is_later).select(list(self._feed.spec.key)))
        waiting = pc.indices_nonzero(is_later).filter(pc.invert(are_live))
        return pc.is_in(pa.arange(0, rows.num_rows).cast(waiting.type), waiting)

    def _take_note(self, held: pa.Table) -> None:
        self._held += held.num_rows
        if held.num_rows == 0:
            return
        newest = pc.max(self._feed.moments(held, [str(self._feed.created_at)])).as_py()
        self._newest = max(self._newest or newest, newest)
        if self._feed.changed_at:
            changed = pc.min(self._feed.moments(held, self._feed.changed_at)).as_py()
            changed = changed or self._context.observed_at
            self._changed_from = min(self._changed_from or changed, changed)
