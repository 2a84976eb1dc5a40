"""Python's search for reference cycles, made rare while a system is loaded.

Pages of JSON are millions of small objects without a cycle. Each few hundred of them start a search, and the long ones
walk through everything that was ever imported: a quarter of a load's CPU time, for nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_OBJECTS = 50_000
"""New objects between two searches: about what a few pages are made of. Python's own value is 700."""


@contextmanager
def rare_collection() -> Iterator[None]:
    """Search seldom in this block, and only among what is made in it; afterwards as before. Not for two threads."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
