"""A custom field that does not hold what it should: null, told by place, and there again once it is corrected."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb

from tests.dbt_project.staging_project import StagingProject, complete, observe, open_log, rows

FIRST, SECOND = "2026-03-01 06:00:00+00", "2026-03-10 06:00:00+00"
AT = "2026-02-05 12:00:00+00"
OFFERS = "select offer_id, base_pay_amount, expires_on is not null from staging.base_greenhouse__offers order by 1"
OPENINGS = "select opening_id, cast(target_fill_date as varchar) from staging.base_greenhouse__openings order by 1"
NOTES = """select entity, kind, place, detail, noted_rows from intermediate.int_input_notes__unioned
    where system = 'greenhouse' order by all"""


def offer(key: int, amount: Any, expires: Any, updated_at: str = AT) -> dict[str, Any]:
    """An offer with custom fields as people fill them in."""
    fields = {"base_salary": {"value": {"amount": amount, "unit": "EUR"}}, "expires_on": {"value": expires}}
    common = {"application_id": 1, "job_id": 1, "version": 1, "status": "Created", "created_at": AT}
    return {"id": key, "updated_at": updated_at, "custom_fields": json.dumps(fields), **common}


def opening(key: int, target: Any, updated_at: str = AT) -> dict[str, Any]:
    """A seat with a target in a custom field."""
    fields = json.dumps({"target_fill_date": {"value": target}})
    return {"id": key, "job_id": 1, "open": True, "opened_at": AT, "updated_at": updated_at, "custom_fields": fields}


def test_a_field_that_does_not_parse_is_null_and_told_until_it_is_corrected(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    project = StagingProject(tmp_path / "dbt")
    select = ("build", "--select", "+int_input_notes__unioned", "+base_greenhouse__opening_versions")
    with open_log(path) as log:
        complete(log, "greenhouse", "1.0", FIRST)
        sound, broken = offer(1, "82000.50", "2026-04-01"), offer(2, "", "")
        observe(log, "greenhouse", "offers", "1.0", FIRST, sound, broken, offer(3, "about 80k", "next week"))
        observe(
            log, "greenhouse", "openings", "1.0", FIRST, opening(1, "2026-05-01"), opening(2, "tbd"), opening(3, "")
        )
    project.run(path, *select)
    assert rows(path, OFFERS) == [("1", 82000.5, True), ("2", None, False), ("3", None, False)]
    assert rows(path, OPENINGS) == [("1", "2026-05-01"), ("2", None), ("3", None)]
    assert rows(path, NOTES) == [
        ("offers", "unread_field", "3, custom field base_salary", "it holds no amount", 1),
        ("offers", "unread_field", "3, custom field expires_on", "it holds no date", 1),
        ("openings", "unread_field", "2, custom field target_fill_date", "it holds no date", 1),
    ]
    with open_log_again(path) as log:
        complete(log, "greenhouse", "2.0", SECOND)
        observe(log, "greenhouse", "offers", "2.0", SECOND, offer(3, 80000, "2026-04-02", SECOND))
        observe(log, "greenhouse", "openings", "2.0", SECOND, opening(2, "2026-06-01", SECOND))
    # a project of its own: dbt runs an ephemeral model once per parse
    StagingProject(tmp_path / "again").run(path, *select)
    assert rows(path, OFFERS)[2] == ("3", 80000, True)
    assert rows(path, OPENINGS)[1] == ("2", "2026-06-01")
    assert rows(path, NOTES) == []


def open_log_again(path: Path) -> duckdb.DuckDBPyConnection:
    """The log as it is, in UTC, to be added to."""
    connection = duckdb.connect(str(path))
    connection.execute("set timezone = 'UTC'")
    return connection


def test_notes_are_those_of_the_newest_load_also_of_two_at_one_instant(tmp_path: Path) -> None:
    """A sheet that was mended and loaded again is none any more, whatever instant the run was given."""
    path = tmp_path / "warehouse.duckdb"
    note = {"entity": "holidays", "kind": "unread_sheet", "place": "days.xlsx, sheet 2", "rows": 4, "noted_at": FIRST}
    with open_log(path) as log:
        complete(log, "filedrop", "1.5", FIRST)
        observe(log, "filedrop", "input_note", "1.5", FIRST, note)
    query = NOTES.replace("greenhouse", "filedrop")
    StagingProject(tmp_path / "dbt").run(path, "build", "--select", "+int_input_notes__unioned")
    assert rows(path, query) == [("holidays", "unread_sheet", "days.xlsx, sheet 2", None, 4)]
    with open_log_again(path) as log:
        complete(log, "filedrop", "2.5", FIRST)
    StagingProject(tmp_path / "again").run(path, "build", "--select", "+int_input_notes__unioned")
    assert rows(path, query) == []
