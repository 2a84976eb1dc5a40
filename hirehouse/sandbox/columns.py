"""A table while it is computed: column name to numpy array, all of one length."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

Columns = dict[str, Any]


def take(columns: Columns, rows: Any) -> Columns:
    """The rows picked by a mask or by positions."""
    return {name: values[rows] for name, values in columns.items()}


def stack(parts: Sequence[Columns]) -> Columns:
    """Tables of the same columns below each other."""
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def numbered(count: int, first: int) -> np.ndarray:
    """Consecutive ids."""
    return np.arange(first, first + count, dtype=np.int64)


def pick(rng: np.random.Generator, count: int, shares: Sequence[float]) -> np.ndarray:
    """`count` draws of a position with the given shares (they need not add up to 1)."""
    edges = np.cumsum(np.asarray(shares, dtype=np.float64))
    return np.searchsorted(edges / edges[-1], rng.random(count), side="right").clip(0, len(shares) - 1)


def labels(values: Sequence[str | None], positions: np.ndarray) -> pa.Array:
    """Strings by position; a negative position is null."""
    dictionary = pa.array(list(values), type=pa.string())
    return dictionary.take(pa.array(positions, mask=positions < 0))
