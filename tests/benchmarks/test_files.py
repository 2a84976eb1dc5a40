"""A simulated history as files: the connector reads the same rows from either format as were known."""

from __future__ import annotations

import warnings
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pandas as pd
import pytest

with warnings.catch_warnings():
    # sqlglot warns about its own tokeniser package while dlt imports it: nothing of ours, and only at the first import.
    warnings.simplefilter("ignore", DeprecationWarning)
    import dlt  # noqa: F401

from benchmarks.forecasting.files import write_history
from benchmarks.forecasting.world import simulate
from hirehouse.ingestion.sources.filedrop.endpoints import ENTITIES
from tests.ingestion.reading import latest, load


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_the_connector_reads_what_was_known(suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = simulate(3, origins=1, history_days=45)
    (origin,) = world.origins
    written = write_history(world, origin, tmp_path / "files", suffix)
    monkeypatch.setenv("SOURCES__FILEDROP__PATH", str(tmp_path / "files"))
    load(tmp_path, "filedrop", datetime.combine(origin, time(), UTC) + timedelta(days=1))
    for entity, frame in written.items():
        spec = ENTITIES[entity].spec
        assert set(frame.columns) <= set(spec.columns)
        expected = frame.sort_values(list(spec.key))[list(frame.columns)].astype("object")
        read = pd.DataFrame(latest(tmp_path, "filedrop", entity)).sort_values(list(spec.key))
        for column in frame.columns:
            ours, theirs = expected[column], read[column]
            assert list(theirs.isna()) == list(ours.isna()), (entity, column)
            assert list(theirs.dropna()) == list(ours.dropna()), (entity, column)


def test_another_format_is_refused(tmp_path: Path) -> None:
    world = simulate(3, origins=1, history_days=45)
    with pytest.raises(ValueError, match="one of csv, parquet"):
        write_history(world, world.origins[0], tmp_path, "xlsx")
