"""``hirehouse review log`` and ``hirehouse forecast call``: what people say is checked, kept whole, read by a run."""

from __future__ import annotations

import json
import multiprocessing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hirehouse.base.errors import HirehouseError
from hirehouse.base.settings import Settings
from hirehouse.cli.commands import forecast, review
from hirehouse.ingestion.load import load_system
from hirehouse.journal import journal
from tests.companies.reviewed import AS_OF, publish_company
from tests.ingestion.reading import latest


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A published company of two systems: user 801 of the ATS, u9 of the CRM, seat 901 of requisition SAL-1."""
    return publish_company(tmp_path_factory.mktemp("journal") / "home")[0]


@pytest.fixture
def home(company: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The company's home with a journal of the test's own, an hour after it was published."""
    monkeypatch.setenv("SOURCES__JOURNAL__PATH", str(tmp_path / "journal"))
    monkeypatch.setenv("HIREHOUSE_AS_OF", (AS_OF + timedelta(hours=1)).isoformat())
    monkeypatch.setenv("HIREHOUSE_COMPANY_TIMEZONE", "Europe/Berlin")
    return company.home


def lines(tmp_path: Path, name: str) -> list[dict]:
    return [json.loads(line) for line in (tmp_path / "journal" / f"{name}.jsonl").read_text().splitlines()]


def test_a_review_is_recorded_and_read_by_the_next_load(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    review.log("SAL-1", "801", 3, at="2026-08-17T10:00", note="two to onsite", home=home)
    told = capsys.readouterr().out
    assert "recorded: review of SAL-1 by ats user 801, 3 decisions, 2026-08-17 10:00 Europe/Berlin" in told
    assert "shows after the next `hirehouse run` (published now: as of 2026-08-17 09:30 UTC)" in told
    (line,) = lines(tmp_path, "reviews")
    assert len(line.pop("review_id")) == 16
    assert line == {
        "requisition_system": "ats",
        "job_id": "71",
        "requisition_id": "SAL-1",
        "reviewer_id": "801",
        "decision_count": 3,
        "reviewed_at": "2026-08-17T08:00:00+00:00",
        "note": "two to onsite",
    }
    raw = tmp_path / "raw"
    load_system("journal", raw_path=raw, state_path=tmp_path / "state", observed_at=AS_OF + timedelta(days=1))
    (row,) = latest(tmp_path, "journal", "reviews")
    assert (row["requisition_system"], row["job_id"], row["decision_count"]) == ("ats", "71", 3)


def test_a_call_is_recorded(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    forecast.call("901", "this", "commit", " verbal yes ", "u9", home=home)
    assert "recorded: opening 901 is called commit for 2026-Q3 by crm user u9" in capsys.readouterr().out
    (line,) = lines(tmp_path, "forecast_calls")
    assert (line["opening_system"], line["opening_id"], line["caller_id"]) == ("ats", "901", "u9")
    assert (line["quarter_start_date"], line["category"], line["reason"]) == ("2026-07-01", "commit", "verbal yes")
    assert line["called_at"] == (AS_OF + timedelta(hours=1)).isoformat()


@pytest.mark.parametrize(
    ("changes", "what", "where", "remedy"),
    [
        ({"requisition": "SAL-3"}, "no requisition is called 'SAL-3'", "--requisition", "did you mean SAL-"),
        (
            {"requisition": "nothing like it"},
            "no requisition",
            "core.dim_requisition",
            "after the next `hirehouse run`",
        ),
        ({"reviewer": "zz"}, "no user is called 'zz'", "--reviewer", "after the next"),
        ({"system": "crm"}, "no requisition is called 'SAL-1'", "--requisition", ""),
        ({"at": "2026-08-19"}, "is still to come", "--at", "the time it took place"),
        (
            {"note": "ask jo@example.com"},
            "an e-mail address or a phone number",
            "--note",
            "leave out names and addresses",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    home: Path, tmp_path: Path, changes: dict, what: str, where: str, remedy: str
) -> None:
    given = {"requisition": "SAL-1", "reviewer": "801", "decisions": 1, "at": None, "note": None, "system": None}
    with pytest.raises(HirehouseError, match=what) as told:
        review.log(**given | changes, home=home)
    assert where in told.value.where and remedy in told.value.remedy
    assert not (tmp_path / "journal").exists()


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"opening": "999"}, "no opening is called '999'"),
        ({"category": "sure"}, "category 'sure' is not known"),
        ({"quarter": "soon"}, "quarter 'soon' is not known"),
        ({"reason": "  "}, "the reason is empty"),
        ({"reason": "ring +49 30 1234567"}, "an e-mail address or a phone number"),
    ],
)
def test_a_call_that_cannot_be_is_refused(home: Path, tmp_path: Path, changes: dict, what: str) -> None:
    given = {"opening": "901", "quarter": "next", "category": "commit", "reason": "offer out", "caller": "801"}
    with pytest.raises(HirehouseError, match=what):
        forecast.call(**given | changes, home=home)
    assert not (tmp_path / "journal").exists()


def test_today_is_today_as_far_as_it_has_come(home: Path, tmp_path: Path) -> None:
    review.log("72", "801", 0, at="2026-08-17", home=home)
    assert lines(tmp_path, "reviews")[0]["reviewed_at"] == (AS_OF + timedelta(hours=1)).isoformat()


def test_a_name_of_several_asks_which(tmp_path: Path) -> None:
    twins = (
        "select 'q' || i as requisition_key, ['ats', 'old'][i + 1] as system, '7' as job_id, 'R-7' as requisition_id"
    )
    settings, _ = publish_company(
        tmp_path / "home", core__dim_requisition=f"{twins}, 'Sales' as function from range(2) as t (i)"
    )
    with pytest.raises(HirehouseError, match="2 requisitions are called 'R-7'") as told:
        journal.find(settings, journal.REQUISITION, "R-7", "--requisition")
    assert "ats (R-7, q0), old (R-7, q1)" in told.value.remedy
    assert journal.find(settings, journal.REQUISITION, "R-7", "--requisition", "old")["requisition_key"] == "q1"
    assert journal.find(settings, journal.REQUISITION, "q0", "--requisition")["system"] == "ats"


def write_many(settings: Settings, writer: int) -> None:
    for number in range(20):
        at = datetime(2026, 8, 1, writer, number, tzinfo=UTC)
        journal.append(settings, "reviews", {"job_id": "71", "reviewer_id": str(writer), "reviewed_at": at})


def test_writers_at_once_lose_nothing_and_a_torn_end_is_mended(home: Path, tmp_path: Path, company: Settings) -> None:
    path = tmp_path / "journal" / "reviews.jsonl"
    path.parent.mkdir()
    path.write_text(
        '{"review_id": "by hand", "job_id": "71", "reviewer_id": "1", "reviewed_at": "2026-08-01T00:00:00Z"}'
    )
    fork = multiprocessing.get_context("fork")
    writers = [fork.Process(target=write_many, args=(company, number)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    written = lines(tmp_path, "reviews")
    assert len(written) == len({line["review_id"] for line in written}) == 81


def test_said_twice_is_said_once(company: Settings, home: Path, tmp_path: Path) -> None:
    for _ in range(2):
        journal.append(company, "reviews", {"job_id": "71", "reviewer_id": "801", "reviewed_at": AS_OF})
    first, second = lines(tmp_path, "reviews")
    assert first == second


def test_a_folder_that_cannot_be_is_told(home: Path, tmp_path: Path) -> None:
    (tmp_path / "journal").write_text("a file")
    with pytest.raises(HirehouseError, match="the journal cannot be written"):
        review.log("SAL-1", "801", 1, home=home)


def test_lines_about_what_nobody_knows_are_named(company: Settings, home: Path, tmp_path: Path) -> None:
    review.log("SAL-1", "801", 1, home=home)
    stranger = {"requisition_id": "NOPE-1", "reviewer_id": "zz", "reviewed_at": AS_OF}
    journal.append(company, "reviews", stranger)
    values = {"opening_system": "crm", "opening_id": "901", "caller_id": "801", "quarter_start_date": "2026-07-01"}
    journal.append(company, "forecast_calls", values | {"category": "commit", "reason": "x", "called_at": AS_OF})
    said = [text.split(" is ", 1)[1] for text in journal.strangers(company)]
    assert said == [
        "about an unknown requisition: NOPE-1",
        "by an unknown user: zz",
        "about an unknown opening: 901",
    ]
