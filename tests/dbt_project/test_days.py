"""A day without a time of day stays that day, in whichever zone its requisition is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.dbt_project.staging_project import StagingProject, complete, observe, open_log, rows

LOADED = "2026-06-30 06:00:00+00"
COMPANY_ZONE = "America/New_York"
# What the requisition says of its place -> the zone that is in force there.
PLACES = {
    "an office of the seed": ({"office": "San Francisco"}, "America/Los_Angeles"),
    "its own zone": ({"office": "London", "timezone": "Pacific/Kiritimati"}, "Pacific/Kiritimati"),
    "west of everybody": ({"timezone": "Pacific/Pago_Pago"}, "Pacific/Pago_Pago"),
    "a midnight that comes twice": ({"timezone": "Atlantic/Azores"}, "Atlantic/Azores"),
    "a midnight left out": ({"timezone": "America/Sao_Paulo"}, "America/Sao_Paulo"),
    "an office nobody knows": ({"office": "Nowhere"}, COMPANY_ZONE),
    "nothing": ({}, COMPANY_ZONE),
}
DAYS = [
    date(2025, 10, 7),
    date(2025, 12, 31),
    date(2026, 1, 1),
    date(2025, 3, 30),
    date(2025, 10, 26),
    date(2018, 11, 4),
    date(2026, 2, 28),
]
ALL = {
    "applications": "applied_at,ended_at,hired_at,last_activity_at",
    "stage_intervals": "entered_at,exited_at",
    "requisitions": "created_at,opened_at,closed_at",
    "openings": "opened_at,closed_at",
    "offers": "created_at,approved_at,sent_at,answered_at,expires_at",
}
"""Table of the file drop -> its time columns."""


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def of_days(table: str, first: date, **values: Any) -> dict[str, Any]:
    """A row whose every time is a day, each a day after the one before."""
    columns = ALL[table].split(",")
    times = {column: midnight(first + timedelta(days=number)) for number, column in enumerate(columns)}
    return {**times, "day_columns": ALL[table], **values}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A requisition per place and day with one of everything, all of it days; and some of which a part is instants."""
    folder = tmp_path_factory.mktemp("days")
    path = folder / "warehouse.duckdb"
    with open_log(path) as log:

        def drop(table: str, *records: dict[str, Any]) -> None:
            observe(log, "filedrop", table, "1.0", LOADED, *records)

        complete(log, "filedrop", "1.0", LOADED)
        for number, ((said, _), day) in enumerate(product(PLACES.values(), DAYS)):
            ids = {"job_id": f"j{number}"}
            drop("requisitions", of_days("requisitions", day, **ids, **said, status="open"))
            ids["application_id"] = f"a{number}"
            drop("applications", of_days("applications", day, **ids, candidate_id="c", status="hired"))
            drop("stage_intervals", of_days("stage_intervals", day, **ids, stay_id=f"s{number}", stage_name="Screen"))
            drop("offers", of_days("offers", day, **ids, offer_id=f"o{number}", status="accepted"))
            drop("offers", of_days("offers", day, **ids | {"job_id": None}, offer_id=f"n{number}", status="declined"))
            opening = {"opening_id": f"p{number}", "job_id": f"j{number}", "status": "closed"}
            drop("openings", of_days("openings", day, **opening))
        auckland = {"job_id": "mixed", "application_id": "mixed"}
        drop("requisitions", {"job_id": "mixed", "timezone": "Pacific/Auckland", "status": "open"})
        drop(
            "applications",
            {**auckland, "candidate_id": "c", "status": "hired", "day_columns": "hired_at",
             "applied_at": "2025-10-07 07:00:00+00", "hired_at": "2025-10-09 00:00:00+00"},
        )  # fmt: skip
        stay = {**auckland, "stage_name": "Screen"}
        drop(
            "stage_intervals",
            {**stay, "stay_id": "m1", "entered_at": "2025-10-07 00:00:00+00", "day_columns": "entered_at"},
            {**stay, "stay_id": "m2", "entered_at": "2025-10-08 20:30:00+00"},  # the morning of the 9th there
            {**stay, "stay_id": "m3", "entered_at": "2025-10-09 20:30:00+00"},  # the 10th
        )
        drop(
            "offers",
            {**auckland, "offer_id": "m1", "status": "accepted", "created_at": "2025-10-08 12:00:00+00",
             "sent_at": "2025-10-09 00:00:00+00", "answered_at": "2025-10-09 00:00:00+00",
             "day_columns": "sent_at,answered_at"},
        )  # fmt: skip
        quick = {"job_id": "mixed", "application_id": "quick"}
        drop(
            "applications",
            {**quick, "candidate_id": "c", "status": "hired", "applied_at": "2025-10-07 07:00:00+00"},
        )
        same_day = {column: midnight(date(2025, 10, 7)) for column in ("approved_at", "sent_at", "answered_at")}
        drop("offers", {**quick, "offer_id": "m2", "status": "accepted", "day_columns": ",".join(same_day), **same_day})
        came = {"job_id": "mixed", "status": "active"}
        drop(
            "applications",
            {**came, "application_id": "d1", "candidate_id": "day", "applied_at": midnight(DAYS[0]),
             "day_columns": "applied_at"},
            {**came, "application_id": "d2", "candidate_id": "day", "applied_at": "2025-10-07 09:30:00+00"},
            {**came, "application_id": "d3", "candidate_id": "time", "applied_at": midnight(DAYS[0])},
            {**came, "application_id": "d4", "candidate_id": "time", "applied_at": midnight(DAYS[1]),
             "day_columns": "applied_at"},
        )  # fmt: skip
    StagingProject(folder).run(
        path,
        "run",
        "--select",
        *(f"+int_{entity}__unioned" for entity in (*UNIONED, "opening_intervals", "person_records")),
    )
    yield path


UNIONED = {
    "applications": ("applications", "application_id", "a"),
    "stage_stays": ("stage_intervals", "stay_id", "s"),
    "requisitions": ("requisitions", "job_id", "j"),
    "openings": ("openings", "opening_id", "p"),
    "offers": ("offers", "offer_id", "o"),
}
"""Entity -> the table of the file drop it is made of, the id of its rows, and with what these begin."""


@pytest.mark.parametrize("entity", UNIONED)
def test_every_day_begins_where_its_requisition_is(warehouse: Path, entity: str) -> None:
    """Python's own zones say when: of two midnights the first, of none the instant the clocks are turned."""
    table, key, letter = UNIONED[entity]
    columns = ALL[table]
    found = {
        row[0]: row[1:] for row in rows(warehouse, f"select {key}, {columns} from intermediate.int_{entity}__unioned")
    }
    for number, ((_, zone), day) in enumerate(product(PLACES.values(), DAYS)):
        expected = [
            datetime.combine(day + timedelta(days=later), time(), ZoneInfo(zone)).astimezone(UTC)
            for later in range(columns.count(",") + 1)
        ]
        assert [at.astimezone(UTC) for at in found[f"{letter}{number}"]] == expected, (entity, zone, day)


def test_an_offer_that_names_no_job_is_where_its_application_is(warehouse: Path) -> None:
    named, unnamed = (
        rows(warehouse, f"select {ALL['offers']} from intermediate.int_offers__unioned "
                        f"where offer_id like '{letter}%' order by cast(substr(offer_id, 2) as integer)")
        for letter in "on"
    )  # fmt: skip
    assert named == unnamed and len(named) == len(PLACES) * len(DAYS)


def test_a_candidate_came_on_the_day_of_the_first_application(warehouse: Path) -> None:
    """In company time, which is New York's: of a day its beginning, of a time the time."""
    records = "intermediate.int_person_records__unioned where record_id in ('day', 'time')"
    found = rows(
        warehouse, f"select record_id, day_columns, strftime(created_at, '%d %H:%M') from {records} order by 1"
    )
    assert found == [("day", "created_at", "07 04:00"), ("time", None, "07 00:00")]


def test_a_seat_s_stays_end_with_it(warehouse: Path) -> None:
    found = rows(
        warehouse,
        """select count(*), count(*) filter (where intervals.started_at in (openings.opened_at, openings.closed_at)
            and coalesce(intervals.ended_at = openings.closed_at, intervals.started_at = openings.closed_at))
        from intermediate.int_opening_intervals__unioned as intervals
        inner join intermediate.int_openings__unioned as openings using (system, opening_id)""",
    )
    assert found == [(2 * len(PLACES) * len(DAYS),) * 2]


def test_what_happened_at_a_time_keeps_a_day_in_order(warehouse: Path) -> None:
    """In Auckland, UTC+13: the stay entered on the day of applying comes with it, sending with the making of the offer,
    hire and answer with the stage entered that morning. No day of an offer comes before the application of that day."""

    def times(columns: str, relation: str) -> list[tuple[str, ...]]:
        found = rows(warehouse, f"select {columns} from intermediate.int_{relation} order by 1")
        return [tuple(f"{at:%m-%d %H:%M}" for at in row) for row in found]

    assert times("hired_at", "applications__unioned where application_id = 'mixed'") == [("10-08 20:30",)]
    assert times("entered_at", "stage_stays__unioned where application_id = 'mixed'") == [
        ("10-07 07:00",),
        ("10-08 20:30",),
        ("10-09 20:30",),
    ]
    offer = "offers__unioned where offer_id = 'm1'"
    assert times("created_at, sent_at, answered_at", offer) == [("10-08 12:00", "10-08 12:00", "10-08 20:30")]
    offer = "offers__unioned where offer_id = 'm2'"
    assert times("approved_at, sent_at, answered_at", offer) == [("10-07 07:00",) * 3]
