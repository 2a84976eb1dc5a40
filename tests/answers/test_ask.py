"""``hirehouse ask`` answers the README's ten questions from the published file alone, or says why it cannot."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import duckdb
import pytest
from rich.console import Console

from hirehouse.answers.ask import answer, names, show
from hirehouse.answers.questions import QUESTIONS, Question
from hirehouse.base.errors import HirehouseError
from hirehouse.base.settings import Settings
from hirehouse.base.vocabulary import quarter_name, quarter_named
from tests.cli.test_app import hirehouse
from tests.companies.asked import AS_OF, publish_answers

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home with a published file; its warehouse is gone, so nothing else can be read."""
    made, _ = publish_answers(tmp_path_factory.mktemp("asked") / "home")
    made.warehouse_path.unlink()
    return made


def lines(settings: Settings, *asked: str | None) -> list[tuple[Any, ...]]:
    """The answer as plain rows, numbers rounded."""
    return [
        (line.subject, *(None if v is None else round(float(v), 4) for v in (line.number, line.low, line.high)), line.n)
        for line in answer(settings, *asked).lines
    ]


def test_coverage_of_next_quarter(settings: Settings) -> None:
    assert lines(settings, "coverage") == [
        ("expected hires per seat", 1.03, None, None, 66),
        ("hires forecast per seat", 0.7833, 0.5, 1.0833, 66),
    ]
    foretold = answer(settings, "coverage").lines[1].beside
    assert foretold == "9.4 hires, 6 to 13, 25 % likely to make the plan of 12"
    told = answer(settings, "coverage", "sales", "this")
    assert (told.function, told.quarter, told.lines[0].number) == ("Sales", date(2026, 7, 1), 2.575)
    assert told.lines[0].beside == (
        "4 seats to fill (openings), 0 hired so far, 16.5 candidates per seat, "
        "0.90 where no surplus is shared (of due openings)"
    )


def test_conversion_comes_with_its_interval(settings: Settings) -> None:
    assert lines(settings, "conversion") == [
        ("applied", None, 0.231, 0.882, 4),
        ("screen", 0.6, 0.231, 0.882, 10),
    ]
    assert lines(settings, "conversion", "Sales", "2026-q2") == [("screen", 0.6, 0.231, 0.882, 10)]


def test_exits_come_most_first(settings: Settings) -> None:
    assert lines(settings, "exits") == [
        ("screen, rejected: skills", 0.7059, None, None, 17),
        ("screen, withdrew: timing", 0.2941, None, None, 17),
    ]


def test_time_in_stage(settings: Settings) -> None:
    assert lines(settings, "time-in-stage") == [("onsite", 6.04, None, 12.5, 9)]
    assert answer(settings, "time-in-stage").lines[0].beside == "2 still there, for 3 days"


def test_stalled_says_who_holds_them(settings: Settings) -> None:
    assert lines(settings, "stalled") == [
        ("all", 4, 10, 13, 4),
        ("interview: scorecard missing", 4, 10, 13, 4),
    ]
    told = answer(settings, "stalled", "Sales").lines[0]
    assert (told.subject, told.number, told.n, told.beside) == ("Sales", 3, 3, "owners: 1, 1 without one")


def test_channels_by_hires(settings: Settings) -> None:
    assert lines(settings, "channels") == [("referral", 2, 2, 3.5, 300), ("job_board", 0, 0, 0, 300)]


def test_vacancy_cost_with_a_missing_amount_has_no_total(settings: Settings) -> None:
    assert lines(settings, "vacancy-cost") == [
        ("all", None, 47168.22, None, 3),
        ("Sales", 101565.22, 31445.48, 101565.22, 2),
        ("Engineering", None, 15722.74, None, 1),
    ]
    assert lines(settings, "vacancy-cost", "Sales") == [("Sales", 101565.22, 31445.48, 101565.22, 2)]
    assert (
        "146 working days empty, 696 EUR each day of a seat"
        in answer(settings, "vacancy-cost", "Sales").lines[0].beside
    )


def test_agreement_off_process_and_reviews(settings: Settings) -> None:
    assert lines(settings, "agreement") == [("gem and greenhouse", 0.95, 0.912, 0.95, 480)]
    assert lines(settings, "off-process") == [("hires off process", None, None, None, 3)]
    assert lines(settings, "reviews") == [("reviewed in 7 days, week of 2026-08-10", 0.75, None, None, 20)]
    assert lines(settings, "reviews", None, "2026-Q2")[0][1] == 0.25


def test_an_answer_prints_number_range_n_definition_and_age(settings: Settings) -> None:
    console = Console(width=200, file=StringIO(), record=True)
    show(answer(settings, "conversion"), AS_OF + timedelta(hours=3), console)
    text = console.export_text()
    assert "Which share of candidates goes on from each stage?  All functions, 2026-Q2" in text
    assert re.search(r"screen +60 % +23 to 88 % +10 +6 went on, 5 still open, 36 % within 90 days", text)
    assert re.search(r"applied +hidden below 5", text)
    assert "range: 95 % interval; n: decided of those who entered in the quarter" in text
    assert "M-02, metrics.funnel_conversion.rate_resolved: funnel_conversion.rate_resolved in words" in text
    assert "One row of funnel_conversion is one row." in text
    assert "as of 2026-08-15 06:00 UTC, 3 hours old (run run-1)" in text


@pytest.mark.parametrize("name", names())
def test_every_answer_can_be_printed(settings: Settings, name: str) -> None:
    console = Console(width=200, file=StringIO(), record=True)
    show(answer(settings, name), AS_OF, console)
    text = console.export_text()
    assert "Definition" in text and "How fresh" in text and "None" not in text


@pytest.mark.parametrize(
    ("asked", "what", "remedy"),
    [
        (("weather",), "no question is called 'weather'", "ask one of: coverage, conversion,"),
        (("coverage", "Legal"), "no function is called 'Legal'", "use one of: all, Engineering, Finance, Sales"),
        (("coverage", "Engineering"), r"has no row of Engineering in 2026-Q4", "nothing of the kind"),
        (("exits", None, "2025-Q1"), r"has no row in 2025-Q1", "there are rows of: 2026-Q2 "),
        (("coverage", None, "soon"), "quarter 'soon' is not known", "2026-Q3"),
        (("stalled", None, "next"), "state of today", "leave it out"),
        (("agreement", "Sales"), "has no functions", "without --function"),
    ],
)
def test_what_cannot_be_answered_is_said(settings: Settings, asked: tuple[str, ...], what: str, remedy: str) -> None:
    with pytest.raises(HirehouseError, match=what) as caught:
        answer(settings, *asked)
    assert remedy in caught.value.remedy


def test_a_file_of_an_earlier_version_is_told(tmp_path: Path) -> None:
    made, _ = publish_answers(tmp_path / "home", without="vacancy_cost")
    with pytest.raises(HirehouseError, match=r"lacks what is asked of it:.*vacancy_cost"):
        answer(made, "vacancy-cost")


def test_nothing_published_and_a_whole_answer_at_the_command_line(settings: Settings, tmp_path: Path) -> None:
    done = hirehouse("ask", "coverage", "--home", str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.startswith("error: nothing has been published yet")
    done = hirehouse("ask", "coverage", "--function", "SALES", "--quarter", "next", "--home", str(settings.home))
    assert done.returncode == 0, done.stderr
    assert "Sales, 2026-Q4" in done.stdout and "1.03" in done.stdout and "M-41" in done.stdout


def test_quarters_have_names_and_starts() -> None:
    today = date(2026, 11, 30)
    asked = {word: quarter_named(word, today) for word in ("last", "this", "next", "2025-Q4", "2027q1")}
    assert [quarter_name(day) for day in asked.values()] == ["2026-Q3", "2026-Q4", "2027-Q1", "2025-Q4", "2027-Q1"]
    assert asked["next"] == date(2027, 1, 1)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_a_question_reads_the_contract(question: Question, manifest: dict[str, Any]) -> None:
    """Its SQL runs over empty tables of the public contract, its number is a column of the table, and its id is the
    table's."""
    nodes = {f"{node['schema']}.{node['name']}": node for node in manifest["nodes"].values()}
    node = nodes[question.table]
    assert question.column in node["columns"]
    ids = node["config"]["meta"]["id"]
    assert question.metric in ([ids] if isinstance(ids, str) else ids)
    with duckdb.connect() as connection:
        for name in dict.fromkeys(
            (question.table, "core.publication", "core.fct_application", "metrics.hiring_forecast")
        ):
            columns = ", ".join(f'"{c["name"]}" {c["data_type"]}' for c in nodes[name]["columns"].values())
            connection.execute(f"create schema if not exists {name.split('.')[0]}; create table {name} ({columns})")
        values: dict[str, Any] = {"function": "all"} if question.by_function else {}
        if question.quarter:
            assert connection.execute(question.quarters, values).fetchall() == []
            values["quarter"] = date(2026, 7, 1)
        assert connection.execute(question.sql, values).fetchall() == []


def test_the_readme_lists_the_questions() -> None:
    listed = re.findall(r"^hirehouse ask ([a-z-]+)", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert listed == names()
