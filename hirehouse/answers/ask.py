"""Answers to the questions of ``questions.py``, read from the published file and from nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from rich.console import Console
from rich.table import Table

from hirehouse.answers.figures import NOTHING, Unit, figure, missing, named, span
from hirehouse.answers.questions import QUESTIONS, Question, question_named
from hirehouse.base.errors import HirehouseError
from hirehouse.base.settings import Settings
from hirehouse.base.vocabulary import EVERYONE, quarter_name, quarter_named
from hirehouse.publish.published import Published, Row, open_published

NO_WORDS = "the published file has no words for it: see docs/metrics.md"
_PLACE = re.compile(r"\{(\w+):(\w+)\}")


@dataclass(frozen=True)
class Line:
    """One number of an answer; ``low`` and ``high`` are its range, ``n`` what it is of, ``beside`` more in words."""

    subject: str
    number: float | None
    low: float | None
    high: float | None
    n: int | None
    beside: str


@dataclass(frozen=True)
class Answer:
    """What the published file says; ``quarter`` is the first day asked for, ``as_of_at`` UTC.

    ``words`` defines the number, ``table_words`` the rows it stands in; both come from the file.
    """

    question: Question
    lines: tuple[Line, ...]
    function: str
    quarter: date | None
    words: str
    table_words: str
    as_of_at: datetime
    run_id: str
    currency: str


def answer(settings: Settings, name: str, function: str | None = None, quarter: str | None = None) -> Answer:
    """Ask the current version; ``quarter`` is next, this, last or like 2026-Q3, ``function`` any case.

    Raises ``HirehouseError`` when nothing is published, a name is not known, or there is no row to answer with.
    """
    question = question_named(name)
    if question is None:
        raise HirehouseError(f"no question is called '{name}'", "hirehouse ask", f"ask one of: {', '.join(names())}")
    with open_published(settings) as published:
        return _answer(published, question, function, quarter)


def names() -> list[str]:
    """The questions' names, in the order of the README."""
    return [question.name for question in QUESTIONS]


def show(told: Answer, now: datetime, console: Console) -> None:
    """Print the answer; ``now`` (UTC) tells how old it is."""
    question = told.question
    scope = [named(told.function)] if question.by_function else []
    scope += [quarter_name(told.quarter)] if told.quarter else []
    console.print(f"[bold]{question.asks}[/bold]  {', '.join(scope)}".rstrip())
    table = Table(box=None, pad_edge=False, header_style="dim", show_edge=False)
    for name in ("", "number", "range", "n", ""):
        table.add_column(name, justify="left" if not name else "right")
    for line in told.lines:
        number = figure(line.number, question.unit, told.currency)
        if line.number is None and question.unit == "share":
            number = missing(line.n)
        reach = span(line.low, line.high, question.range_unit or question.unit, told.currency) or NOTHING
        table.add_row(line.subject, number, reach, figure(line.n, "count"), line.beside)
    console.print(table)
    console.print(f"  range: {question.range_words}; n: {question.n_words}")
    console.print("[bold]Definition[/bold]")
    console.print(f"  {question.metric}, {question.table}.{question.column}: {told.words}", markup=False)
    console.print(f"  {told.table_words}", markup=False)
    console.print("[bold]How fresh[/bold]")
    console.print(f"  as of {told.as_of_at:%Y-%m-%d %H:%M} UTC, {_age(now - told.as_of_at)} (run {told.run_id})")


def _answer(published: Published, question: Question, function: str | None, quarter: str | None) -> Answer:
    values: dict[str, Any] = {}
    if function and not question.by_function:
        raise HirehouseError(f"'{question.name}' has no functions", "--function", "ask without --function")
    if quarter and question.quarter is None:
        raise HirehouseError(f"'{question.name}' is a state of today, not of a quarter", "--quarter", "leave it out")
    if question.by_function:
        values["function"] = _function(published, function or EVERYONE)
    if question.quarter:
        values["quarter"] = quarter_named(quarter or question.quarter, published.as_of_date)
    lines = [_line(row, question, published.currency) for row in published.rows(question.sql, **values)]
    if not lines:
        raise _no_row(published, question, values)
    return Answer(
        question=question,
        lines=tuple(lines),
        function=values.get("function", EVERYONE),
        quarter=values.get("quarter"),
        words=published.words(f"{question.table}.{question.column}") or NO_WORDS,
        table_words=published.words(question.table) or NO_WORDS,
        as_of_at=published.as_of_at,
        run_id=published.run_id,
        currency=published.currency,
    )


def _line(row: Row, question: Question, currency: str) -> Line:
    beside = [
        _PLACE.sub(lambda found: figure(row[found[1]], cast(Unit, found[2]), currency), phrase)
        for phrase in question.beside.split(", ")
        if all(row[name] is not None for name, _ in _PLACE.findall(phrase))
    ]
    return Line(row["subject"], row["number"], row["low"], row["high"], row["n"], ", ".join(beside))


def _function(published: Published, asked: str) -> str:
    """The function as the tables spell it; raises ``HirehouseError`` with those that are known."""
    found = published.column(
        "select function from core.dim_requisition union select function from core.fct_hiring_plan order by 1"
    )
    known = {name.lower(): name for name in (EVERYONE, *filter(None, found))}
    if asked.lower() not in known:
        remedy = f"use one of: {', '.join(known.values())}"
        raise HirehouseError(f"no function is called '{asked}'", "--function", remedy)
    return known[asked.lower()]


def _no_row(published: Published, question: Question, values: dict[str, Any]) -> HirehouseError:
    """What to say when the table has nothing: of whom, of when, and when it has something."""
    scope = f" of {values['function']}" if values.get("function", EVERYONE) != EVERYONE else ""
    scope += f" in {quarter_name(values['quarter'])}" if question.quarter else ""
    remedy = "nothing of the kind was in the sources as of the run"
    if question.quarters:
        found = [quarter_name(day) for day in sorted(published.column(question.quarters, function=values["function"]))]
        remedy = f"there are rows of: {', '.join(found[-8:])} (--quarter)" if found else remedy
    return HirehouseError(f"{question.table} has no row{scope}", f"hirehouse ask {question.name}", remedy)


def _age(passed: timedelta) -> str:
    hours = passed.total_seconds() / 3600
    if hours < 0:
        return "later than this machine's clock"
    return f"{hours:.0f} hours old" if hours < 48 else f"{passed.days} days old"
