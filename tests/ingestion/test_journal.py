"""The journal: silent where nobody writes, exact where somebody does, and never a person's address in it."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from hirehouse.expectations.personal_data import PATTERN
from hirehouse.ingestion import observation_log
from hirehouse.ingestion.errors import SourceError
from hirehouse.ingestion.sources.journal import journal_folder
from hirehouse.ingestion.sources.journal.entries import ENTRIES, PERSONAL
from tests.ingestion.conftest import NOON
from tests.ingestion.reading import latest, load

REVIEW = {
    "review_id": "r1",
    "requisition_id": "R-7",
    "reviewer_id": 804,
    "decision_count": 3,
    "reviewed_at": "2026-03-09T15:00:00+01:00",
}
CALL = {
    "call_id": "c1",
    "opening_system": "ats",
    "opening_id": "9",
    "caller_id": "804",
    "category": "commit",
    "reason": "offer out",
    "quarter_start_date": "2026-04-01",
    "called_at": "2026-03-10T09:00:00Z",
}


def write(home: Path, name: str, *lines: dict | str) -> Path:
    path = home / "journal" / f"{name}.jsonl"
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines))
    return path


def test_nothing_written_is_nothing_loaded(home: Path) -> None:
    assert load(home, "journal", NOON).rows == {}
    write(home, "reviews")
    assert load(home, "journal", NOON + timedelta(days=1)).rows == {}
    assert observation_log.completed_loads(home / "raw", "journal") == []


def test_lines_become_rows_and_a_later_line_corrects(home: Path) -> None:
    write(home, "reviews", REVIEW, REVIEW | {"decision_count": 4, "note": "two to onsite"})
    write(home, "forecast_calls-2026", CALL)
    report = load(home, "journal", NOON)
    assert {entry.entity: (entry.source_rows, entry.log_rows) for entry in report.reconciliation} == {
        "reviews": (1, 1),
        "forecast_calls": (1, 1),
    }
    (review,) = latest(home, "journal", "reviews")
    assert (review["reviewer_id"], review["decision_count"], review["note"]) == ("804", 4, "two to onsite")
    assert review["reviewed_at"].isoformat() == "2026-03-09T14:00:00+00:00"
    (call,) = latest(home, "journal", "forecast_calls")
    assert (call["category"], str(call["quarter_start_date"])) == ("commit", "2026-04-01")


def test_a_day_alone_is_told_as_a_day(home: Path) -> None:
    """Not taken for midnight in London: which day it is where the requisition is, staging says."""
    days = [
        REVIEW | {"review_id": f"d{number}", "reviewed_at": day}
        for number, day in enumerate(("2026-03-09", "20260308"))
    ]
    write(home, "reviews", REVIEW, *days, REVIEW | {"review_id": "m", "reviewed_at": "2026-03-09T00:00:00"})
    load(home, "journal", NOON)
    found = {row["review_id"]: (row["day_columns"], row["reviewed_at"]) for row in latest(home, "journal", "reviews")}
    assert {review: (days, f"{at:%m-%d %H}") for review, (days, at) in found.items()} == {
        "r1": (None, "03-09 14"),
        "d0": ("reviewed_at", "03-09 00"),
        "d1": ("reviewed_at", "03-08 00"),
        "m": (None, "03-09 00"),
    }
    write(home, "forecast_calls", CALL, CALL | {"call_id": "d", "called_at": "2026-03-08"})
    load(home, "journal", NOON)
    calls = {row["call_id"]: row for row in latest(home, "journal", "forecast_calls")}
    assert {call: (row["day_columns"], f"{row['called_at']:%m-%d %H}") for call, row in calls.items()} == {
        "c1": (None, "03-10 09"),
        "d": ("called_at", "03-08 00"),
    }
    write(home, "reviews", REVIEW | {"day_columns": "reviewed_at"})
    with pytest.raises(SourceError, match="day_columns is not known"):
        load(home, "journal", NOON + timedelta(days=1))


def test_a_line_taken_out_is_gone_and_one_of_later_waits(home: Path) -> None:
    later = REVIEW | {"review_id": "r2", "reviewed_at": "2026-03-12T09:00:00Z"}
    write(home, "reviews", REVIEW, later)
    load(home, "journal", NOON)
    assert [row["review_id"] for row in latest(home, "journal", "reviews")] == ["r1"]
    write(home, "reviews", later)
    load(home, "journal", NOON + timedelta(days=3))
    assert [row["review_id"] for row in latest(home, "journal", "reviews")] == ["r2"]


def test_a_folder_that_is_gone_is_no_empty_journal(home: Path) -> None:
    write(home, "reviews", REVIEW)
    load(home, "journal", NOON)
    shutil.rmtree(home / "journal")
    with pytest.raises(SourceError, match="taken for deleted") as told:
        load(home, "journal", NOON + timedelta(days=1))
    assert "put it back" in told.value.remedy
    (home / "journal").mkdir()
    load(home, "journal", NOON + timedelta(days=1))
    assert latest(home, "journal", "reviews") == []


@pytest.mark.parametrize(
    ("name", "line", "what"),
    [
        ("reviews", "half a li", "no JSON object"),
        ("reviews", REVIEW | {"mood": "good"}, "mood is not known"),
        ("reviews", REVIEW | {"requisition_id": None}, "job_id or requisition_id is missing"),
        ("reviews", REVIEW | {"reviewer_id": ""}, "reviewer_id is missing"),
        ("reviews", REVIEW | {"decision_count": 1.5}, "does not fit decision_count"),
        ("reviews", REVIEW | {"decision_count": -1}, "less than 0"),
        ("reviews", REVIEW | {"reviewed_at": "soon"}, "does not fit reviewed_at"),
        ("reviews", REVIEW | {"note": "ask jo@example.com"}, "an e-mail address or a phone number"),
        ("forecast_calls", CALL | {"category": "sure"}, "category 'sure' is not known"),
        ("forecast_calls", CALL | {"quarter_start_date": "2026-05-01"}, "no first day of a quarter"),
        ("forecast_calls", CALL | {"reason": None}, "reason is missing"),
        ("forecast_calls", CALL | {"reason": "x" * 501}, "has 501 characters"),
        ("forecast_calls", CALL | {"reason": "call 415-555-0134"}, "an e-mail address or a phone number"),
    ],
)
def test_a_line_that_does_not_fit_is_named(home: Path, name: str, line: dict | str, what: str) -> None:
    write(home, name, REVIEW if name == "reviews" else CALL, line)
    with pytest.raises(SourceError, match=what) as told:
        load(home, "journal", NOON)
    assert told.value.where.startswith(f"{name}.jsonl, line 2")
    assert told.value.remedy


def test_the_folder_can_lie_elsewhere(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert journal_folder(home / "raw") == home / "journal"
    monkeypatch.setenv("SOURCES__JOURNAL__PATH", str(home / "said"))
    assert journal_folder(home / "raw") == home / "said"


def test_it_takes_for_personal_what_the_last_look_before_publishing_does() -> None:
    assert PERSONAL.pattern == PATTERN
    assert all(entry.text in entry.spec.columns for entry in ENTRIES.values())
