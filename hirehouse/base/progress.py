"""What is going on right now, for whoever watches: long steps report here, the command line listens.

Nobody needs to listen; a run started from the orchestrator's pages simply talks to no one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Report:
    """``step`` is at ``detail``; ``done`` of ``total`` units where the total is known (else 0)."""

    step: str
    detail: str = ""
    done: int = 0
    total: int = 0


_listeners: list[Callable[[Report], None]] = []


@contextmanager
def listening(listener: Callable[[Report], None]) -> Iterator[None]:
    """Have ``listener`` called for every report made in this process during the block."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


def report(step: str, detail: str = "", done: int = 0, total: int = 0) -> None:
    """Tell the listeners."""
    for listener in _listeners:
        listener(Report(step, detail, done, total))
