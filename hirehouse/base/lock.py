"""One pipeline run at a time on one home.

The lock is the operating system's (``flock``), so a killed run leaves nothing to clean up. The file's text says who
holds it, for the message; it decides nothing.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hirehouse.base.errors import HomeBusyError

_held: set[Path] = set()


@contextmanager
def run_lock(home: Path, purpose: str = "hirehouse run") -> Iterator[None]:
    """Hold ``home`` for the length of the block; re-entrant within one process.

    Raises ``HomeBusyError`` at once when another process holds it.
    """
    path = home.resolve() / "run.lock"
    if path in _held:
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise HomeBusyError(
                f"another run is working on this home{_holder(descriptor)}",
                str(home),
                "wait for it to finish, or use another home with --home DIR",
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps({"process": os.getpid(), "purpose": purpose}).encode(), 0)
        _held.add(path)
        try:
            yield
        finally:
            _held.discard(path)
    finally:
        os.close(descriptor)


def _holder(descriptor: int) -> str:
    try:
        holder = json.loads(os.pread(descriptor, 4096, 0))
        return f" ({holder['purpose']}, process {holder['process']})"
    except (ValueError, KeyError, TypeError):
        return ""
