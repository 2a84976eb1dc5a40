"""Files of JSON lines longer than what is read at a time: every value arrives, whatever its column is elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from hirehouse.ingestion.errors import SourceError
from hirehouse.ingestion.sources.filedrop.mapping import Mapping
from hirehouse.ingestion.sources.filedrop.sheets import Sheet, read_sheets

ROWS = 12_000


def read(path: Path, rows: list[dict[str, Any]]) -> Sheet:
    path.write_bytes(b"\n\n".join(map(orjson.dumps, rows)))
    (sheet,) = read_sheets(path, Mapping(), lambda *_: None)
    return sheet


def test_columns_of_json_lines_are_joined_over_chunks(tmp_path: Path) -> None:
    """A column of texts, one of texts and numbers, one that begins late, one that ends early and one of objects."""
    rows: list[dict[str, Any]] = [{"text": f"t{at}", "mixed": f"m{at}"} for at in range(ROWS)]
    for at, row in enumerate(rows):
        if at >= 11_000:
            row |= {"late": f"l{at}", "mixed": at}
        if at < 10:
            row["early"] = at / 2
        if at % 4_000 == 1:
            row["object"] = {"id": at}
    sheet = read(tmp_path / "long.jsonl", rows)
    found = {
        name: column.to_pylist() if hasattr(column, "to_pylist") else list(column)
        for name, column in zip(sheet.header, sheet.columns, strict=True)
    }
    assert found == {name: [row.get(name) for row in rows] for name in ("text", "mixed", "early", "object", "late")}
    assert list(sheet.numbers) == list(range(1, 2 * ROWS, 2))


def test_a_line_that_is_no_object_is_named_wherever_it_is(tmp_path: Path) -> None:
    rows: list[Any] = [{"seat": at} for at in range(ROWS)]
    rows[9_000] = ["seat"]
    with pytest.raises(SourceError, match="a line is no JSON object") as raised:
        read(tmp_path / "seats.jsonl", rows)
    assert raised.value.where == "seats.jsonl, line 18001"
