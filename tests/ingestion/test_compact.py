"""Compaction changes no answer at any instant, also when it dies half-way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hirehouse.ingestion import compact, observation_log
from hirehouse.ingestion.tables import TableSpec

SPEC = TableSpec("things", {"id": "bigint", "word": "string"}, ("id",), "One row per thing.")
START = datetime(2026, 1, 1, tzinfo=UTC)
SCHEMA = pa.schema(
    [
        ("id", pa.int64()),
        ("word", pa.string()),
        ("_observed_at", pa.timestamp("us", "UTC")),
        ("_is_deleted", pa.bool_()),
        ("_dlt_load_id", pa.string()),
    ]
)

Observation = tuple[int, str | None, bool]
LOADS = st.lists(
    st.tuples(
        st.integers(0, 1),  # days since the load before
        st.lists(
            st.tuples(st.integers(1, 3), st.sampled_from(["a", "b", None]), st.booleans()),
            max_size=4,
            unique_by=lambda observation: observation[0],
        ),
        st.integers(0, 400),  # rows of padding, so that some files are large
    ),
    min_size=1,
    max_size=7,
)


def _write(raw: Path, loads: list[tuple[int, list[Observation], int]]) -> list[datetime]:
    folder, done = raw / "raw_toy" / "things", raw / "raw_toy" / "_dlt_loads"
    folder.mkdir(parents=True)
    done.mkdir()
    at, instants = START, []
    for number, (days, observations, padding) in enumerate(loads, start=1):
        at += timedelta(days=days)
        instants.append(at)
        load_id = f"17000000{number:02d}.5"
        kept = [(thing, None if gone else word, gone) for thing, word, gone in observations]
        kept += [(100 + each, f"{number}-{each}", False) for each in range(padding if padding > 300 else 0)]
        table = pa.Table.from_pylist(
            [
                {"id": thing, "word": word, "_observed_at": at, "_is_deleted": gone, "_dlt_load_id": load_id}
                for thing, word, gone in kept
            ],
            schema=SCHEMA,
        )
        pq.write_table(table, folder / f"{load_id}.f.parquet")
        (done / f"toy__{load_id}.jsonl").write_text("{}")
    return instants


def _as_of(raw: Path, instants: list[datetime]) -> list[Any]:
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        relation = observation_log.raw_relation_sql(raw, "toy", SPEC)
        latest = observation_log.latest_sql(f"select * from ({relation}) where _observed_at <= ?", SPEC)
        query = f"select id, word from ({latest}) where not _is_deleted order by id"
        return [connection.execute(query, [at]).fetchall() for at in instants]


@settings(max_examples=20, deadline=None)
@given(LOADS)
def test_every_as_of_reads_the_same_after_compaction(loads: list[tuple[int, list[Observation], int]]) -> None:
    with TemporaryDirectory() as folder:
        raw = Path(folder)
        instants = _write(raw, loads)
        before = _as_of(raw, instants)
        compact.compact(raw, "toy", {"things": SPEC}, least_files=2, small_bytes=2500)
        assert _as_of(raw, instants) == before
        compact.compact(raw, "toy", {"things": SPEC}, least_files=2)
        assert _as_of(raw, instants) == before


def test_equal_observations_go_and_files_become_one(tmp_path: Path) -> None:
    loads: Any = [(1, [(1, "a", False), (2, "x", False)], 0), (1, [(1, "a", False)], 0), (1, [(1, "b", False)], 0)]
    _write(tmp_path, loads)
    (done,) = compact.compact(tmp_path, "toy", {"things": SPEC}, least_files=2)
    assert (done.files_before, done.files_after, done.rows_before, done.rows_after) == (3, 1, 4, 3)
    assert len(observation_log.table_files(tmp_path, "toy", "things")) == 1


@pytest.mark.parametrize("dies_at", [0, 1, 2])
def test_dying_half_way_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dies_at: int) -> None:
    loads: Any = [(1, [(1, word, False), (2, "x", False)], 0) for word in "abab"]
    instants = _write(tmp_path, loads)
    before = _as_of(tmp_path, instants)
    calls = iter(range(100))
    unlink, replace = Path.unlink, Path.replace

    def dying_unlink(self: Path, missing_ok: bool = False) -> None:
        if next(calls) >= dies_at:
            raise KeyboardInterrupt
        unlink(self, missing_ok)

    monkeypatch.setattr(Path, "unlink", dying_unlink)
    with pytest.raises(KeyboardInterrupt):
        compact.compact(tmp_path, "toy", {"things": SPEC}, least_files=2)
    assert _as_of(tmp_path, instants) == before

    monkeypatch.setattr(Path, "unlink", unlink)
    monkeypatch.setattr(Path, "replace", lambda self, target: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        compact.compact(tmp_path, "toy", {"things": SPEC}, least_files=2)
    assert _as_of(tmp_path, instants) == before
    monkeypatch.setattr(Path, "replace", replace)
    compact.compact(tmp_path, "toy", {"things": SPEC}, least_files=2)
    assert _as_of(tmp_path, instants) == before
    assert len(observation_log.table_files(tmp_path, "toy", "things")) == 1


def test_files_of_unfinished_loads_are_neither_read_nor_touched(tmp_path: Path) -> None:
    loads: Any = [(1, [(1, "a", False)], 0), (1, [(1, "b", False)], 0), (1, [(1, "c", False)], 0)]
    instants = _write(tmp_path, loads)
    (tmp_path / "raw_toy" / "_dlt_loads" / "toy__1700000003.5.jsonl").unlink()
    assert _as_of(tmp_path, instants)[-1] == [(1, "b")]
    compact.compact(tmp_path, "toy", {"things": SPEC}, least_files=2)
    assert (tmp_path / "raw_toy" / "things" / "1700000003.5.f.parquet").exists()
    assert _as_of(tmp_path, instants)[-1] == [(1, "b")]
