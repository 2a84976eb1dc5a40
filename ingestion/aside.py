"""Records set aside that a window does not show again.

A full listing meets every record of the source, so what it had to set aside is reported again by each. A window shows
what changed: a record that was set aside and has not been touched since would be forgotten with the next load, while it
is still missing from the log. So its note is repeated until a load reads the record, or a full listing no longer has
it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyarrow as pa

from hirehouse.ingestion.columns import convert, place_of
from hirehouse.ingestion.context import LoadContext
from hirehouse.ingestion.feeds import Feed
from hirehouse.ingestion.folding import absent
from hirehouse.ingestion.notes import ELSEWHERE, PLACES_KEPT

KIND = "set_aside"


class SetAside:
    """What one load of ``feed`` set aside; ``state`` is the feed's, with what earlier loads set aside and nobody has
    read since."""

    def __init__(self, feed: Feed, context: LoadContext, state: dict[str, Any]) -> None:
        self._feed, self._context, self._state = feed, context, state
        self._before: dict[str, dict[str, Any]] = state.get(KIND) or {}
        self._now: dict[str, dict[str, Any]] = {}

    def take(self, place: str, rows: int, detail: str, key: Mapping[str, Any] | None = None) -> None:
        """Remember a note of this load; a ``key`` is the record's."""
        if place not in self._now and len(self._now) >= PLACES_KEPT:
            place, key = ELSEWHERE, None
        known = self._now.setdefault(place, {"rows": 0, "detail": detail, "key": dict(key or {})})
        known["rows"] += rows

    def settle(self, keys: Iterable[Mapping[str, Any]], seen: pa.Table, is_complete: bool) -> None:
        """Note again what is still not read, and leave in ``state`` what the next load must know.

        ``keys`` are those of the records set aside now, empty where they cannot be read; ``seen`` is what this load
        read; ``is_complete`` says that it met everything the source has.
        """
        if self._feed.window is None:
            return
        for key in keys:
            if (place := place_of(key)) in self._now:
                self._now[place]["key"] = dict(key)
        for place, entry in () if is_complete else list(self._unread(seen)):
            self._context.note(self._feed.spec.name, KIND, place, entry["rows"], entry["detail"])
            self.take(place, **entry)
        self._state.pop(KIND, None)
        if self._now:
            self._state[KIND] = self._now

    def repeat(self) -> None:
        """Note again what earlier loads set aside: this one saw nothing of the list."""
        for place, entry in self._before.items():
            self._context.note(self._feed.spec.name, KIND, place, entry["rows"], entry["detail"])

    def _unread(self, seen: pa.Table) -> Iterator[tuple[str, dict[str, Any]]]:
        """Entries of earlier loads that this one has neither set aside again nor read."""
        spec = self._feed.spec
        left = {place: entry for place, entry in self._before.items() if place not in self._now}
        keyed = [entry["key"] for entry in left.values() if entry["key"]]
        columns = {name: convert([key[name] for key in keyed], spec.columns[name]) for name in spec.key}
        missing = absent(pa.table(columns), [seen], spec.key).to_pylist() if keyed else []
        unread = {tuple(key.values()) for key in missing}
        normal = iter(zip(*(columns[name].to_pylist() for name in spec.key), strict=True))
        for place, entry in left.items():
            if not entry["key"] or next(normal) in unread:
                yield place, entry
