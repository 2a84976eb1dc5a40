"""Every page against the tables it reads: the same numbers, no complaint of the browser, no request to elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import duckdb
import pytest

from hirehouse.answers.figures import HIDDEN, figure, missing
from hirehouse.dashboard.components.plan import NO_PLAN
from hirehouse.papers.dictionary import read_page
from tests.dashboard.browsing import Reader

STAGES = ("applied", "screen", "interview", "onsite", "offer")
FULL = "(select max(period_start_date) from {0} where period_type = 'quarter' and period_start_date < " + (
    "(select date_trunc('quarter', as_of_date) from core.publication))"
)
Connection = duckdb.DuckDBPyConnection


@pytest.fixture(autouse=True)
def content(reader: Reader) -> Iterator[None]:
    """Nothing was complained of and nothing fetched from elsewhere."""
    yield
    assert reader.complaints == []
    assert reader.strangers == []


def query(published: Connection, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    return published.execute(sql, values or None).fetchall()


def percent(value: float | None, n: int | None = None) -> str:
    """A share, or why there is none."""
    return missing(n) if value is None else figure(value, "share")


def chance(seats: int, probability: float | None) -> str:
    """The chance of a plan as its tile says it: there is none where nothing is planned."""
    return percent(probability) if seats else NO_PLAN


def texts(rows: Sequence[Sequence[Any]]) -> list[list[str]]:
    """Counts and words as the pages write them."""
    return [[f"{cell:,}" if isinstance(cell, int) else str(cell).replace("_", " ") for cell in row] for row in rows]


def columns(reader: Reader, caption: str, *names: str) -> list[list[str]]:
    """Some columns of a table, by their heads."""
    places = [reader.head(caption).index(name) for name in names]
    return [[row[place] for place in places] for row in reader.table(caption)]


def test_overview_answers_the_four_questions(reader: Reader, published: Connection) -> None:
    reader.open()
    next_quarter = "select distinct quarter_start_date from metrics.pipeline_coverage order by 1 offset 1 limit 1"
    ((seats, probability, weighted),) = query(
        published,
        f"""select seats_to_fill, p_target, coverage_weighted from metrics.pipeline_coverage
        where function = 'all' and quarter_start_date = ({next_quarter})""",
    )
    assert f"{seats:,} seats to fill" in reader.about("Chance of the plan")
    assert reader.tile("Chance of the plan") == chance(seats, probability)
    assert reader.tile("Weighted coverage") == ("no seats to fill" if weighted is None else figure(weighted, "ratio"))
    rates = query(
        published,
        f"""select canonical_stage, rate_resolved, advanced + rejected + withdrew from metrics.funnel_conversion
        where function = 'all' and period_type = 'quarter'
            and period_start_date = {FULL.format("metrics.funnel_conversion")}""",
    )
    shown = {stage: percent(rate, n) for stage, rate, n in rates}
    assert columns(reader, "Share of the decided", *STAGES)[0] == [shown.get(stage, "–") for stage in STAGES]
    ((exits,),) = query(
        published,
        f"""select max(period_exits) from metrics.stage_exits where function = 'all' and period_type = 'quarter'
            and period_start_date = {FULL.format("metrics.stage_exits")}""",
    )
    assert reader.page.get_by_text(f"n {exits:,} exits").is_visible()
    ((share, days),) = query(
        published,
        """select share_reviewed, median_days_since_review from metrics.review_cadence where function = 'all'
        order by week_start_date desc limit 1""",
    )
    assert reader.tile("Open seats reviewed in 7 days") == (HIDDEN if share is None else percent(share))
    assert reader.tile("Days since the last review") == figure(days, "days")


def test_coverage_shows_what_the_forecast_says(reader: Reader, published: Connection) -> None:
    reader.open("coverage")
    rows = query(
        published,
        """select c.function, c.seats_to_fill, case when c.seats_to_fill > 0 then c.p_target end, f.p10, f.p90, f.mean,
            c.gap_screen
        from metrics.pipeline_coverage as c
        left join metrics.hiring_forecast as f using (as_of_date, quarter_start_date, function)
        where quarter_start_date = (
            select distinct quarter_start_date from metrics.pipeline_coverage order by 1 offset 1 limit 1)
            and coalesce(f.is_champion, true)
        order by c.function = 'all' desc, c.seats_to_fill desc, c.function""",
    )
    assert columns(reader, "Coverage and forecast of", "Seats to fill", "Chance of the plan", "Missing at screen") == [
        [f"{seats:,}", percent(probability), "none would do" if gap is None else f"{gap:,}"]
        for _, seats, probability, _, _, _, gap in rows
    ]
    _, seats, probability, low, high, mean, _ = rows[0]
    assert mean is not None, "the company has history enough for a forecast"
    assert reader.tile("Chance of the plan") == chance(seats, probability)
    assert reader.tile("Expected hires") == figure(mean, "count")
    assert f"{low} to {high}, 80 % range" in reader.about("Expected hires")
    assert "M-44 Probability of target" in reader.told("Chance of the plan")
    assert reader.page.get_by_role("button", name="Fullscreen: Hires in past quarters").count() == 1


def test_what_if_moves_the_forecast(reader: Reader, published: Connection) -> None:
    ((function,),) = query(
        published,
        """select function from metrics.pipeline_coverage where function <> 'all'
        group by function order by sum(active_screen) desc, function limit 1""",
    )
    reader.open("coverage", function=function, more="100", seats="20")
    rows = columns(reader, "What would change", "Scenario", "expected hires")
    assert [scenario for scenario, _ in rows] == ["as is", "what if"] * (len(rows) // 2)
    as_is, changed = (sum(float(hires) for name, hires in rows if name == each) for each in ("as is", "what if"))
    assert changed > as_is


def test_funnel_counts_and_rates(reader: Reader, published: Connection) -> None:
    reader.open("funnel")
    caption = "Applications by stage"
    rows = query(
        published,
        f"""select canonical_stage, entered, reached, advanced, rejected, withdrew, rate_resolved,
            advanced + rejected + withdrew from metrics.funnel_conversion
        where function = 'all' and period_type = 'quarter'
            and period_start_date = {FULL.format("metrics.funnel_conversion")}
        order by list_position(['applied', 'screen', 'interview', 'onsite', 'offer'], canonical_stage)""",
    )
    names = ("Stage", "entered", "reached", "advanced", "rejected", "withdrew")
    assert columns(reader, caption, *names) == texts([row[:6] for row in rows])
    assert columns(reader, caption, "resolved") == [[percent(row[6], row[7])] for row in rows]


def test_a_filter_changes_the_numbers_and_the_address(reader: Reader, published: Connection) -> None:
    reader.open("funnel")
    shown = f"period_type = 'quarter' and period_start_date = {FULL.format('metrics.funnel_conversion')}"
    ((chosen,),) = query(
        published, f"select min(function) from metrics.funnel_conversion where function <> 'all' and {shown}"
    )
    reader.choose("Function", chosen)
    assert f"function={chosen}" in reader.page.url.replace("+", " ")
    quarter = query(published, f"select {FULL.format('metrics.funnel_conversion')}")[0][0]
    where = "function = ? and period_type = 'quarter' and period_start_date = ?"
    sql = f"""select canonical_stage, entered from metrics.funnel_conversion where {where}
        order by list_position(['applied', 'screen', 'interview', 'onsite', 'offer'], canonical_stage)"""
    expected = texts(query(published, sql, chosen, quarter))
    assert columns(reader, "Applications by stage", "Stage", "entered") == expected
    address = reader.page.url
    reader.page.get_by_role("link", name="Speed").click()
    reader.page.wait_for_function("() => document.querySelector('.hh-page h1')?.textContent === 'Speed'")
    reader.drawn()
    assert reader.page.get_by_role("combobox", name="Function").input_value() == chosen, "it goes along to other pages"
    reader.page.goto(address)
    reader.drawn()
    assert columns(reader, "Applications by stage", "Stage", "entered") == expected, "the address alone says it"


def test_speed_counts_those_still_waiting(reader: Reader, published: Connection) -> None:
    reader.open("speed")
    rows = query(
        published,
        f"""select canonical_stage, completed_stays, open_stays from metrics.stage_velocity
        where function = 'all' and period_type = 'quarter'
            and period_start_date = {FULL.format("metrics.stage_velocity")}
        order by list_position(['applied', 'screen', 'interview', 'onsite', 'offer'], canonical_stage)""",
    )
    assert columns(reader, "Elapsed days in stage", "Stage", "n finished", "n still waiting") == texts(rows)
    ((stalled,),) = query(published, "select count(*) from metrics.stalled_applications")
    assert reader.tile("Stalled today") == f"{stalled:,}"


def test_sources_by_hires(reader: Reader, published: Connection) -> None:
    reader.open("sources")
    rows = query(
        published,
        f"""select channel, applications, reached_interview, offers, hires::bigint from metrics.source_performance
        where function = 'all' and period_type = 'quarter' and attribution_model = 'record'
            and period_start_date = {FULL.format("metrics.source_performance")}
        order by hires desc nulls last, applications desc nulls last, channel""",
    )
    names = ("Channel", "applications", "reached interview", "offers", "hires")
    assert columns(reader, "What each channel", *names) == texts(rows)
    ((daily, each, is_complete),) = query(
        published,
        """select sum(cost_per_day_amount), avg(cost_per_day_amount), bool_and(gross_cost_amount is not null)
        from metrics.vacancy_cost inner join core.fct_opening using (opening_key)
        where status in ('open', 'on_hold')""",
    )
    cost = "Cost of seats empty today"
    if is_complete:
        assert f"{figure(daily, 'money', 'USD')} a working day, {figure(each, 'money')} a seat" in reader.about(cost)
    else:
        assert reader.tile(cost) == "no open seat, or no cost parameters for one"


def test_sourcing_sequences_and_sourcers(reader: Reader, published: Connection) -> None:
    reader.open("sourcing")
    rows = query(
        published,
        f"""select sequence_id, enrolled, delivered, replied, interested, reply_rate from metrics.sequence_performance
        where period_type = 'quarter' and period_start_date = {FULL.format("metrics.sequence_performance")}
        order by interested desc, delivered desc, sequence_id limit 12""",
    )
    shown = columns(
        reader, "Outreach by sequence", "Sequence", "enrolled", "delivered", "replied", "interested", "reply rate"
    )
    assert shown == [[*texts([row[:5]])[0], percent(row[5], row[2])] for row in rows]
    ((medalists,),) = query(published, "select count(*) from metrics.silver_medalists")
    assert reader.tile("Silver medalists") == f"{medalists:,}"


def test_hygiene_score_findings_and_rules(reader: Reader, published: Connection) -> None:
    reader.open("hygiene")
    ((score,),) = query(
        published,
        "select score from hygiene.hygiene_score where scope_type = 'company' order by as_of_date desc limit 1",
    )
    assert reader.tile("Hygiene score") == figure(score, "score")
    ((findings,),) = query(published, "select count(*) from hygiene.finding where state = 'open'")
    assert reader.tile("Open findings") == f"{findings:,}"
    rows = query(
        published,
        """select rule_id, failed from hygiene.rule_result
        where scope_type = 'company' and run_id = (select run_id from core.publication)""",
    )
    shown = dict(columns(reader, "Rules and verdicts", "Rule", "failed"))
    assert {rule: shown[rule] for rule, _ in rows} == {rule: f"{failed:,}" for rule, failed in rows}


def test_definitions_are_the_dictionary(reader: Reader) -> None:
    reader.open("definitions")
    entries = read_page()
    heads = reader.page.locator(".hh-term h2").all_inner_texts()
    assert heads == [f"{entry.id} {entry.title}" for entry in entries.values()]
    assert reader.page.locator("#M-41 p").inner_text() == entries["M-41"].words
    reader.open("definitions", search="M-41")
    assert reader.page.locator(".hh-term h2").all_inner_texts() == [f"M-41 {entries['M-41'].title}"]
