"""Keeping just under a vendor's rate limit, by what the vendor itself says.

Two kinds of limit are met. A vendor with ``X-RateLimit-*`` headers tells limit, calls left and when the window ends:
calls go out as fast as they can until none is left, then wait for the next window. A vendor without them is called
freely until it answers 429 and its documented allowance is used up; from then on calls keep to the documented rate.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

_MARGIN = 0.05
"""Seconds after a window's end before the next call: less, and clock noise costs a 429; more is lost rate."""
_ROUNDING = 1.05
"""Vendors give the window's end in whole seconds: ends closer than this are the same window."""
_SHORTEST_WAIT = 0.001
"""Seconds; a wait rounded to nothing would spin."""
_SAME_CLOCK = 2.5
"""Seconds by which ``Date`` may differ from our clock and the two still be the same: servers refresh it once a
second."""
_EPOCH_FROM = 1_000_000_000
"""X-RateLimit-Reset above this is an epoch, below it seconds to go."""


@dataclass(frozen=True)
class DocumentedRate:
    """What the vendor's documentation says when its answers say nothing: calls a second, and calls in one burst."""

    per_second: float
    burst: int


class Pacer:
    """One per vendor and credential, shared by all threads; :meth:`acquire` before each call, :meth:`answered`
    after it."""

    def __init__(
        self,
        documented: DocumentedRate | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] | None = None,
        wall_clock: Callable[[], float] = time.time,
    ) -> None:
        self._documented, self._clock, self._sleep, self._wall_clock = documented, clock, sleep, wall_clock
        self._changed = threading.Condition()
        self._in_flight = 0
        self._left: int | None = None  # calls left in this window by the lowest answer; None: nothing known yet
        self._is_free = False  # the vendor answers without limit headers
        self._reset_at = -math.inf
        self._late = 0.0  # learnt: how much later than told the window really ends
        self._previous_end = -math.inf
        self._server_offset = -math.inf
        self._pause_until = -math.inf
        self._level = float(documented.burst) if documented else 0.0
        self._level_at = clock()
        self._keeps_documented = False
        self.requests = 0
        self.waited_seconds = 0.0

    def acquire(self) -> None:
        """Wait until one more call is allowed, and count it."""
        with self._changed:
            began = self._clock()
            while (seconds := self._seconds_to_wait()) > 0:
                self._wait(seconds)
            self._in_flight += 1
            self.requests += 1
            self._level -= 1.0
            self.waited_seconds += self._clock() - began

    def answered(self, headers: Mapping[str, str] | None) -> None:
        """Learn from one answer's headers; None if the call died without an answer."""
        with self._changed:
            self._in_flight -= 1
            told = self._told(headers) if headers is not None else None
            if told is not None:
                self._learn(*told)
            elif headers is not None and self._left is None:
                self._is_free = True
            self._changed.notify_all()

    def refused(self, seconds: float, was_told: bool) -> None:
        """The vendor said 429: nobody calls for ``seconds``, which it gave itself (``was_told``) or we chose."""
        with self._changed:
            now = self._clock()
            if self._left is not None and self._previous_end <= now < self._previous_end + 2 * _ROUNDING:
                self._late = min(self._late + 1.0, 2.0)  # told in whole seconds, rounded down
            self._pause_until = max(self._pause_until, now + seconds)
            if self._left is not None:
                self._left, self._reset_at = 0, min(self._reset_at, now)
            if self._documented and self._is_free and not was_told:
                self._refill()
                if self._level <= 0:
                    self._keeps_documented, self._level = True, 0.0
            self._changed.notify_all()

    def _seconds_to_wait(self) -> float:
        now = self._clock()
        if now < self._pause_until:
            return self._pause_until - now
        if self._is_free:
            self._refill()
            if not self._keeps_documented or self._level >= 1.0 or self._documented is None:
                return 0.0
            return max((1.0 - self._level) / self._documented.per_second, _SHORTEST_WAIT)
        if self._left is None:
            return 0.0 if self._in_flight == 0 else 60.0  # one call finds out, the others wait for its answer
        if self._left - self._in_flight > 0 and now < self._reset_at:
            return 0.0
        if now >= self._reset_at + _MARGIN + self._late:
            return 0.0 if self._in_flight == 0 else 60.0  # a new window: again one call finds out
        return 60.0 if self._in_flight and now < self._reset_at else self._reset_at + _MARGIN + self._late - now

    def _wait(self, seconds: float) -> None:
        if self._sleep is None:
            self._changed.wait(seconds)
        else:
            self._sleep(seconds)

    def _refill(self) -> None:
        if self._documented:
            now = self._clock()
            gained = (now - self._level_at) * self._documented.per_second
            self._level = min(self._level + gained, float(self._documented.burst))
            self._level_at = now

    def _learn(self, left: int, reset_at: float) -> None:
        self._is_free = False
        if reset_at < self._reset_at - _ROUNDING:
            return  # an answer of an earlier window that came late
        now = self._clock()
        is_new = self._left is None or now >= self._reset_at or reset_at > self._reset_at + _ROUNDING
        if is_new or self._left is None:
            self._previous_end = self._reset_at
            self._left, self._reset_at = left, reset_at
        else:
            self._left, self._reset_at = min(self._left, left), max(self._reset_at, reset_at)

    def _told(self, headers: Mapping[str, str]) -> tuple[int, float] | None:
        """Calls left and the end of the window on our clock, or None if the headers do not say."""
        try:
            left = int(headers["X-RateLimit-Remaining"])
            reset = float(headers["X-RateLimit-Reset"])
        except (KeyError, ValueError):
            return None
        now = self._clock()
        if reset < _EPOCH_FROM:
            return left, now + reset
        return left, reset - self._offset(headers, now)

    def _offset(self, headers: Mapping[str, str], now: float) -> float:
        """Server's epoch minus our clock. Ours is taken if the two agree; else ``Date`` tells, in whole seconds, so
        that the largest difference seen is the closest."""
        ours = self._wall_clock()
        try:
            told = parsedate_to_datetime(headers["Date"]).timestamp()
        except (KeyError, ValueError, TypeError):
            return ours - now
        if abs(ours - told) < _SAME_CLOCK:
            return ours - now
        self._server_offset = max(self._server_offset, told - now)
        return self._server_offset
