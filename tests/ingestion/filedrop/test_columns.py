"""A column is what its cells are: reading it at once gives what the reader of values gives for each."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hirehouse.ingestion.sources.filedrop.cells import CellReader
from hirehouse.ingestion.sources.filedrop.columns import read_column
from hirehouse.ingestion.sources.filedrop.endpoints import ENTITIES
from hirehouse.ingestion.sources.filedrop.mapping import Mapping
from hirehouse.ingestion.values import PLAIN_DAY, PLAIN_ID, PLAIN_INSTANT, PLAIN_NUMBER, PLAIN_WHOLE, UNKNOWN, Misfit

AS_COPIED = st.text("aAuE1 -\u0308\u030a\u00fc\u212b\u00a0\u00ad\u200b\u200d\u200e\u202c\u2069\ufeff", max_size=8)
"""Text as it is copied together: accents as characters of their own, and characters nobody sees."""
KINDS = {
    "id": st.one_of(st.from_regex(PLAIN_ID, fullmatch=True), st.text(max_size=12), AS_COPIED),
    "string": st.one_of(
        st.text(max_size=12), AS_COPIED, st.sampled_from(["NULL", "#N/A", "Err:504", "\\N", "(blank)", "nan", "<NA>"])
    ),
    "bigint": st.from_regex(PLAIN_WHOLE, fullmatch=True),
    "double": st.from_regex(PLAIN_NUMBER, fullmatch=True),
    "boolean": st.sampled_from(["Yes", "no", "1.0", "t", "perhaps", ""]),
    "date": st.one_of(st.from_regex(PLAIN_DAY, fullmatch=True), st.dates().map(str)),
    "timestamp": st.one_of(
        st.from_regex(PLAIN_INSTANT, fullmatch=True),
        st.from_regex(PLAIN_DAY, fullmatch=True),
        st.datetimes().map(datetime.isoformat),
    ),
}
MAPPING = Mapping(decimal=".", thousands="", timezone="Asia/Kolkata")


def _by_value(by: CellReader, text: str) -> tuple[Any, bool]:
    """What the reader of values says of a text, and whether it is a day."""
    meaning = by.meaning(text)
    found = None if meaning is None else by.reader(MAPPING.numbers or UNKNOWN)(meaning)
    if by.kind == "timestamp" and found is not None and not isinstance(found, datetime):
        return datetime(found.year, found.month, found.day, tzinfo=UTC), True
    return found, False


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None)
@given(data=st.data())
def test_a_column_is_what_its_cells_are(kind: str, data: st.DataObject) -> None:
    texts = data.draw(st.lists(KINDS[kind], max_size=6))
    by = CellReader("reviews", "some_column", kind, MAPPING)
    column = read_column(pa.chunked_array([texts], pa.string()), by)
    assert len(column.values) == len(texts)
    for at, text in enumerate(texts):
        try:
            expected, is_day = _by_value(by, text)
        except Misfit as misfit:
            assert column.misfits[at] == str(misfit)
            continue
        assert at not in column.misfits
        assert column.values[at].as_py() == expected
        assert bool(column.is_day and column.is_day[at].as_py()) == is_day


def test_the_companys_words_are_read_in_any_type_of_cell() -> None:
    said = {"empty": ["0", "k.A."], "words": {"decision_count": {"zwei": "2"}}}
    by = CellReader("reviews", "decision_count", "bigint", Mapping.model_validate(said, context=ENTITIES["reviews"]))
    assert read_column(["k.A.", "Zwei", 3.0, 0.0, None], by).values.to_pylist() == [None, 2, 3, None, None]
    assert read_column(pa.array([0, 5]), by).values.to_pylist() == [None, 5]


def test_no_year_is_zero() -> None:
    for kind, text in (("date", "0000-01-01"), ("timestamp", "0000-01-01T00:00:00Z")):
        assert 0 in read_column(pa.array([text]), CellReader("reviews", "some_column", kind, MAPPING)).misfits
    early = read_column(pa.array(["0001-01-01"]), CellReader("reviews", "some_column", "date", MAPPING))
    assert early.values.to_pylist() == [date(1, 1, 1)]
