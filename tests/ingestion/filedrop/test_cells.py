"""Cells mean one thing: what a file's convention, the column or the mapping proves; everything else is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hirehouse.ingestion.errors import SourceError
from tests.ingestion.filedrop.conftest import Read

Reader = Callable[[str], Read]
SPEND = "month_start_date;cost_side;channel;currency;spend_amount"


def _spend(drop: Path, *amounts: str, separator: str = ";", mapping: str = "") -> None:
    lines = [SPEND, *(f"2026-0{month}-01;external;Boards;eur;{text}" for month, text in enumerate(amounts, start=4))]
    (drop / "source_spend.csv").write_text("\n".join(lines).replace(";", separator))
    if mapping:
        (drop / "source_spend.mapping.yml").write_text(mapping)


@pytest.mark.parametrize(
    ("amounts", "separator", "mapping", "expected"),
    [
        (["7.250", "310", "48.000"], ";", 'decimal: ","', [7250, 310, 48000]),
        (["7.250", "310"], ";", 'thousands: "."', [7250, 310]),
        (["7.250", "99,90"], ";", "", [7250, 99.9]),
        (["7.250", "99.5"], "\t", "", [7.25, 99.5]),
        (["7.250", "310"], ",", "", [7.25, 310]),
        (['"7,250"', '"3,100.50"'], ",", "", [7250, 3100.5]),
        (["7 250,5", "7'100"], ";", "", [7250.5, 7100]),
        (["7\u202f250", "1250.5"], "|", "", [7250, 1250.5]),
    ],
)
def test_an_amount_is_what_its_file_proves(
    drop: Path, read: Reader, amounts: list[str], separator: str, mapping: str, expected: list[float]
) -> None:
    _spend(drop, *amounts, separator=separator, mapping=mapping)
    rows = read("source_spend").rows
    assert [row["spend_amount"] for row in rows] == expected
    assert {row["currency"] for row in rows} == {"EUR"}


@pytest.mark.parametrize(
    ("amounts", "separator"),
    [(["7.250", "310"], ";"), (["7.250"], "\t"), (["7.250"], "|"), (['"7,250"'], ","), (["1,5", "1.5", "7.250"], ";")],
)
def test_an_amount_with_two_meanings_is_refused_with_the_keys_that_help(
    drop: Path, read: Reader, amounts: list[str], separator: str
) -> None:
    _spend(drop, *amounts, separator=separator)
    with pytest.raises(SourceError, match=r"column spend_amount.*decimal and thousands.*source_spend\.mapping\.yml"):
        read("source_spend")


@pytest.mark.parametrize(
    ("written", "expected"),
    [("8801.0", "8801"), ("\u00a08801 ", "8801"), ("008801", "008801"), ("opn-8801", "opn-8801"), ("", None)],
)
def test_an_id_has_one_form_in_every_column_of_ids(
    drop: Path, read: Reader, written: str, expected: str | None
) -> None:
    columns = ["offer_id", "application_id", "job_id", "opening_id"]
    (drop / "offers.csv").write_text(
        f"{','.join(columns)},status,created_at\n1,2,{written},{written},pending,2026-01-05\n"
    )
    (row,) = read("offers").rows
    assert (row.get("job_id"), row.get("opening_id")) == (expected, expected)


@pytest.mark.parametrize(
    "written", ["7.70021E+11", "7E+11", "#REF!", "Err:502", "#NV", "NULL", "nan", "None", "n/a", "88.5", "12.000"]
)
@pytest.mark.parametrize("column", ["filled_application_id", "job_id"])
def test_what_is_no_id_is_refused_where_it_stands(drop: Path, read: Reader, column: str, written: str) -> None:
    cells = {"opening_id": "1", "job_id": "2", "filled_application_id": "3", "status": "open"} | {column: written}
    (drop / "openings.csv").write_text(f"{','.join(cells)}\n{','.join(cells.values())}\n")
    with pytest.raises(SourceError, match=f"row 2, column {column}.*expected an id"):
        read("openings")


def test_ids_that_pandas_made_floats_are_ids_again(drop: Path, read: Reader) -> None:
    rows = [{"opening_id": 17.0, "job_id": 4, "status": "open"}, {"opening_id": 18.0, "job_id": 5, "status": "open"}]
    pq.write_table(pa.Table.from_pylist(rows), drop / "openings.parquet")
    assert [(row["opening_id"], row["job_id"]) for row in read("openings").rows] == [("17", "4"), ("18", "5")]


def test_a_nan_in_parquet_is_no_id_until_the_mapping_says_that_it_is_nothing(drop: Path, read: Reader) -> None:
    rows = pa.table({"opening_id": ["1"], "job_id": ["2"], "status": ["open"], "filled_application_id": [float("nan")]})
    pq.write_table(rows, drop / "openings.parquet")
    with pytest.raises(SourceError, match="row 1, column filled_application_id"):
        read("openings")
    (drop / "openings.mapping.yml").write_text("empty: [NaN]")
    assert "filled_application_id" not in read("openings").rows[0]


@pytest.mark.parametrize("written", ["5.5", "12.000", "1e2", "five", "99999999999999999999"])
def test_a_whole_number_is_never_cut(drop: Path, read: Reader, written: str) -> None:
    (drop / "hiring_plan.csv").write_text(
        f"function,plan_version,plan_seats,quarter_start_date\nLegal,1,{written},2026-07-01\n"
    )
    with pytest.raises(SourceError, match=r"row 2, column plan_seats.*whole number"):
        read("hiring_plan")


def test_words_of_the_company_are_said_in_the_mapping(drop: Path, read: Reader) -> None:
    (drop / "applications.csv").write_text(
        "Nr;Stelle;Person;Stand;Agentur;Eingang\n1;2;3;Disqualified;JA;05.01.2026 18:30\n"
        "4;2;5;Eingestellt;Nein;7.1.26\n6;2;7;active;-;2026-01-08 08:00 UTC\n"
    )
    (drop / "applications.mapping.yml").write_text(
        "columns: {Nr: application_id, Stelle: job_id, Person: candidate_id, Stand: status, Agentur: is_agency, "
        "Eingang: applied_at}\nwords: {status: {disqualified: rejected, Eingestellt: hired}, is_agency: {Ja: true, "
        'Nein: false}}\nempty: "-"\ntimezone: Europe/Berlin\n'
        'timestamp_format: ["%d.%m.%Y %H:%M", "%d.%m.%y", "%Y-%m-%d %H:%M UTC"]\n'
    )
    rows = read("applications").rows
    assert [row["status"] for row in rows] == ["rejected", "hired", "active"]
    assert [row.get("is_agency") for row in rows] == [True, False, None]
    assert [row["applied_at"] for row in rows] == [
        datetime(2026, 1, 5, 17, 30, tzinfo=UTC),
        datetime(2026, 1, 7, tzinfo=UTC),
        datetime(2026, 1, 8, 8, tzinfo=UTC),
    ]
    assert [row.get("day_columns") for row in rows] == [None, "applied_at", None]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-02-28 11:15 UTC", datetime(2026, 2, 28, 11, 15, tzinfo=UTC)),
        ("2026-02-28 11:15:00 GMT", datetime(2026, 2, 28, 11, 15, tzinfo=UTC)),
        ("2026-02-28T11:15:00+05:30", datetime(2026, 2, 28, 5, 45, tzinfo=UTC)),
        ("2026-02-28 11:15", datetime(2026, 2, 28, 16, 15, tzinfo=UTC)),
        ("2026-02-28", datetime(2026, 2, 28, tzinfo=UTC)),
    ],
)
def test_a_zone_in_the_cell_is_honoured(drop: Path, read: Reader, written: str, expected: datetime) -> None:
    (drop / "reviews.csv").write_text(f"review_id,reviewed_at\n7,{written}\n")
    (drop / "reviews.mapping.yml").write_text(
        "timezone: America/Chicago" if len(written) != 16 else "timezone: America/New_York"
    )
    assert read("reviews").rows[0]["reviewed_at"] == expected


@pytest.mark.parametrize(
    "written", ["2026-02-28 11:15 CET", "2026-02-28 11:15 EST", "2026-03-08 02:30", "11:15", "46081"]
)
def test_a_time_that_cannot_be_placed_is_refused(drop: Path, read: Reader, written: str) -> None:
    (drop / "reviews.csv").write_text(f"review_id,reviewed_at\n7,{written}\n")
    (drop / "reviews.mapping.yml").write_text("timezone: America/New_York")
    with pytest.raises(SourceError, match="row 2, column reviewed_at"):
        read("reviews")


def test_a_day_written_in_the_companys_form_stays_a_day(drop: Path, read: Reader) -> None:
    (drop / "offers.csv").write_text(
        "offer_id,application_id,status,created_at,start_date\n1,2,pending,07/10/2026,01/11/2026\n"
        "2,2,pending,2026-10-07T23:30:00Z,\n"
    )
    (drop / "offers.mapping.yml").write_text('date_format: "%d/%m/%Y"\ntimezone: Pacific/Auckland')
    first, second = read("offers").rows
    assert (first["created_at"], first["day_columns"]) == (datetime(2026, 10, 7, tzinfo=UTC), "created_at")
    assert first["start_date"] == date(2026, 11, 1)
    assert (second["created_at"], second.get("day_columns")) == (datetime(2026, 10, 7, 23, 30, tzinfo=UTC), None)


def test_all_misfits_of_a_file_are_told_at_once_and_no_text_of_a_person(drop: Path, read: Reader) -> None:
    lines = ["job_id,status,opened_at,title", *(f"{number},opened,Mary Poppins,x" for number in range(30))]
    (drop / "requisitions.csv").write_text("\n".join(lines))
    with pytest.raises(SourceError) as stopped:
        read("requisitions")
    told = str(stopped.value)
    assert "60 places do not fit" in told and "and 40 more" in told
    assert "row 2, column status: 'opened'" in told and "row 2, column opened_at: text of 12 characters" in told
    assert "row 11, column" in told and "row 12" not in told
    assert "Mary" not in told


def _typed(kind: pa.DataType, values: list[Any]) -> pa.Table:
    return pa.table(
        {
            "offer_id": ["1", "2"],
            "application_id": pa.array([7, 8], pa.int32()),
            "status": ["pending", "pending"],
            "created_at": pa.array(values, kind),
        }
    )


@pytest.mark.parametrize(
    ("kind", "zone", "expected", "days"),
    [
        (pa.timestamp("ms"), "UTC", datetime(2026, 5, 6, 7, 8, tzinfo=UTC), None),
        (pa.timestamp("ns"), "America/New_York", datetime(2026, 5, 6, 11, 8, tzinfo=UTC), None),
        (pa.timestamp("us", "Europe/Paris"), "America/New_York", datetime(2026, 5, 6, 7, 8, tzinfo=UTC), None),
        (pa.date32(), "America/New_York", datetime(2026, 5, 6, tzinfo=UTC), "created_at"),
    ],
)
def test_times_of_parquet_keep_their_precision_and_zone(
    drop: Path, read: Reader, kind: pa.DataType, zone: str, expected: datetime, days: str | None
) -> None:
    moment: Any = date(2026, 5, 6) if pa.types.is_date(kind) else datetime(2026, 5, 6, 7, 8, tzinfo=UTC)
    if not pa.types.is_date(kind) and kind.tz is None:
        moment = moment.replace(tzinfo=None)
    pq.write_table(_typed(kind, [moment, moment]), drop / "offers.parquet")
    (drop / "offers.mapping.yml").write_text(f"timezone: {zone}")
    for row in read("offers").rows:
        assert (row["created_at"], row.get("day_columns"), type(row["application_id"])) == (expected, days, str)


def test_text_of_parquet_that_does_not_say_so_is_text(drop: Path, read: Reader) -> None:
    rows = pa.table(
        {
            name: pa.array([text], pa.binary())
            for name, text in (("holiday_date", b"2026-05-01"), ("office", b"B\xc3\xbcro"))
        }
    )
    pq.write_table(rows, drop / "holidays.parquet")
    assert read("holidays").rows == [{"office": "Büro", "holiday_date": date(2026, 5, 1)}]


@pytest.mark.parametrize(
    ("row", "secret"),
    [
        ({"base_pay_amount": "91.250"}, "91"),
        ({"base_pay_amount": {"pay": 91250}}, "91250"),
        ({"version": "+44 7700 900123"}, "7700"),
        ({"version": ["Mary"]}, "Mary"),
        ({"application_id": {"email": "mary@example.test"}}, "mary"),
        ({"base_pay_amount": True}, "True"),
    ],
)
def test_what_is_personal_is_not_repeated(drop: Path, read: Reader, row: dict[str, Any], secret: str) -> None:
    offer = {"offer_id": 1, "application_id": 2, "status": "pending", "created_at": "2026-01-31", **row}
    (drop / "offers.jsonl").write_bytes(orjson.dumps(offer))
    with pytest.raises(SourceError, match=rf"row 1, column {next(iter(row))}: .* does not fit") as stopped:
        read("offers")
    assert secret not in str(stopped.value)


@pytest.mark.parametrize(
    ("written", "is_rate"), [("0", False), ("-1.1", False), ("0.0", False), ("1.1", True), ("1e-3", True)]
)
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_rate_is_above_zero(drop: Path, read: Reader, kind: str, written: str, is_rate: bool) -> None:
    if kind == "csv":
        (drop / "currency_rates.csv").write_text(f"currency,company_rate,month_start_date\nsek,{written},2026-05-01\n")
    else:
        row = {"currency": "sek", "company_rate": float(written), "month_start_date": date(2026, 5, 1)}
        pq.write_table(pa.Table.from_pylist([row]), drop / "currency_rates.parquet")
    if is_rate:
        assert read("currency_rates").rows[0]["company_rate"] == float(written)
        return
    with pytest.raises(SourceError, match=r"column company_rate: .* above zero"):
        read("currency_rates")


@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize(
    ("entity", "column", "others"),
    [
        ("hiring_plan", "plan_seats", {"function": "Ovens", "plan_version": "v", "quarter_start_date": "2026-04-01"}),
        (
            "offers",
            "base_pay_amount",
            {"offer_id": "1", "application_id": "2", "status": "pending", "created_at": "2026-01-31"},
        ),
        ("cost_parameters", "pay_load", {"parameter_set": "a", "valid_from_date": "2026-01-01"}),
        ("reviews", "decision_count", {"review_id": "r1", "reviewed_at": "2026-01-31"}),
    ],
)
def test_what_nobody_has_less_than_none_of_is_not_below_zero(
    drop: Path, read: Reader, entity: str, column: str, others: dict[str, str], kind: str
) -> None:
    def write(number: int) -> None:
        row: dict[str, Any] = {**others, column: number}
        if kind == "csv":
            (drop / f"{entity}.csv").write_text(",".join(row) + "\n" + ",".join(map(str, row.values())) + "\n")
        else:
            pq.write_table(pa.Table.from_pylist([row]), drop / f"{entity}.parquet")

    for number in (0, 12):
        write(number)
        assert read(entity).rows[0][column] == number
    write(-12)
    with pytest.raises(SourceError, match=rf"column {column}: .* not below zero"):
        read(entity)


def test_a_credit_note_is_spend(drop: Path, read: Reader) -> None:
    (drop / "source_spend.csv").write_text(
        "month_start_date,cost_side,spend_amount,currency\n2026-01-01,external,-250.5,EUR\n"
    )
    assert read("source_spend").rows[0]["spend_amount"] == -250.5
