"""What is said of the columns of a log's newest load, from files written as dlt writes them."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hirehouse.ingestion import observation_log
from hirehouse.ingestion.drift import RawColumn, columns_of
from hirehouse.ingestion.tables import TableSpec

SPEC = TableSpec("pets", {"id": "string", "name": "string", "legs": "bigint"}, ("id",), "One row per pet.")
FIRST, SECOND, THIRD = "1795200000.1", "1795286400.1", "1795372800.1"


def write(raw: Path, load_id: str, rows: int, *, gone: int = 0, **columns: pa.Array) -> None:
    """One load's file of the table, its last ``gone`` rows tombstones, and the marker that completes it."""
    folder = raw / observation_log.dataset("shop") / SPEC.name
    folder.mkdir(parents=True, exist_ok=True)
    own = {
        "id": pa.array([str(n) for n in range(rows)]),
        "_is_deleted": pa.array([n >= rows - gone for n in range(rows)]),
    }
    pq.write_table(pa.table(own | columns), folder / f"{load_id}.abc.parquet")
    loads = raw / observation_log.dataset("shop") / "_dlt_loads"
    loads.mkdir(exist_ok=True)
    (loads / f"shop__{load_id}.jsonl").write_text("{}")


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A log with a large load and a small one."""
    write(tmp_path, FIRST, 40, name=pa.array(["x"] * 40), legs=pa.array([4] * 39 + [None]))
    write(tmp_path, SECOND, 2, name=pa.array(["x"] * 2), legs=pa.array([4, 4]))
    return tmp_path


def found(raw: Path, *loads: str) -> dict[str, RawColumn]:
    """By name, what is said of the columns as of these loads."""
    return {column.name: column for column in columns_of(raw, "shop", SPEC, loads)}


def test_one_load_is_compared_with_nothing(raw: Path) -> None:
    assert found(raw, FIRST) == {}
    assert found(raw) == {}


def test_the_newest_load_stands_beside_the_largest_before_it(raw: Path) -> None:
    write(raw, THIRD, 30, gone=5, name=pa.array([None] * 30, pa.string()), legs=pa.array([4.5] * 30))
    columns = found(raw, FIRST, SECOND, THIRD)
    assert columns["name"] == RawColumn("name", "string", "string", "string", 25, 0, 40, 40, False)
    assert columns["legs"] == RawColumn("legs", "bigint", "double", "bigint", 30, 30, 40, 39, False)
    assert columns["id"].filled == 30
    assert set(columns) == {"id", "name", "legs"}


def test_a_column_that_is_not_there_is_empty_and_an_undeclared_one_is_new_once(raw: Path) -> None:
    write(raw, THIRD, 30, name=pa.array(["x"] * 30), colour=pa.array(["red"] * 30))
    columns = found(raw, FIRST, SECOND, THIRD)
    assert columns["legs"] == RawColumn("legs", "bigint", None, "bigint", 30, 0, 40, 39, False)
    assert columns["colour"] == RawColumn("colour", None, "string", None, 30, 30, 40, 0, True)


def test_loads_after_the_clock_are_not_looked_at(raw: Path) -> None:
    write(raw, THIRD, 30, name=pa.array([None] * 30, pa.string()))
    assert found(raw, FIRST, SECOND)["name"].filled == 2
