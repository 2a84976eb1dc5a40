"""No row or column is dropped, filled up or shifted without a word; of two rows with one key the newer counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hirehouse.ingestion.errors import SourceError
from hirehouse.ingestion.notes import Note
from tests.ingestion.conftest import NOON
from tests.ingestion.filedrop.conftest import Read
from tests.ingestion.reading import latest, load

Reader = Callable[[str], Read]
HEADER = "opening_id,job_id,status,target_fill_date,closed_at\n"


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("5,2,filled,2026-04-01", 4),
        ("5,2,filled", 3),
        ("5,2,filled,2026-04-01,2026-05-01,", 6),
        ("5,2,filled,April 1, 2026,", 6),
        ("5,2,filled,,,", 6),
        ('"5,2,filled,2026-04-01,"', 1),
    ],
)
def test_a_row_is_as_long_as_the_header(drop: Path, read: Reader, row: str, cells: int) -> None:
    (drop / "openings.csv").write_text(f"{HEADER}4,2,open,,\n{row}\n6,2,open\n")
    with pytest.raises(SourceError) as stopped:
        read("openings")
    told = str(stopped.value)
    assert f"row 3: a row has {cells} cells, the header 5" in told and "row 4: a row has 3 cells" in told


def test_empty_rows_and_lines_within_cells_move_no_row_number(drop: Path, read: Reader) -> None:
    (drop / "requisitions.csv").write_text('job_id,status,title\n\n1,open,"Head\nof Data"\n , ,\n2,opened,Analyst\n')
    with pytest.raises(SourceError, match="1 place does not fit: row 6, column status: 'opened'"):
        read("requisitions")
    (drop / "requisitions.csv").write_text('job_id,status,title\n\n1,open,"Head\nof Data"\n , ,\n2,open,Analyst\n')
    assert [row["title"] for row in read("requisitions").rows] == ["Head\nof Data", "Analyst"]


def test_a_column_with_values_has_a_name(drop: Path, read: Reader) -> None:
    (drop / "openings.csv").write_text("opening_id,job_id,status,\n1,2,open,\n3,2,open,2026-04-01\n")
    with pytest.raises(SourceError, match="column 4 has values and no name"):
        read("openings")
    (drop / "openings.mapping.yml").write_text("columns: {column 4: closed_at}")
    assert read("openings").rows[1]["day_columns"] == "closed_at"
    (drop / "openings.csv").write_text("opening_id,job_id,status,\n1,2,open,\n3,2,open,soon\n")
    with pytest.raises(SourceError, match="row 3, column column 4: text of 4 characters"):
        read("openings")
    (drop / "openings.mapping.yml").write_text("ignore: column 4")
    assert len(read("openings").rows) == 2
    (drop / "openings.mapping.yml").unlink()
    (drop / "openings.csv").write_text("opening_id,job_id,status,\n1,2,open,\n")
    assert len(read("openings").rows) == 1


def test_all_that_is_wrong_with_a_header_is_told(drop: Path, read: Reader) -> None:
    (drop / "openings.csv").write_text("opening_id,Job,job_id,state,\n1,2,2,open,x\n")
    (drop / "openings.mapping.yml").write_text("columns: {Job: job_id}")
    with pytest.raises(SourceError) as stopped:
        read("openings")
    for words in ("two columns mean job_id", "'state' is unknown", "column status is missing", "column 5 has values"):
        assert words in str(stopped.value)


def test_the_header_may_stand_further_down(drop: Path, read: Reader) -> None:
    (drop / "openings.csv").write_text("Export of openings\n\nopening_id;job_id;status\n1;2;opened\n")
    (drop / "openings.mapping.yml").write_text("header_row: 3")
    with pytest.raises(SourceError, match="row 4, column status"):
        read("openings")
    (drop / "openings.csv").write_text("Export of openings\n\nopening_id;job_id;status\n1;2;open\n")
    assert read("openings").rows == [{"opening_id": "1", "job_id": "2", "status": "open"}]


def test_keys_are_compared_in_their_one_form(drop: Path, read: Reader) -> None:
    (drop / "openings.csv").write_text("opening_id,job_id,status\n7,2,open\n8,2,open\n7.0,3,open\n8 ,2,open\n")
    found = read("openings")
    assert [(row["opening_id"], row["job_id"]) for row in found.rows] == [("7", "3"), ("8", "2")]
    told = "row 4 has the same opening_id as row 2, and is taken"
    assert found.notes == [Note("openings", "overruled", "openings.csv", 2, told)]


def test_rows_without_part_of_their_key_are_told_apart_and_found_again(drop: Path, read: Reader) -> None:
    header = "month_start_date,cost_side,source_name,channel,currency,spend_amount\n"
    (drop / "source_spend_1.csv").write_text(
        f"{header}2026-01-01,internal,,Referral,EUR,5\n2026-01-01,internal,Referral,,EUR,6\n"
    )
    (drop / "source_spend_2.csv").write_text(f"{header}2026-01-01,internal,,Referral,eur,7\n")
    found = read("source_spend")
    assert sorted(row["spend_amount"] for row in found.rows) == [6, 7]
    assert [(note.kind, note.place, note.rows) for note in found.notes] == [("overruled", "source_spend_1.csv", 1)]


@pytest.mark.parametrize(
    "names",
    [
        ("openings_1.csv", "openings_2.csv"),
        ("openings.csv", "openings (1).csv"),
        ("openings_2026-9.csv", "openings_2026-10.csv"),
    ],
)
def test_the_newest_file_counts_from_the_first_load_on(drop: Path, home: Path, names: tuple[str, str]) -> None:
    older, newer = names
    (drop / older).write_text("opening_id,job_id,status\n1,2,open\n9,2,open\n")
    (drop / newer).write_text("opening_id,job_id,status\n1,2,filled\n")
    for day in range(2):
        report = load(home, "filedrop", NOON + timedelta(days=day))
        assert [row["status"] for row in latest(home, "filedrop", "openings")] == ["filled", "open"]
        assert report.rows.get("openings", 0) == (2 if day == 0 else 0)
        assert [(note.entity, note.kind, note.place, note.rows) for note in report.notes] == [
            ("openings", "overruled", older, 1)
        ]
    assert isinstance(report.notes[0], Note)


@pytest.mark.parametrize("place", ["nothing", "a link", "a folder"])
def test_a_table_whose_files_are_gone_is_told(drop: Path, home: Path, place: str) -> None:
    path = drop / "openings.csv"
    path.write_text("opening_id,job_id,status\n1,2,open\n")
    load(home, "filedrop", NOON)
    path.rename(drop.parent / "kept.csv")
    if place == "a link":
        path.symlink_to(drop.parent / "kept.csv")
    elif place == "a folder":
        path.mkdir()
    with pytest.raises(SourceError, match="openings.*may_vanish" if place == "nothing" else place):
        load(home, "filedrop", NOON + timedelta(days=1))
    assert len(latest(home, "filedrop", "openings")) == 1


def test_a_constant_fills_what_is_empty_and_has_to_be_a_value(drop: Path, home: Path) -> None:
    (drop / "openings.csv").write_text("opening_id,job_id,status,closed_at\n1,2,,2026-01-05T10:00:00Z\n3,2,filled,\n")
    (drop / "openings.mapping.yml").write_text("constants: {status: opened}")
    with pytest.raises(SourceError, match="constant of status does not fit: expected one of cancelled"):
        load(home, "filedrop", NOON)
    (drop / "openings.mapping.yml").write_text("constants: {status: open, closed_at: 2026-02-02}")
    load(home, "filedrop", NOON)
    first, second = latest(home, "filedrop", "openings")
    assert (first["status"], second["status"]) == ("open", "filled")
    assert (first["day_columns"], second["day_columns"]) == (None, "closed_at")


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ('job_id,status,title\n1,open,"Head of Data\n2,open,x\n3,open,y\n', 2),
        ('job_id,status,title\n1,open,"Head\nof Data"\n2,open,"Senior" analyst\n', 4),
        ('job_id,status,title\n1,open,x\n2,open,"' + "long " * 30_000 + '"\n', 3),
    ],
)
def test_a_row_that_cannot_be_cut_into_cells_is_told(drop: Path, read: Reader, text: str, row: int) -> None:
    (drop / "requisitions.csv").write_text(text)
    with pytest.raises(SourceError, match="a quote is not closed") as stopped:
        read("requisitions")
    assert stopped.value.where == f"requisitions.csv, row {row}"


@pytest.mark.parametrize("above", ["Seats as of 3 March\n\n", "\n", "sep=,\n"])
def test_rows_above_the_header_are_told_with_the_key_that_helps(drop: Path, read: Reader, above: str) -> None:
    (drop / "openings.csv").write_text(f"{above}{HEADER}4,2,open,,\n")
    with pytest.raises(SourceError, match="say header_row"):
        read("openings")
    (drop / "openings.mapping.yml").write_text(f"header_row: {above.count(chr(10)) + 1}")
    assert read("openings").rows == [{"opening_id": "4", "job_id": "2", "status": "open"}]


def test_a_row_of_data_in_the_headers_place_is_not_repeated(drop: Path, read: Reader) -> None:
    (drop / "applications.csv").write_text("17,5,Mary Poppins,mary@example.test,2026-01-01\n18,5,Bert,,2026-01-02\n")
    with pytest.raises(SourceError, match="none of the 5 cells is the name of a column") as stopped:
        read("applications")
    assert "Mary" not in str(stopped.value) and "@" not in str(stopped.value)
    assert "header_row" in stopped.value.remedy


def test_a_file_in_another_encoding_is_told(drop: Path, read: Reader) -> None:
    (drop / "requisitions.csv").write_bytes("job_id,status,title\n1,open,Verkäufer\n".encode("cp1252"))
    with pytest.raises(SourceError, match=r"it is not UTF-8.*CSV as UTF-8"):
        read("requisitions")


def test_json_lines_may_begin_with_a_byte_order_mark(drop: Path, read: Reader) -> None:
    (drop / "holidays.jsonl").write_text('{"holiday_date": "2026-05-01"}\n', encoding="utf-8-sig")
    assert len(read("holidays").rows) == 1


def test_columns_of_one_name_in_parquet_are_told(drop: Path, read: Reader) -> None:
    ids = pa.array(["1"])
    pq.write_table(
        pa.table([ids, ids, pa.array(["open"])], ["job_id", "job_id", "status"]), drop / "requisitions.parquet"
    )
    with pytest.raises(SourceError, match="two columns mean job_id"):
        read("requisitions")


def test_a_folder_above_the_files_is_no_column(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    folder = tmp_path / "year=2026"
    folder.mkdir()
    monkeypatch.setenv("SOURCES__FILEDROP__PATH", str(folder))
    pq.write_table(pa.table({"job_id": ["1"], "status": ["open"]}), folder / "requisitions.parquet")
    load(home, "filedrop", NOON)
    assert [row["job_id"] for row in latest(home, "filedrop", "requisitions")] == ["1"]
