"""Rate limits as vendors keep them, and the words of ``--rate-limit``."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

GENEROUS_CALLS = 1_000_000
"""Calls per window of a limit that is there (headers and all) and never reached by a demo."""

RateLimit = str | int | None


def calls_per_30_seconds(rate_limit: RateLimit, documented: int) -> int:
    """Calls a vendor allows per 30 seconds under ``--rate-limit``.

    ``documented`` is the vendor's own figure; ``generous`` (also ``None``) is out of the way; a number is that number.
    Raises ValueError for any other word or a number below 1.
    """
    if rate_limit is None or rate_limit == "generous":
        return GENEROUS_CALLS
    if rate_limit == "documented":
        return documented
    try:
        calls = int(rate_limit)
    except ValueError:
        calls = 0
    if calls < 1:
        raise ValueError(f"rate limit {rate_limit!r}: expected documented, generous, or calls per 30 seconds, e.g. 50")
    return calls


@dataclass(frozen=True)
class Allowance:
    """What a limiter says about one call. ``reset_at`` is in the limiter's own clock, seconds."""

    is_allowed: bool
    limit: int
    remaining: int
    reset_at: float
    wait_seconds: int


class FixedWindow:
    """``limit`` calls per window; windows start at multiples of ``seconds`` of the clock, as Greenhouse's do."""

    def __init__(self, limit: int, seconds: int, clock: Callable[[], float]) -> None:
        self._limit, self._seconds, self._clock = limit, seconds, clock
        self._windows: dict[str, tuple[int, int]] = {}

    def take(self, caller: str) -> Allowance:
        """Count one call of ``caller`` and say whether it is still inside the window's limit."""
        now = self._clock()
        window = int(now // self._seconds)
        started, used = self._windows.get(caller, (window, 0))
        used = used + 1 if started == window else 1
        self._windows[caller] = (window, used)
        reset_at = float((window + 1) * self._seconds)
        wait = max(1, math.ceil(reset_at - now))
        return Allowance(used <= self._limit, self._limit, max(0, self._limit - used), reset_at, wait)


class TokenBucket:
    """``rate`` calls a second with bursts up to ``burst``, as Gem's."""

    def __init__(self, rate: float, burst: int, clock: Callable[[], float]) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._levels: dict[str, tuple[float, float]] = {}

    def take(self, caller: str) -> Allowance:
        """Take one token of ``caller`` if there is one."""
        now = self._clock()
        at, level = self._levels.get(caller, (now, float(self._burst)))
        level = min(float(self._burst), level + (now - at) * self._rate)
        is_allowed = level >= 1.0
        level -= 1.0 if is_allowed else 0.0
        self._levels[caller] = (now, level)
        wait = max(1, math.ceil((1.0 - level) / self._rate))
        return Allowance(is_allowed, self._burst, int(level), now + wait, wait)
