"""What follows from a system's log and its other entities where it has no model of an entity."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dbt_project.staging_project import StagingProject, complete, observe, open_log, rows

FIRST, SECOND = "2026-06-28 06:00:00+00", "2026-06-29 06:00:00+00"
UNIONED = ("application_versions", "opening_intervals", "opening_versions", "reconciliations", "requisition_versions")


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Two loads of files and of the journal, and the unions of what they do not deliver themselves."""
    folder = tmp_path_factory.mktemp("defaults")
    path = folder / "warehouse.duckdb"
    with open_log(path) as connection:
        for system in ("filedrop", "journal"):
            complete(connection, system, "l1", FIRST)
            complete(connection, system, "l2", SECOND)

        def files(table: str, load: str, *records: dict[str, object], is_deleted: bool = False) -> None:
            seen = FIRST if load == "l1" else SECOND
            observe(connection, "filedrop", table, load, seen, *records, is_deleted=is_deleted)

        files(
            "openings",
            "l1",
            {"opening_id": "told", "status": "open", "opened_at": "2026-01-01 09:00:00+00"},
            {"opening_id": "told_no_more", "status": "open", "opened_at": "2026-01-01 09:00:00+00"},
            {
                "opening_id": "held",
                "status": "on_hold",
                "target_fill_date": "2026-09-01",
                "day_columns": "closed_at",
                "opened_at": "2026-01-01 09:00:00+00",
                "closed_at": "2026-02-01 00:00:00+00",
            },
            {"opening_id": "gone", "status": "open", "opened_at": "2026-01-01 09:00:00+00"},
        )
        files("openings", "l2", {"opening_id": "gone"}, is_deleted=True)
        files(
            "opening_intervals",
            "l1",
            {"opening_id": "told", "status": "on_hold", "started_at": "2026-02-01 09:00:00+00"},
            {"opening_id": "told_no_more", "status": "on_hold", "started_at": "2026-01-01 09:00:00+00"},
        )
        files(
            "opening_intervals",
            "l2",
            {"opening_id": "told_no_more", "started_at": "2026-01-01 09:00:00+00"},
            is_deleted=True,
        )
        files("requisitions", "l1", {"job_id": "j1", "department": "Sales", "office": "Leeds"})
        files("requisitions", "l2", {"job_id": "j1", "department": "Data", "office": "Leeds"})
        files(
            "applications",
            "l1",
            {"application_id": "a1", "job_id": "j1", "status": "active", "current_stage_id": "screen"},
            {"application_id": "a2", "job_id": "j1", "status": "transferred"},
        )
        files(
            "applications",
            "l2",
            {"application_id": "a1", "job_id": "j1", "status": "rejected", "current_stage_id": "onsite"},
        )
        checked = {"entity": "reviews", "source_newest_at": None}
        observe(
            connection,
            "journal",
            "reconciliation",
            "l1",
            FIRST,
            {**checked, "source_rows": 3, "log_rows": 3, "checked_at": FIRST},
        )
        observe(
            connection,
            "journal",
            "reconciliation",
            "l2",
            SECOND,
            {**checked, "source_rows": 5, "log_rows": 4, "checked_at": SECOND},
            {**checked, "source_rows": 6, "log_rows": 6, "checked_at": "2026-06-29 07:00:00+00"},
        )
    selected = (f"+int_{entity}__unioned" for entity in UNIONED)
    StagingProject(folder / "dbt").run(path, "run", "--select", *selected)
    yield path


def unioned(warehouse: Path, entity: str, columns: str) -> list[tuple[object, ...]]:
    """Rows of a union in their own order, instants as text of day, hour and minute in UTC."""
    return rows(warehouse, f"select {columns} from intermediate.int_{entity}__unioned order by all")


def at(column: str) -> str:
    return f"strftime({column}, '%m-%d %H:%M')"


def test_an_opening_has_its_own_stays_or_those_that_follow_from_its_row(warehouse: Path) -> None:
    """The closing of `held` is a day in New York; one that is told no more is as if nothing had been told."""
    columns = f"opening_id, status, {at('started_at')}, {at('ended_at')}"
    assert unioned(warehouse, "opening_intervals", columns) == [
        ("held", "on_hold", "02-01 05:00", None),
        ("held", "open", "01-01 09:00", "02-01 05:00"),
        ("told", "on_hold", "02-01 09:00", None),
        ("told_no_more", "open", "01-01 09:00", None),
    ]


def test_what_files_say_of_openings_and_requisitions_has_been_so_ever_since(warehouse: Path) -> None:
    columns = "opening_id, status, cast(target_fill_date as varchar), valid_from, valid_to"
    assert unioned(warehouse, "opening_versions", columns) == [
        ("held", "on_hold", "2026-09-01", None, None),
        ("told", "open", None, None, None),
        ("told_no_more", "open", None, None, None),
    ]
    columns = "system, job_id, department, office, valid_from, valid_to"
    assert unioned(warehouse, "requisition_versions", columns) == [("filedrop", "j1", "Data", "Leeds", None, None)]


def test_the_one_version_of_an_application_is_known_since_it_was_first_seen(warehouse: Path) -> None:
    columns = f"application_id, job_id, stage_id, status, {at('valid_from')}, valid_to"
    assert unioned(warehouse, "application_versions", columns) == [
        ("a1", "j1", "onsite", "rejected", "06-28 06:00", None)
    ]


def test_a_reconciliation_is_the_last_check_of_the_newest_load(warehouse: Path) -> None:
    columns = f"system, entity, source_rows, warehouse_rows, {at('checked_at')}"
    assert unioned(warehouse, "reconciliations", columns) == [("journal", "reviews", 6, 6, "06-29 07:00")]
