"""Whether what a source no longer shows is believed to be deleted.

A credential that lost a permission, a filter, a file cut in half: each makes rows vanish that nobody deleted, and a
tombstone would take them out of every number. So many deletions at once wait (a note ``withheld`` says so, the records
stay as they are) until the next full listing at a later instant misses the same records, or a person confirms them
(``hirehouse run --confirm-deletions SYSTEM``); what a load that was forgotten had marked as deleted does not wait once
more. Few deletions, as people make them, pass at once:

* one record, whatever the list's size;
* up to ten, or the setting ``deletions_at_once`` (1 % of the list), as long as more than half of the list is left. One
  person's deletion takes everything that depends on it along.

For files (``Feed.doubts`` is ``length``) only the list's getting shorter counts, by more than that: whoever rewrites a
plan replaces its rows, and the old ones next to the new would be worse than either; a small file is emptied by a
person.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
import pyarrow as pa

from hirehouse.ingestion.context import LoadContext
from hirehouse.ingestion.feeds import Feed

_FEW = 10
_HALF = 0.5


def believed(
    feed: Feed, context: LoadContext, state: dict[str, Any], vanished: pa.Table, live: int, seen: int, is_doubtful: bool
) -> pa.Table:
    """Of the keys in ``vanished`` those whose records are to be marked as deleted.

    ``live`` records were in the log, the source showed ``seen``. ``is_doubtful``: some of what it showed had no key, so
    any of the vanished may be there. ``state`` is the feed's: it keeps what waits, as digests, for the next load.
    """
    waiting = state.get("withheld") or {}
    digests = [digest_of(key) for key in vanished.to_pylist()]
    if context.confirms_deletions or feed.doubts == "nothing":
        state.pop("withheld", None)
        return vanished
    is_later = bool(waiting) and datetime.fromisoformat(waiting["since"]) < context.observed_at
    missed_before = set(waiting["keys"]) if is_later else set()
    missed_before |= context.gone_before.get(feed.spec.name, set())
    fresh = [digest for digest in digests if digest not in missed_before]
    lost = len(fresh) if feed.doubts == "rows" else live - (vanished.num_rows - len(fresh)) - seen
    is_much = lost > max(_FEW, context.deletions_at_once * live)
    is_half = feed.doubts == "rows" and lost > 1 and lost >= _HALF * live
    if not fresh or not (is_doubtful or is_much or is_half):
        state.pop("withheld", None)
        return vanished
    state["withheld"] = {"since": context.observed_at.isoformat(), "keys": fresh, "of": live}
    context.withheld[feed.spec.name] = len(fresh)
    _note(feed, context, state["withheld"])
    return vanished.filter(pa.array([digest in missed_before for digest in digests], pa.bool_()))


def repeat_withheld(feed: Feed, context: LoadContext, state: dict[str, Any]) -> None:
    """Note again what waits: this load has not seen the whole list, so it can neither believe nor take back."""
    if state.get("withheld"):
        _note(feed, context, state["withheld"])


def _note(feed: Feed, context: LoadContext, waiting: Mapping[str, Any]) -> None:
    many = len(waiting["keys"])
    of = f" of {waiting['of']}" if "of" in waiting else ""  # homes of before this was kept
    context.note(feed.spec.name, "withheld", feed.spec.name, many, f"{many}{of} records are no longer shown")


def digest_of(key: Mapping[str, Any]) -> str:
    """A record's key in sixteen characters: the state must not grow by what keys may hold."""
    text = orjson.dumps([None if value is None else str(value) for value in key.values()])
    return hashlib.blake2b(text, digest_size=8).hexdigest()
