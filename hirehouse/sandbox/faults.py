"""Misbehaviour on demand: which request fails, how, and how often.

Every fault is seeded, labelled in a log, and repeated a bounded number of times for the same request, so that a client
that retries, restarts an expired cursor and fetches a fresh token always gets through with the same rows. The plan of a
request depends on the seed and on the request itself, never on timing; the kind is dealt out in turn so that even a
small crawl meets every kind that can happen to it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from hirehouse.sandbox.http.frame import Mask, Positions

WIRE_KINDS = (
    "rate_limited",  # 429 with Retry-After
    "rate_limited_bare",  # 429 without it
    "server_error",  # 500
    "bad_gateway",  # 502
    "unavailable",  # 503
    "stall",  # no answer, then the connection dies
    "reset",  # TCP reset before any answer
    "truncated",  # 200, valid HTTP, half the JSON
)
SOFT_KINDS = ("expired_cursor", "revoked_token")  # acted out by the vendor's module, where it has such a thing
LATE_ROWS = "late_rows"
KINDS = (*WIRE_KINDS, *SOFT_KINDS, LATE_ROWS)

_SOFT_LIMIT = 3
"""At most this many expired cursors per path, and revoked tokens per vendor, between two movements of the clock."""
_LATE_WINDOW_US = 24 * 3600 * 1_000_000


@dataclass(frozen=True)
class FaultProfile:
    """``share`` of distinct requests fail up to ``repeats`` times; ``late_share`` of new rows are late."""

    name: str
    share: float
    repeats: int
    kinds: frozenset[str]
    stall_seconds: float = 2.0
    late_share: float = 0.0


PROFILES = {
    "none": FaultProfile("none", 0.0, 0, frozenset()),
    "mild": FaultProfile("mild", 0.03, 1, frozenset(WIRE_KINDS) - {"stall"}, late_share=0.0),
    "harsh": FaultProfile("harsh", 0.15, 3, frozenset(KINDS), late_share=0.25),
}


def fault_profile(words: str | FaultProfile) -> FaultProfile:
    """The profile named by ``--faults``: ``none``, ``mild`` or ``harsh``, with kinds left out as in ``harsh,-stall``.

    Raises ValueError naming the known words.
    """
    if isinstance(words, FaultProfile):
        return words
    name, *changes = [word.strip() for word in words.split(",")]
    if name not in PROFILES:
        raise ValueError(f"fault profile {name!r}: expected one of {', '.join(PROFILES)}, e.g. harsh,-stall")
    profile = PROFILES[name]
    for change in changes:
        kind = change.removeprefix("-")
        if not change.startswith("-") or kind not in KINDS:
            raise ValueError(f"fault {change!r}: expected a minus and one of {', '.join(KINDS)}, e.g. harsh,-stall")
        profile = replace(profile, kinds=profile.kinds - {kind})
    return profile


@dataclass
class Faults:
    """The faults of one sandbox: decides, counts and remembers."""

    profile: FaultProfile
    seed: int = 0
    log: list[dict[str, Any]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    _attempts: Counter[tuple[str, str]] = field(default_factory=Counter)
    _soft: Counter[tuple[str, str]] = field(default_factory=Counter)
    _withheld: dict[str, set[int]] = field(default_factory=dict)

    def clock_moved(self) -> None:
        """A new simulated instant: requests already let through may fail again, and new rows may be late again."""
        self._attempts.clear()
        self._soft.clear()
        self._withheld.clear()

    def next_fault(self, vendor: str, path: str, query: str, applicable: tuple[str, ...]) -> str | None:
        """The fault to act out for this request, or None to serve it. ``applicable`` are the soft kinds it can meet."""
        if not self.profile.share:
            return None
        key = (vendor, f"{path}?{query}")
        self._attempts[key] += 1
        attempt = self._attempts[key]
        if attempt > self._planned(key):
            return None
        kinds = [kind for kind in (*WIRE_KINDS, *applicable) if kind in self.profile.kinds]
        kinds = [
            kind for kind in kinds if kind not in SOFT_KINDS or self._soft[_scope(kind, vendor, path)] < _SOFT_LIMIT
        ]
        if not kinds:
            return None
        kind = min(kinds, key=lambda each: (self.counts[each], self._number("order", each)))
        if kind in SOFT_KINDS:
            self._soft[_scope(kind, vendor, path)] += 1
        self._note(kind, vendor, path, query, attempt)
        return kind

    def late_rows(self, vendor: str, path: str, ids: Positions, created_us: Positions, now_us: int) -> Mask | None:
        """Mask of the rows this pass must not show yet, or None. Each row is kept back from one pass only.

        A row can be late when it was made in the 24 hours before the simulated now: the list shows it only to passes
        that begin later. What was there before never disappears, so a late row is not to be taken for a deletion.
        """
        if LATE_ROWS not in self.profile.kinds or not self.profile.late_share:
            return None
        salted = (ids.astype(np.uint64) + np.uint64(self.seed % 2**32)) * np.uint64(0x9E3779B97F4A7C15)
        draw = (salted >> np.uint64(40)).astype(np.float64) / float(1 << 24)
        mask: Mask = (created_us > now_us - _LATE_WINDOW_US) & (draw < self.profile.late_share)
        done = self._withheld.setdefault(f"{vendor}{path}", set())
        if done:
            mask &= ~np.isin(ids, np.fromiter(done, dtype=np.int64, count=len(done)))
        if not mask.any():
            return None
        late = [int(each) for each in ids[mask]]
        done.update(late)
        self._note(LATE_ROWS, vendor, path, "", 1, ids=late)
        return mask

    def report(self) -> dict[str, Any]:
        """What ``/_sandbox/faults`` answers."""
        return {"profile": self.profile.name, "seed": self.seed, "counts": dict(self.counts), "log": self.log}

    def _planned(self, key: tuple[str, str]) -> int:
        """How often this request fails before it is served."""
        if self._number("share", *key) >= self.profile.share:
            return 0
        return 1 + int(self._number("repeats", *key) * self.profile.repeats)

    def _number(self, *words: str) -> float:
        """A number in [0, 1) that depends on the seed and the words alone."""
        digest = hashlib.blake2b("\x1f".join((str(self.seed), *words)).encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") / 2.0**64

    def _note(self, kind: str, vendor: str, path: str, query: str, attempt: int, **more: Any) -> None:
        self.counts[kind] += 1
        entry = {"number": len(self.log) + 1, "kind": kind, "vendor": vendor, "path": path, "query": query}
        self.log.append({**entry, "attempt": attempt, **more})


def _scope(kind: str, vendor: str, path: str) -> tuple[str, str]:
    """What a soft kind is counted by: cursors by path, tokens by vendor."""
    return (kind, path if kind == "expired_cursor" else vendor)
