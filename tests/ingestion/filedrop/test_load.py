"""Files: every format gives the same rows, whole files are the truth, and each mistake is told where it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hirehouse.ingestion.errors import SourceError
from tests.ingestion.conftest import NOON
from tests.ingestion.reading import latest, load

PLAN = [
    {"function": "Sales", "plan_version": "1", "plan_seats": 4, "quarter_start_date": "2026-01-01"},
    {"function": "Data", "plan_version": "1", "plan_seats": 2, "quarter_start_date": "2026-04-01"},
]
PLAN_CSV = "function,plan_version,plan_seats,quarter_start_date\nSales,1,4,2026-01-01\nData,1,2,2026-04-01\n"


def _write(folder: Path, kind: str) -> None:
    if kind == "csv":
        (folder / "hiring_plan.csv").write_text(PLAN_CSV, encoding="utf-8-sig")
    elif kind == "semicolons":
        (folder / "hiring_plan 2026.csv").write_text(PLAN_CSV.replace(",", ";"))
    elif kind == "jsonl":
        (folder / "hiring_plan.jsonl").write_bytes(b"\n".join(orjson.dumps(row) for row in PLAN))
    elif kind == "parquet":
        typed = [{**row, "quarter_start_date": date.fromisoformat(str(row["quarter_start_date"]))} for row in PLAN]
        pq.write_table(pa.Table.from_pylist(typed), folder / "hiring_plan.parquet")
    else:
        book = openpyxl.Workbook()
        book.active.append(list(PLAN[0]))
        for row in PLAN:
            book.active.append([*list(row.values())[:3], datetime.fromisoformat(str(row["quarter_start_date"]))])
        book.active.append([None, None, None, None])
        book.save(folder / "hiring_plan.xlsx")


@pytest.mark.parametrize("kind", ["csv", "semicolons", "jsonl", "parquet", "xlsx"])
def test_every_format_gives_the_same_rows(drop: Path, home: Path, kind: str) -> None:
    _write(drop, kind)
    load(home, "filedrop", NOON)
    assert latest(home, "filedrop", "hiring_plan") == [
        {
            "function": function,
            "plan_version": "1",
            "plan_seats": seats,
            "quarter_start_date": quarter,
            "planned_at": None,
            "day_columns": None,
        }
        for function, seats, quarter in (("Data", 2, date(2026, 4, 1)), ("Sales", 4, date(2026, 1, 1)))
    ]


def test_json_lines_without_a_line_are_a_file_without_rows(drop: Path, home: Path) -> None:
    _write(drop, "jsonl")
    load(home, "filedrop", NOON)
    (drop / "hiring_plan.jsonl").write_text("")
    load(home, "filedrop", NOON + timedelta(days=1))
    assert latest(home, "filedrop", "hiring_plan") == []
    (drop / "hiring_plan.jsonl").write_text("{}\n")
    with pytest.raises(SourceError, match="is missing"):
        load(home, "filedrop", NOON + timedelta(days=2))


def test_a_mapping_renames_converts_and_fills(drop: Path, home: Path) -> None:
    (drop / "reviews.csv").write_text("Id;When;Job;Note\n7;31/01/2026 09:30;5;hm\n")
    (drop / "reviews.mapping.yml").write_text(
        "columns: {Id: review_id, When: reviewed_at, Job: job_id}\nconstants: {reviewer_id: u1, decision_count: 3}\n"
        'ignore: [Note]\ntimestamp_format: "%d/%m/%Y %H:%M"\ntimezone: America/New_York\n'
    )
    load(home, "filedrop", NOON)
    (row,) = latest(home, "filedrop", "reviews")
    assert row["reviewed_at"] == datetime(2026, 1, 31, 14, 30, tzinfo=UTC)
    assert (row["review_id"], row["job_id"], row["reviewer_id"], row["decision_count"]) == ("7", "5", "u1", 3)


def test_a_day_without_a_time_keeps_its_day(drop: Path, home: Path) -> None:
    header = "application_id,job_id,candidate_id,status,applied_at,ended_at,hired_at,last_activity_at"
    (drop / "applications.csv").write_text(
        f"{header}\n1,9,7,hired,2025-03-29,,2025-10-07,2025-10-07T08:00:00+02:00\n"
        "2,9,8,rejected,2025-03-29 23:30,2025-04-01T00:00:00Z,,\n"
    )
    (drop / "applications.mapping.yml").write_text("timezone: Pacific/Auckland\n")
    load(home, "filedrop", NOON)
    first, second = latest(home, "filedrop", "applications")
    assert first["day_columns"] == "applied_at,hired_at"
    assert (first["applied_at"], first["hired_at"]) == (
        datetime(2025, 3, 29, tzinfo=UTC),
        datetime(2025, 10, 7, tzinfo=UTC),
    )
    assert first["last_activity_at"] == datetime(2025, 10, 7, 6, tzinfo=UTC)
    assert second["day_columns"] is None
    assert second["applied_at"] == datetime(2025, 3, 29, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_a_day_is_a_day_in_every_format(drop: Path, home: Path, kind: str) -> None:
    review = {"review_id": "7", "reviewed_at": date(2026, 2, 28)}
    if kind == "csv":
        (drop / "reviews.csv").write_text("review_id,reviewed_at\n7,28.02.2026\n")
        (drop / "reviews.mapping.yml").write_text('timestamp_format: "%d.%m.%Y"\ntimezone: America/New_York\n')
    elif kind == "jsonl":
        (drop / "reviews.jsonl").write_bytes(orjson.dumps(review))
    else:
        pq.write_table(pa.Table.from_pylist([review]), drop / "reviews.parquet")
    load(home, "filedrop", NOON)
    (row,) = latest(home, "filedrop", "reviews")
    assert (row["reviewed_at"], row["day_columns"]) == (datetime(2026, 2, 28, tzinfo=UTC), "reviewed_at")


def test_whole_files_are_the_truth(drop: Path, home: Path) -> None:
    _write(drop, "csv")
    load(home, "filedrop", NOON)
    (drop / "hiring_plan.csv").write_text(
        PLAN_CSV.replace("Data,1,2,2026-04-01\n", "").replace("Sales,1,4", "Sales,1,9")
    )
    report = load(home, "filedrop", NOON + timedelta(days=1))
    assert [row["plan_seats"] for row in latest(home, "filedrop", "hiring_plan")] == [9]
    assert report.rows["hiring_plan"] == 2 and report.tombstones == {"hiring_plan": 1}
    (drop / "hiring_plan.csv").unlink()
    (drop / "hiring_plan.mapping.yml").write_text("may_vanish: true")
    load(home, "filedrop", NOON + timedelta(days=2))
    assert latest(home, "filedrop", "hiring_plan") == []


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        (
            "hiring_plan.csv",
            PLAN_CSV.replace("plan_seats", "seats"),
            ("column 'seats' is unknown", "expected columns", "row 1"),
        ),
        (
            "hiring_plan.csv",
            "function,plan_version\nSales,1\n",
            ("plan_seats, quarter_start_date is missing", "constant"),
        ),
        (
            "hiring_plan.csv",
            PLAN_CSV.replace("2026-04-01", "soon"),
            ("text of 4 characters", "row 3", "quarter_start_date", "2026-01-31"),
        ),
        (
            "hiring_plan.csv",
            PLAN_CSV.replace("Data,1,2", "Data,1,2.5"),
            ("'2.5'", "row 3, column plan_seats", "whole number"),
        ),
        ("hiring_plan.csv", PLAN_CSV.replace("Data,", ","), ("cell is empty", "row 3, column function")),
        ("hiring_plan.csv", PLAN_CSV + "Data,1,3,2026-07-01,x,y\n", ("6 cells", "row 4", "quotes")),
        ("hirring_plan.csv", PLAN_CSV, ("no known entity", "hirring_plan.csv", "hiring_plan")),
        ("hiring_plan.xlx", "x", ("kind is unknown", ".xlsx")),
        ("hiring_plan.xlsx", "not a workbook", ("cannot be read as xlsx", "hiring_plan.xlsx")),
        ("hiring_plan.parquet", "nor this", ("cannot be read as parquet",)),
        ("hiring_plan.jsonl", '{"function": "Sales"', ("no JSON object", "line 1")),
        (
            "requisitions.csv",
            "job_id,status,timezone\n1,open,Mars/Olympus\n",
            ("'Mars/Olympus'", "row 2", "Europe/London"),
        ),
        ("requisitions.csv", "job_id,status\n1,opened\n", ("'opened'", "one of", "on_hold")),
        ("hiring_plan.mapping.yml", "colums: {}", ("unknown keys (colums)", "columns, constants")),
        ("hiring_plan.mapping.yml", "columns: {a: b}", ("maps to b", "plan_seats")),
        ("hiring_plan.mapping.yml", "timezone: Mars/Olympus", ("unknown time zone 'Mars/Olympus'", "Europe/London")),
        ("hiring_plan.mapping.yml", "columns: [", ("is no YAML", "hiring_plan.mapping.yml")),
    ],
)
def test_each_mistake_is_told_where_it_is(drop: Path, home: Path, name: str, text: str, words: tuple[str, ...]) -> None:
    if name.endswith(".yml"):
        _write(drop, "csv")
    (drop / name).write_text(text)
    with pytest.raises(SourceError) as stopped:
        load(home, "filedrop", NOON)
    for word in words:
        assert word in str(stopped.value)
    assert "Remedy" in str(stopped.value)


def test_a_folder_that_was_said_has_to_exist(drop: Path, home: Path) -> None:
    drop.rmdir()
    with pytest.raises(SourceError, match="folder does not exist"):
        load(home, "filedrop", NOON)


def test_a_company_without_files_needs_no_folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCES__FILEDROP__PATH", raising=False)
    assert load(home, "filedrop", NOON).rows.get("hiring_plan", 0) == 0


def test_a_folder_that_goes_missing_is_no_empty_folder(drop: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(drop, "csv")
    load(home, "filedrop", NOON)
    monkeypatch.delenv("SOURCES__FILEDROP__PATH")
    with pytest.raises(SourceError, match="SOURCES__FILEDROP__PATH"):
        load(home, "filedrop", NOON)


def test_an_error_no_check_expected_is_told_by_kind_and_place_without_its_text(
    drop: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(drop, "csv")

    def fail(*_: object) -> None:
        raise LookupError("Ro Vale, ro@example.test")

    monkeypatch.setattr("hirehouse.ingestion.sources.filedrop.read_table", fail)
    with pytest.raises(SourceError, match="no check expected: LookupError") as told:
        load(home, "filedrop", NOON)
    assert told.value.where.startswith("ingestion/sources/filedrop/__init__.py, line")
    assert "Vale" not in str(told.value)
