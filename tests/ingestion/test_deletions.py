"""What a source stops showing is not deleted by that alone: much at once waits, single deletions pass."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from hirehouse.ingestion import observation_log, repair
from hirehouse.ingestion.errors import SourceError
from hirehouse.ingestion.notes import told
from hirehouse.ingestion.report import LoadReport
from tests.ingestion.conftest import NOON
from tests.ingestion.reading import application, candidate, latest, load
from tests.ingestion.vendor import FakeVendor

ROWS = 120


@pytest.fixture
def loaded(vendor: FakeVendor, home: Path) -> FakeVendor:
    """The vendor with 120 applications and 120 candidates, loaded once at noon."""
    vendor.greenhouse["applications"] = [application(number) for number in range(ROWS)]
    vendor.greenhouse["candidates"] = [candidate(number) for number in range(ROWS)]
    load(home, "greenhouse", NOON)
    return vendor


def _withheld(report: LoadReport) -> dict[str, int]:
    return {note.entity: note.rows for note in report.notes if note.kind == "withheld"}


def _live(home: Path, table: str = "applications") -> list[int]:
    return [row["id"] for row in latest(home, "greenhouse", table)]


def _balanced(report: LoadReport) -> bool:
    return all(row.source_rows == row.log_rows for row in report.reconciliation)


def test_many_deletions_wait_for_a_second_load_at_a_later_instant(loaded: FakeVendor, home: Path) -> None:
    loaded.greenhouse["applications"] = [application(number) for number in range(75)]
    day = NOON + timedelta(days=1)
    for _ in range(2):  # once more at the same instant is no second look
        report = load(home, "greenhouse", day)
        assert _withheld(report) == {"applications": ROWS - 75} and report.tombstones == {} and _balanced(report)
        assert "45 of 120 records are no longer shown" in [note.detail for note in report.notes]
        assert len(_live(home)) == ROWS
    report = load(home, "greenhouse", NOON + timedelta(days=2))
    assert report.tombstones == {"applications": ROWS - 75} and report.notes == [] and _balanced(report)
    assert _live(home) == list(range(75))


def test_what_waits_is_told_by_every_load_until_it_is_decided(loaded: FakeVendor, home: Path) -> None:
    loaded.greenhouse["applications"] = [application(number) for number in range(75)]
    load(home, "greenhouse", NOON + timedelta(days=1))
    for day in (2, 3):  # a window cannot know
        report = load(home, "greenhouse", NOON + timedelta(days=day), full_scan=False)
        assert _withheld(report) == {"applications": 45} and len(_live(home)) == ROWS
    (line,) = told(report.notes, "greenhouse")
    assert "45 of 120 records are no longer shown" in line and "`hirehouse run --confirm-deletions greenhouse`" in line
    assert load(home, "greenhouse", NOON + timedelta(days=4)).tombstones == {"applications": 45}
    assert load(home, "greenhouse", NOON + timedelta(days=5), full_scan=False).notes == []


@pytest.mark.parametrize("lost", ["applications", "candidates"])
def test_what_was_believed_once_does_not_wait_again_when_its_load_is_forgotten(
    loaded: FakeVendor, home: Path, lost: str
) -> None:
    """A person confirmed it. Whatever else vanished meanwhile waits, and so does what a lost file alone had said."""
    loaded.greenhouse["applications"] = [application(number) for number in range(75)]
    loaded.greenhouse["candidates"] = [candidate(number) for number in range(60)]
    confirmed = load(home, "greenhouse", NOON + timedelta(days=1), confirm_deletions=True)
    assert confirmed.tombstones == {"applications": 45, "candidates": 60}
    newest = [each for each in observation_log.completed_loads(home / "raw", "greenhouse") if each.kind == "load"][-1]
    (file,) = (home / "raw" / "raw_greenhouse" / lost).glob(f"{newest.load_id}.*.parquet")
    file.write_bytes(file.read_bytes()[:-7])
    assert repair.repair(home / "raw", "greenhouse", NOON + timedelta(days=9), home / "aside")
    loaded.greenhouse["applications"] = [application(number) for number in range(30, 75)]
    loaded.greenhouse["candidates"] = [candidate(number) for number in range(61)]
    report = load(home, "greenhouse", NOON + timedelta(days=2))
    read = {"applications": 45, "candidates": 59}
    assert report.tombstones == {table: rows for table, rows in read.items() if table != lost}
    waiting = {"applications": 30} if lost == "candidates" else {"applications": 75}
    assert _withheld(report) == waiting | ({"candidates": 59} if lost == "candidates" else {}) and _balanced(report)
    assert load(home, "greenhouse", NOON + timedelta(days=3)).notes == []
    assert _live(home) == list(range(30, 75)) and len(_live(home, "candidates")) == 61


def test_what_comes_back_was_never_gone_and_what_goes_meanwhile_waits_its_own_turn(
    loaded: FakeVendor, home: Path
) -> None:
    loaded.greenhouse["applications"] = [application(number) for number in range(60)]
    load(home, "greenhouse", NOON + timedelta(days=1))
    shutil.rmtree(home / "state")  # what waits is in the log with the rest of the state
    loaded.greenhouse["applications"] = [application(number) for number in range(50, 100)]
    report = load(home, "greenhouse", NOON + timedelta(days=2))
    assert report.tombstones == {"applications": 20} and _withheld(report) == {"applications": 50}
    assert _live(home) == list(range(100)) and _balanced(report)


def test_a_credential_that_sees_nothing_deletes_nothing_at_once(loaded: FakeVendor, home: Path) -> None:
    loaded.greenhouse.clear()
    report = load(home, "greenhouse", NOON + timedelta(days=1))
    assert _withheld(report) == {"applications": ROWS, "candidates": ROWS} and report.tombstones == {}
    loaded.greenhouse["applications"] = [application(number) for number in range(ROWS)]
    loaded.greenhouse["candidates"] = [candidate(number) for number in range(ROWS)]
    report = load(home, "greenhouse", NOON + timedelta(days=2))
    assert sum(report.rows.values()) == 0 and report.notes == []


@pytest.mark.parametrize("gone", [1, 10])
def test_what_one_person_deletes_is_gone_at_once(loaded: FakeVendor, home: Path, gone: int) -> None:
    del loaded.greenhouse["applications"][:gone]
    report = load(home, "greenhouse", NOON + timedelta(days=1))
    assert report.tombstones == {"applications": gone} and report.notes == []


def test_a_small_list_that_loses_half_waits_and_one_record_never_does(vendor: FakeVendor, home: Path) -> None:
    vendor.greenhouse["jobs"] = [candidate(number) for number in range(4)]
    vendor.greenhouse["offices"] = [candidate(1)]
    load(home, "greenhouse", NOON)
    vendor.greenhouse["jobs"], vendor.greenhouse["offices"] = [candidate(0), candidate(1)], []
    report = load(home, "greenhouse", NOON + timedelta(days=1))
    assert _withheld(report) == {"jobs": 2} and report.tombstones == {"offices": 1}


def test_a_person_can_say_that_it_is_gone(loaded: FakeVendor, home: Path) -> None:
    loaded.greenhouse["applications"] = []
    report = load(home, "greenhouse", NOON + timedelta(days=1), confirm_deletions=True)
    assert report.tombstones == {"applications": ROWS} and report.notes == [] and _live(home) == []


def test_the_share_is_a_setting(loaded: FakeVendor, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCES__GREENHOUSE__DELETIONS_AT_ONCE", "0.4")
    del loaded.greenhouse["applications"][:48]
    assert load(home, "greenhouse", NOON + timedelta(days=1)).tombstones == {"applications": 48}
    monkeypatch.setenv("SOURCES__GREENHOUSE__DELETIONS_AT_ONCE", "40 %")
    with pytest.raises(SourceError, match=r"no number from 0 to 1.*SOURCES__GREENHOUSE__DELETIONS_AT_ONCE=0.01"):
        load(home, "greenhouse", NOON + timedelta(days=2))


def test_a_record_that_cannot_be_read_today_is_not_deleted(loaded: FakeVendor, home: Path) -> None:
    loaded.greenhouse["applications"][7] = application(7, status="\ud800")
    report = load(home, "greenhouse", NOON + timedelta(days=1))
    assert [(note.kind, note.place) for note in report.notes] == [("set_aside", "id=7")]
    assert report.tombstones == {} and _balanced(report) and len(_live(home)) == ROWS
    loaded.greenhouse["applications"][7] = application(7) | {"id": None}  # any of those that vanish may be this one
    report = load(home, "greenhouse", NOON + timedelta(days=2))
    assert _withheld(report) == {"applications": 1} and report.tombstones == {}


def test_a_file_may_be_rewritten_and_emptied_but_a_long_one_cut_in_half_waits(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = home / "drop"
    folder.mkdir()
    monkeypatch.setenv("SOURCES__FILEDROP__PATH", str(folder))

    def drop(offices: list[str], day: int) -> LoadReport:
        lines = [f"{office},2026-12-25" for office in offices]
        (folder / "holidays.csv").write_text("\n".join(["office,holiday_date", *lines]) + "\n")
        return load(home, "filedrop", NOON + timedelta(days=day))

    drop([f"office {number}" for number in range(40)], 0)
    assert drop([f"site {number}" for number in range(40)], 1).tombstones == {"holidays": 40}
    report = drop([f"site {number}" for number in range(20)], 2)
    assert _withheld(report) == {"holidays": 20} and report.tombstones == {}
    assert drop([f"site {number}" for number in range(20)], 3).tombstones == {"holidays": 20}
    assert drop([f"site {number}" for number in range(10)], 4).tombstones == {"holidays": 10}
    assert drop([], 5).tombstones == {"holidays": 10}
