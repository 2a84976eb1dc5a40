"""Pages become tables of the declared columns, whether a source sends rows or a table."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest

from hirehouse.ingestion.columns import Unreadable
from hirehouse.ingestion.errors import SourceError
from hirehouse.ingestion.pages import PageBuilder
from hirehouse.ingestion.tables import TableSpec

SPEC = TableSpec("things", {"thing_id": "id", "seats": "bigint", "made_at": "timestamp"}, ("thing_id",), "One a row.")


def test_a_table_is_completed_as_rows_are() -> None:
    by_rows = PageBuilder("toy", SPEC, {"note": "string"}).build([{"seats": 4, "thing_id": "071"}])
    table = pa.table({"seats": pa.array([4], pa.int32()), "thing_id": ["071"]})
    assert PageBuilder("toy", SPEC, {"note": "string"}).build(table).equals(by_rows)
    assert by_rows.column_names == ["thing_id", "seats", "made_at", "note"]
    assert by_rows.to_pylist() == [{"thing_id": "071", "seats": 4, "made_at": None, "note": None}]


OFFERS = TableSpec(
    "offers",
    {"id": "bigint", "grade": "bigint", "note": "string", "details": "json", "signed_at": "timestamp"},
    ("id",),
    "One row per offer.",
)
Told = list[tuple[str, str, int, str]]


def _builder(spec: TableSpec = OFFERS, evolved: dict[str, str] | None = None) -> tuple[PageBuilder, Told]:
    told: Told = []
    return PageBuilder("toy", spec, evolved, lambda *note: told.append(note)), told


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("grade", 3.5),
        ("grade", "three"),
        ("grade", True),
        ("grade", 2**70),
        ("grade", Unreadable("NaN")),
        ("note", "half \ud83d"),
        ("note", 12),
        ("details", {"bonus": Unreadable("Infinity")}),
        ("details", ["\udc00"]),
        ("signed_at", "last Tuesday"),
        ("nobody_declared", "\ud800"),
    ],
)
def test_one_record_that_cannot_be_read_is_set_aside_and_the_rest_is_loaded(field: str, value: Any) -> None:
    rows: list[dict[str, Any]] = [
        {
            "id": number,
            "grade": 4,
            "note": "n",
            "details": {},
            "signed_at": "2026-01-05T10:00:00Z",
            "nobody_declared": "x",
        }
        for number in range(3)
    ]
    rows[1][field] = value
    builder, told = _builder()
    table = builder.build(rows)
    assert table.column("id").to_pylist() == [0, 2] and table.column("grade").to_pylist() == [4, 4]
    ((kind, place, count, reason),) = told
    assert (kind, place, count) == ("set_aside", "id=1", 1) and reason.startswith(f"field {field}")
    assert builder.set_aside == [{"id": 1}]
    if isinstance(value, str):
        assert value not in reason


@pytest.mark.parametrize("misfits", [2, 3, 4])
def test_a_declared_column_that_changed_in_half_of_the_page_or_more_stops(misfits: int) -> None:
    rows = [{"id": number, "grade": 4.5 if number < misfits else 4} for number in range(4)]
    with pytest.raises(SourceError) as stopped:
        _builder()[0].build(rows)
    assert "field grade changed its type: expected bigint, got number" in str(stopped.value)
    assert "table offers, record id=0, field grade" in stopped.value.where
    assert "offers.grade" in stopped.value.remedy


@pytest.mark.parametrize(("misfits", "stops"), [(1, False), (2, False), (3, True)])
def test_few_records_do_not_stop_the_many_that_have_no_value_in_the_column(misfits: int, stops: bool) -> None:
    rows = [{"id": number, "signed_at": "" if number < misfits else None} for number in range(20)]
    builder, told = _builder()
    if stops:
        with pytest.raises(SourceError, match="field signed_at changed its type"):
            builder.build(rows)
        return
    assert builder.build(rows).column("id").to_pylist() == list(range(misfits, 20))
    assert [(kind, place) for kind, place, _, _ in told] == [("set_aside", f"id={number}") for number in range(misfits)]


def test_unreadable_records_never_count_as_a_changed_type() -> None:
    builder, told = _builder()
    assert builder.build([{"id": 1, "grade": Unreadable("NaN")}, {"id": 2, "grade": 4}]).num_rows == 1
    assert builder.build([{"id": 3, "note": "\ud800"}]).num_rows == 0
    assert [place for _, place, _, _ in told] == ["id=1", "id=3"]


def test_records_without_a_key_or_that_are_no_objects_are_set_aside_and_counted() -> None:
    builder, told = _builder()
    assert builder.build([{"id": None, "note": "a"}, {"id": 4}, "x", None, {"note": "b"}]).to_pylist()[0]["id"] == 4
    assert told == [
        ("set_aside", "offers", 2, "no object"),
        ("set_aside", "records without id", 2, "the key is empty"),
    ]
    assert builder.set_aside == [{}] * 4


def test_a_key_of_several_columns_may_have_empty_ones() -> None:
    spec = TableSpec("days_off", {"office": "string", "day": "day"}, ("office", "day"), "One row per office and day.")
    builder, told = _builder(spec)
    assert builder.build([{"office": None, "day": "2026-12-25"}, {"office": None, "day": None}]).num_rows == 1
    assert [note[:3] for note in told] == [("set_aside", "records without office, day", 1)]


def test_a_column_nobody_declared_becomes_text_and_says_so_once() -> None:
    builder, told = _builder(evolved={"score": "bigint", "ratio": "double", "flag": "boolean"})
    first = builder.build([{"id": 1, "score": 5, "ratio": 0.5, "flag": True}])
    second = builder.build([{"id": 2, "score": "5+", "ratio": [1], "flag": 0}])
    third = builder.build([{"id": 3, "score": 6, "ratio": None, "flag": "no"}])
    rows = builder.together([first, second, third]).select(["score", "ratio", "flag"]).to_pylist()
    assert [tuple(row.values()) for row in rows] == [("5", "0.5", "true"), ("5+", "[1]", "0"), ("6", None, "no")]
    assert sorted(told) == [
        ("changed_type", "flag", 1, "was boolean"),
        ("changed_type", "ratio", 1, "was double"),
        ("changed_type", "score", 1, "was bigint"),
    ]
    assert builder.became_text == {"score", "ratio", "flag"} and builder.new_columns == {}


def test_a_field_in_camel_case_is_found_under_its_declared_name() -> None:
    builder, told = _builder()
    table = builder.build([{"id": 1, "signedAt": "2026-01-05T10:00:00Z"}])
    assert table.column("signed_at").to_pylist() == [datetime(2026, 1, 5, 10, tzinfo=UTC)]
    assert builder.new_columns == {} and told == []
    with_both = builder.build([{"id": 1, "signedAt": "2026-01-06T10:00:00Z", "signed_at": None}])
    assert with_both.column("signed_at").to_pylist() == [None]
    assert with_both.column("signed_at_vendor").to_pylist() == ["2026-01-06T10:00:00Z"]


@pytest.mark.parametrize("order", [("talentScore", "talent_score"), ("talent_score", "talentScore")])
def test_two_fields_of_one_name_in_the_log_are_both_kept_and_always_in_the_same_columns(order: tuple[str, str]) -> None:
    values = {"talent_score": 1, "talentScore": 2}
    for evolved in ({}, {"talent_score": "bigint", "talent_score_2": "bigint"}):
        builder, _ = _builder(evolved=evolved)
        row = builder.build([{"id": 1, **{name: values[name] for name in order}}]).to_pylist()[0]
        assert (row["talent_score"], row["talent_score_2"]) == (1, 2)


def test_numbers_that_fit_only_one_by_one_are_kept() -> None:
    spec = TableSpec("things", {"id": "id", "seats": "bigint"}, ("id",), "One row per thing.")
    builder, told = _builder(spec)
    table = builder.build([{"id": "a", "seats": 2**60}, {"id": 7, "seats": 12.0}])
    assert table.to_pylist() == [{"id": "a", "seats": 2**60}, {"id": "7", "seats": 12}] and told == []
