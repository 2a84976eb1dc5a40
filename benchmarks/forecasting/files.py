"""A simulated company's history as files the product can load: one file per canonical entity of the file drop."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from benchmarks.forecasting.world import MarketWorld

FORMATS = ("csv", "parquet")


def write_history(world: MarketWorld, origin: date, folder: Path, suffix: str = "csv") -> dict[str, pd.DataFrame]:
    """Write what was known at the end of ``origin`` to ``folder`` as ``<entity>.<suffix>``, replacing earlier files;
    the frames written. Times are UTC. Raises ValueError for another format than csv or parquet."""
    if suffix not in FORMATS:
        raise ValueError(f"format {suffix!r}: one of {', '.join(FORMATS)}")
    folder.mkdir(parents=True, exist_ok=True)
    frames = world.history_as_known(origin)
    for entity, frame in frames.items():
        path = folder / f"{entity}.{suffix}"
        if suffix == "parquet":
            frame.to_parquet(path, index=False)
        else:
            frame.to_csv(path, index=False, date_format="%Y-%m-%dT%H:%M:%SZ")
    return frames
