"""A workbook's cells count, not what it says about itself; what cannot be read of it is told."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from hirehouse.ingestion.errors import SourceError
from hirehouse.ingestion.notes import Note
from tests.ingestion.filedrop.books import change, text_cell, write_binary_book, write_book, write_open_document
from tests.ingestion.filedrop.conftest import Read

Reader = Callable[[str], Read]
HEADER = ["opening_id", "job_id", "status", "filled_application_id", "closed_at"]
PLAN = ["function", "plan_version", "plan_seats", "quarter_start_date", "planned_at"]
ROW = ["1", "2", "open", None, None]
SHEET = "xl/worksheets/sheet1.xml"


def _notes(read: Read) -> list[tuple[str, str, int]]:
    return [(note.kind, note.place, note.rows) for note in read.notes]


@pytest.mark.parametrize("stated", ["A1", "A1:C2", "A1:E3", "A1:XFD1048576", "B2:B2"])
def test_the_stated_range_is_not_believed(drop: Path, read: Reader, stated: str) -> None:
    rows = [[str(number), "2", "filled", f"A{number}", date(2026, 2, number)] for number in range(1, 8)]
    write_book(drop / "openings.xlsx", {"Seats": [HEADER, *rows]})
    change(drop / "openings.xlsx", SHEET, lambda xml: xml.replace('ref="A1:E8"', f'ref="{stated}"'))
    found = read("openings").rows
    assert [row["filled_application_id"] for row in found] == [f"A{number}" for number in range(1, 8)]
    assert {row["day_columns"] for row in found} == {"closed_at"}


def test_every_visible_sheet_with_the_same_header_is_read_and_the_others_are_named(drop: Path, read: Reader) -> None:
    sheets = {
        "Lists": [["open"], ["filled"]],
        "North": [HEADER, ROW],
        "South": [HEADER[::-1], [None, None, "open", "2", "7"], [None, None, "open", "2", "8"]],
        "Summary": [["status", "seats"], ["open", 3], ["filled", 0]],
        "Nothing": [],
    }
    write_book(drop / "openings.xlsx", sheets, hidden=["Lists"])
    found = read("openings")
    assert [row["opening_id"] for row in found.rows] == ["1", "7", "8"]
    assert _notes(found) == [
        ("unread_sheet", "openings.xlsx, sheet Lists", 0),
        ("unread_sheet", "openings.xlsx, sheet Summary", 2),
    ]


def test_the_mapping_says_which_sheets_count(drop: Path, read: Reader) -> None:
    sheets = {"Old": [HEADER, ROW], "New": [HEADER, ["5", *ROW[1:]]], "Kept": [HEADER, ["6", *ROW[1:]]]}
    write_book(drop / "openings.xlsx", sheets, hidden=["Kept"])
    (drop / "openings.mapping.yml").write_text("sheets: [New, Kept]")
    found = read("openings")
    assert ([row["opening_id"] for row in found.rows], found.notes) == (["5", "6"], [])
    (drop / "openings.mapping.yml").write_text("sheets: [Newer]")
    with pytest.raises(SourceError, match=r"no sheet 'Newer'.*'Old', 'New', 'Kept'"):
        read("openings")


def test_of_a_key_on_two_sheets_the_later_counts(drop: Path, read: Reader) -> None:
    write_book(drop / "openings.xlsx", {"2025": [HEADER, ROW], "2026": [HEADER, [*ROW[:1], "9", *ROW[2:]]]})
    found = read("openings")
    assert [(row["opening_id"], row["job_id"]) for row in found.rows] == [(ROW[0], "9")]
    told = "sheet 2026, row 2 has the same opening_id as sheet 2025, row 2, and is taken"
    assert found.notes == [Note("openings", "overruled", "openings.xlsx", 1, told)]


def test_values_below_a_merged_header_are_told(drop: Path, read: Reader) -> None:
    write_book(drop / "openings.xlsx", {"Seats": [[*HEADER, None], [*ROW[:4], date(2026, 1, 5), "18:00"]]})
    with pytest.raises(SourceError, match="column 6 has values and no name"):
        read("openings")


def test_cells_have_the_numbers_people_see(drop: Path, read: Reader) -> None:
    write_book(drop / "openings.xlsx", {"Seats": [[], [], HEADER, [], ["1", "2", "opened", None, None]]})
    (drop / "openings.mapping.yml").write_text("header_row: 3")
    with pytest.raises(SourceError, match="row 5, column status"):
        read("openings")


@pytest.mark.parametrize(
    ("cell", "is_unread"),
    [
        ('<c r="{at}" t="e"><v>#N/A</v></c>', True),
        ('<c r="{at}" t="e"><f>VLOOKUP(A1,B:B,1)</f><v>#REF!</v></c>', True),
        ('<c r="{at}"><f>A1</f><v></v></c>', True),
        ('<c r="{at}"><f>A1</f></c>', True),
        ('<c r="{at}" t="str"><f>IF(TRUE,"","x")</f><v></v></c>', False),
        ('<c r="{at}"><v></v></c>', False),
    ],
)
def test_a_failed_formula_is_no_empty_cell(drop: Path, read: Reader, cell: str, is_unread: bool) -> None:
    write_book(
        drop / "openings.xlsx", {"Seats": [HEADER, ["1", "2", "open", "here", None], ["3", "2", "open", None, None]]}
    )

    def put(text: str) -> Callable[[str], str]:
        return lambda xml: xml.replace(
            f'<c r="{text}2" t="inlineStr"><is><t>{_TEXT[text]}</t></is></c>', cell.format(at=f"{text}2")
        )

    change(drop / "openings.xlsx", SHEET, put("D"))
    found = read("openings")
    assert "filled_application_id" not in found.rows[0] and len(found.rows) == 2
    place = "openings.xlsx, column filled_application_id"
    assert _notes(found) == ([("unread_cell", place, 1)] if is_unread else [])
    change(drop / "openings.xlsx", SHEET, put("C"))
    with pytest.raises(
        SourceError, match="row 2, column status: the cell is " + ("an error" if is_unread else "empty")
    ):
        read("openings")


_TEXT = {"C": "open", "D": "here"}


def test_a_constant_stands_for_no_failed_formula(drop: Path, read: Reader) -> None:
    write_book(
        drop / "openings.xlsx", {"Seats": [HEADER, ["1", "2", "open", "=A1", None], ["3", "2", "open", None, None]]}
    )
    (drop / "openings.mapping.yml").write_text("constants: {filled_application_id: A9}")
    assert [row.get("filled_application_id") for row in read("openings").rows] == [None, "A9"]


@pytest.mark.parametrize(
    ("cell", "expected", "is_day"),
    [
        ((date(2026, 7, 1), "dd.mm.yyyy"), datetime(2026, 7, 1, tzinfo=UTC), True),
        ((datetime(2026, 7, 1), 'yyyy"h"-mm-dd'), datetime(2026, 7, 1, tzinfo=UTC), True),  # noqa: DTZ001
        ((datetime(2026, 7, 1), "dd.mm.yyyy hh:mm"), datetime(2026, 7, 1, 4, tzinfo=UTC), False),  # noqa: DTZ001
        ((datetime(2026, 7, 1, 18, 30), "dd.mm.yyyy"), datetime(2026, 7, 1, 22, 30, tzinfo=UTC), False),  # noqa: DTZ001
    ],
)
def test_a_midnight_is_what_its_format_shows(
    drop: Path, read: Reader, cell: tuple[datetime, str], expected: datetime, is_day: bool
) -> None:
    other = (datetime(2026, 7, 2, 9, 15), "dd.mm.yyyy hh:mm")  # noqa: DTZ001
    write_book(drop / "openings.xlsx", {"Seats": [HEADER, [*ROW[:4], cell], ["9", "2", "open", None, other]]})
    (drop / "openings.mapping.yml").write_text("timezone: America/New_York")
    row = read("openings").rows[0]
    assert (row["closed_at"], row.get("day_columns")) == (expected, "closed_at" if is_day else None)


def test_a_column_of_nothing_but_midnights_holds_days(drop: Path, read: Reader) -> None:
    day = datetime(2026, 7, 1)  # noqa: DTZ001 - as pandas writes a day
    write_book(drop / "openings.xlsx", {"Seats": [HEADER, [*ROW[:4], day], ["9", "2", "open", None, day]]})
    (drop / "openings.mapping.yml").write_text("timezone: America/New_York")
    assert {(row["closed_at"], row["day_columns"]) for row in read("openings").rows} == {
        (datetime(2026, 7, 1, tzinfo=UTC), "closed_at")
    }


def test_seconds_are_kept_and_text_that_became_a_date_is_refused(drop: Path, read: Reader) -> None:
    moment = datetime(2026, 7, 1, 9, 15, 37)  # noqa: DTZ001
    write_book(drop / "hiring_plan.xlsx", {"Plan": [PLAN, ["Legal", "v1", 3, date(2026, 7, 1), moment]]})
    assert read("hiring_plan").rows[0]["planned_at"] == datetime(2026, 7, 1, 9, 15, 37, tzinfo=UTC)
    write_book(drop / "hiring_plan.xlsx", {"Plan": [PLAN, ["Legal", date(2026, 1, 1), 3, date(2026, 7, 1), moment]]})
    with pytest.raises(SourceError, match=r"column plan_version: 2026-01-01 does not fit.*made a date"):
        read("hiring_plan")


def test_ids_of_a_workbook_have_their_one_form(drop: Path, read: Reader) -> None:
    rows = [[(71, "00000"), 12.0, "open", 600012345678.0, None], ["8 ", "\u00a012", "open", "x-1\u00a0", None]]
    write_book(drop / "openings.xlsx", {"Seats": [HEADER, *rows]})
    assert [tuple(row[name] for name in HEADER[:4]) for row in read("openings").rows] == [
        ("00071", "12", "open", "600012345678"),
        ("8", "12", "open", "x-1"),
    ]
    write_book(drop / "openings.xlsx", {"Seats": [HEADER, [1234567890123456789, "2", "open", 5.5, None]]})
    with pytest.raises(SourceError, match=r"2 places.*column filled_application_id: 5\.5.*column opening_id"):
        read("openings")


def test_a_strict_workbook_is_read(drop: Path, read: Reader) -> None:
    write_book(drop / "openings.xlsx", {"Seats": [HEADER, ["1", "2", "open", "=A1", (date(2026, 7, 1), "yyyy-mm-dd")]]})
    transitional = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    for member in (SHEET, "xl/workbook.xml", "xl/styles.xml"):
        change(
            drop / "openings.xlsx",
            member,
            lambda xml: xml.replace(transitional, "http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
                "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                "http://purl.oclc.org/ooxml/officeDocument/relationships",
            ),
        )
    found = read("openings")
    assert [(row["opening_id"], row["day_columns"]) for row in found.rows] == [("1", "closed_at")]
    assert _notes(found) == [("unread_cell", "openings.xlsx, column filled_application_id", 1)]


def test_an_open_document_is_read_and_its_failed_formulas_are_told(drop: Path, read: Reader) -> None:
    error = (
        '<table:table-cell table:formula="of:=NA()" office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
    )
    unknown = '<table:table-cell table:formula="of:=[.A1]"/>'
    number = '<table:table-cell office:value-type="float" office:value="71"><text:p>71</text:p></table:table-cell>'
    day = '<table:table-cell office:value-type="date" office:date-value="2026-07-01"/>'
    nothing = '<table:table-cell table:number-columns-repeated="2"/>'
    rows = [
        [text_cell(name) for name in HEADER],
        [number, text_cell("2"), text_cell("open"), error, day],
        [text_cell("5"), text_cell("2"), text_cell("open"), unknown, day],
        [text_cell("6"), text_cell("2"), text_cell("open"), nothing],
    ]
    write_open_document(drop / "openings.ods", rows)
    found = read("openings")
    assert [(row["opening_id"], row.get("day_columns")) for row in found.rows] == [
        ("71", "closed_at"), ("5", "closed_at"), ("6", None),
    ]  # fmt: skip
    assert not any("filled_application_id" in row for row in found.rows)
    assert _notes(found) == [("unread_cell", "openings.ods, column filled_application_id", 2)]


def test_a_binary_workbook_is_read_and_says_what_cannot_be_told(drop: Path, read: Reader) -> None:
    write_binary_book(drop / "openings.xlsb", [HEADER[:4], [71.0, "2", "open", "#N/A"], ["8", "2", "filled", "A1"]])
    found = read("openings")
    assert [(row["opening_id"], row.get("filled_application_id")) for row in found.rows] == [("71", None), ("8", "A1")]
    assert _notes(found) == [("unread_cell", "openings.xlsb", 0)]


def test_a_workbook_of_the_nineties_is_read(drop: Path, read: Reader) -> None:
    """``openings.xls`` was written with xlwt: a seat with the id 71 as a number, and one closed on 1 July 2026."""
    shutil.copyfile(Path(__file__).with_name("openings.xls"), drop / "openings.xls")
    found = read("openings")
    assert [(row["opening_id"], row["status"]) for row in found.rows] == [("71", "open"), ("72", "closed")]
    assert (found.rows[1]["closed_at"], found.rows[1]["day_columns"]) == (datetime(2026, 7, 1, tzinfo=UTC), "closed_at")
    assert _notes(found) == [("unread_cell", "openings.xls", 0)]


@pytest.mark.parametrize("place", ["C5", "G2", "E9"])
def test_a_formula_without_a_value_beyond_all_values_is_told(drop: Path, read: Reader, place: str) -> None:
    write_book(
        drop / "openings.xlsx", {"Seats": [HEADER, ["1", "2", "open", None, None], ["3", "2", "open", None, None]]}
    )
    cell = f'<c r="{place}"><f>COUNTA(C2:C3)</f></c>'

    def put(xml: str) -> str:
        row = place[1:]
        if f'<row r="{row}"' in xml:
            start = xml.index("</row>", xml.index(f'<row r="{row}"'))
            return f"{xml[:start]}{cell}{xml[start:]}"
        return xml.replace("</sheetData>", f'<row r="{row}">{cell}</row></sheetData>')

    change(drop / "openings.xlsx", SHEET, put)
    told = (
        "column 7 has values and no name" if place == "G2" else f"row {place[1:]}, column opening_id: the cell is empty"
    )
    with pytest.raises(SourceError, match=told):
        read("openings")
