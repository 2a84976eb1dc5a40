"""Pages become tables of the declared columns, whether a source sends rows or a table."""

from __future__ import annotations

import pyarrow as pa

from ingestion.pages import PageBuilder
from ingestion.tables import TableSpec

SPEC = TableSpec("things", {"thing_id": "id", "seats": "bigint", "made_at": "timestamp"}, ("thing_id",), "One a row.")


def test_a_table_is_completed_as_rows_are() -> None:
    by_rows = PageBuilder("toy", SPEC, {"note": "string"}).build([{"seats": 4, "thing_id": "071"}])
    table = pa.table({"seats": pa.array([4], pa.int32()), "thing_id": ["071"]})
    assert PageBuilder("toy", SPEC, {"note": "string"}).build(table).equals(by_rows)
    assert by_rows.column_names == ["thing_id", "seats", "made_at", "note"]
    assert by_rows.to_pylist() == [{"thing_id": "071", "seats": 4, "made_at": None, "note": None}]
