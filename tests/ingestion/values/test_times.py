"""Days stay days, moments are in UTC, and no zone is dropped or read from the machine."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hirehouse.ingestion.values import Misfit, check_form, read_day, read_moment

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("value", "forms", "expected"),
    [
        ("2026-01-31", (), date(2026, 1, 31)),
        ("2026-01-31 00:00:00", (), date(2026, 1, 31)),
        (datetime(2026, 1, 31), (), date(2026, 1, 31)),  # noqa: DTZ001 - as a spreadsheet gives it
        ("31.01.2026", ("%d.%m.%Y", "%d.%m.%y"), date(2026, 1, 31)),
        ("31.01.26", ("%d.%m.%Y", "%d.%m.%y"), date(2026, 1, 31)),
    ],
)
def test_a_day(value: Any, forms: tuple[str, ...], expected: date) -> None:
    assert read_day(value, forms) == expected


@pytest.mark.parametrize(
    ("value", "forms"),
    [
        ("2026-01-31T09:30", ()),
        ("31.01.2026", ()),
        ("03/04/2026", ("%d/%m/%Y", "%m/%d/%Y")),
        ("2026-02-30", ()),
        (46053, ()),
        ("2026-W05-6", ()),
    ],
)
def test_what_is_no_day_is_refused(value: Any, forms: tuple[str, ...]) -> None:
    with pytest.raises(Misfit):
        read_day(value, forms)


MOMENT = datetime(2026, 7, 31, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "forms", "expected"),
    [
        ("2026-07-31T07:30:00Z", (), MOMENT),
        ("2026-07-31 07:30 UTC", (), MOMENT),
        ("2026-07-31 07:30:00 gmt", (), MOMENT),
        ("2026-07-31T09:30", (), MOMENT),
        ("2026-07-31 03:30:00-0400", (), MOMENT),
        ("31/07/2026 09:30", ("%d/%m/%Y %H:%M",), MOMENT),
        ("31/07/2026 07:30 UTC", ("%d/%m/%Y %H:%M UTC",), MOMENT),
        ("2026-07-31T07:30:00Z", ("%Y-%m-%dT%H:%M:%SZ",), MOMENT),
        ("31/07/2026 03:30 -0400", ("%d/%m/%Y %H:%M %z",), MOMENT),
        (datetime(2026, 7, 31, 9, 30), (), MOMENT),  # noqa: DTZ001 - as a spreadsheet gives it
        (datetime(2026, 7, 31, 3, 30, tzinfo=timezone(timedelta(hours=-4))), (), MOMENT),
        ("2026-07-31", (), date(2026, 7, 31)),
        (date(2026, 7, 31), (), date(2026, 7, 31)),
        ("31/07/2026", ("%d/%m/%Y %H:%M", "%d/%m/%Y"), date(2026, 7, 31)),
        ("2026-07-31T00:00:00Z", (), datetime(2026, 7, 31, tzinfo=UTC)),
        ("2026-10-25 02:30", (), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_and_a_day_stay_what_they_are(value: Any, forms: tuple[str, ...], expected: datetime | date) -> None:
    found = read_moment(value, forms, BERLIN)
    assert (type(found), found) == (type(expected), expected)


@pytest.mark.parametrize(
    ("value", "forms"),
    [
        ("2026-07-31 09:30 CET", ()),
        ("2026-07-31 09:30 UTC", ("%Y-%m-%d %H:%M",)),
        ("2026-03-29 02:30", ()),
        ("soon", ()),
        (1785483000, ()),
        ("1785483000", ()),
        ("0001-01-01T00:00:00+10:00", ()),
        ("03/04/2026 10:00", ("%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M")),
    ],
)
def test_what_is_no_moment_is_refused(value: Any, forms: tuple[str, ...]) -> None:
    with pytest.raises(Misfit):
        read_moment(value, forms, BERLIN)


@pytest.mark.parametrize(
    "form", ["%Y-%m-%d %H:%M %Z", "%H:%M", "%d.%m.", "%Y-%m-%d %I:%M", "%c", "%d.%m.%Y CET", "%d.%m.%Y %"]
)
def test_a_form_that_loses_something_is_refused(form: str) -> None:
    with pytest.raises(Misfit):
        check_form(form)


@pytest.mark.parametrize(
    "form", ["%d.%m.%Y um %H:%M Uhr", "%Y-%m-%dT%H:%M:%S.%fZ", "%b %d, %Y %I:%M %p", "%Y %j", "100%% %d%m%y"]
)
def test_a_form_that_says_all_is_taken(form: str) -> None:
    check_form(form)


@pytest.fixture
def elsewhere() -> Iterator[None]:
    """A machine whose own time zone is far away."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = "Pacific/Auckland"
    time.tzset()
    yield
    os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
    time.tzset()


@pytest.mark.usefixtures("elsewhere")
def test_nothing_reads_the_machines_zone() -> None:
    assert read_moment("2026-07-31T09:30", (), BERLIN) == MOMENT
    assert read_moment("31/07/2026 07:30", ("%d/%m/%Y %H:%M",)) == MOMENT
    assert read_moment(datetime(2026, 7, 31, 7, 30)) == MOMENT  # noqa: DTZ001
