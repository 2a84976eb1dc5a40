"""The pack says what the tables say, tells what changed and why, and admits what it does not know."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from html import escape
from pathlib import Path

import pytest

from hirehouse.base.errors import HirehouseError
from hirehouse.base.settings import Settings
from hirehouse.build.run_record import Recorder
from hirehouse.publish.published import Published, open_published
from hirehouse.review.blocks import Block, Decision, Decisions, Notice, Page, Table, Tile, Tiles
from hirehouse.review.build import build_pack
from hirehouse.review.owners import broken_rules
from hirehouse.review.pack import Since, build_page
from hirehouse.review.page import html
from hirehouse.review.scopes import Scope, quarters, scopes
from tests.companies.reviewed import AS_OF, STALE, publish_company

LAST_SUNDAY = date(2026, 8, 9)
PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The company, published; its warehouse is gone, so nothing else can be read."""
    made, _ = publish_company(tmp_path_factory.mktemp("reviewed") / "home")
    made.warehouse_path.unlink()
    return made


@pytest.fixture(scope="module")
def published(settings: Settings) -> Iterator[Published]:
    with open_published(settings) as opened:
        yield opened


def page_of(settings: Settings, published: Published, function: str = "all") -> Page:
    every = scopes(published)
    scope = next(each for each in every if each.function == function)
    return build_page(settings, published, scope, every, Since(LAST_SUNDAY, "as asked"))


def blocks(page: Page, key: str) -> tuple[Block, ...]:
    return next(section.blocks for section in page.sections if section.key == key)


def tiles(page: Page, key: str) -> dict[str, Tile]:
    found = [tile for block in blocks(page, key) if isinstance(block, Tiles) for tile in block.tiles]
    return {tile.label: tile for tile in found}


def tables(page: Page, key: str) -> list[Table]:
    return [block for block in blocks(page, key) if isinstance(block, Table)]


def rows(table: Table) -> dict[str, tuple]:
    return {row[0]: row[1:] for row in table.rows}


def decisions(page: Page) -> tuple[Decision, ...]:
    (block,) = blocks(page, "decisions")
    assert isinstance(block, Decisions)
    return block.decisions


def notices(page: Page) -> str:
    inside = [block for section in page.sections for block in section.blocks if isinstance(block, Notice)]
    return " ".join(notice.text for notice in (*page.notices, *inside))


def test_quarters_and_pages(published: Published) -> None:
    assert quarters(date(2026, 11, 30)) == (date(2026, 10, 1), date(2027, 1, 1), date(2027, 4, 1))
    assert [(each.function, each.file) for each in scopes(published)] == [
        ("all", "company"),
        ("Engineering", "engineering"),
        ("Legal", "legal"),
        ("Sales", "sales"),
    ]


def test_coverage_and_the_plan_are_the_tables(settings: Settings, published: Published) -> None:
    page = page_of(settings, published)
    found = tiles(page, "coverage")
    assert found["2026-Q3: P(plan)"] == Tile("2026-Q3: P(plan)", "41 %", "3 of 12 hired, 6 to 13 expected", "bad")
    assert found["2026-Q4: P(plan)"] == Tile("2026-Q4: P(plan)", "90 %", "0 of 7 hired, 4 to 9 expected", "good")
    assert found["2027-Q1: P(plan)"].value == "no plan"
    numbers, by_function = tables(page, "coverage")
    said = rows(numbers)
    assert said["Seats to fill"] == ("9", "7", "–")
    assert said["Expected per seat (weighted)"] == ("1.25", "0.66", "–")
    assert said["Forecast of the quarter, mean"] == ("9", "6.5", "–")
    assert said["  from the pipeline"] == ("6.3", "2", "–")
    assert said["Model's commit, best case"] == ("5, 7", "5, 7", "–")
    assert said["People's commit, best case"] == ("5, 7", "–", "–")
    assert said["More entries to reach 80 %"] == ("12 applied or 5 screen", "none", "–")
    # the least likely first; what nobody knows has no column
    assert list(rows(by_function)) == ["Legal", "Sales"]
    assert [column.title for column in by_function.columns][1:] == [
        "P(plan)", "plan", "expected per seat", "seat-capped", "to reach 80 %",
    ]  # fmt: skip


def test_what_changed_and_why(settings: Settings, published: Published) -> None:
    page = page_of(settings, published)
    change = tiles(page, "change")
    assert change["2026-Q3: change of P(plan)"].value == "−21 points"
    assert change["2026-Q3: change of P(plan)"].note == "was 62 % on 9 Aug 2026; mean 11 → 9 hires"
    assert {label: tile.value for label, tile in change.items() if "P(plan)" not in label} == {
        "came into the pipeline": "1",
        "moved on a stage": "1",
        "won (hired)": "1",
        "lost (withdrew)": "1",
        "rejected": "1",
        "left otherwise": "1",
    }
    assert change["moved on a stage"].note == "1 moved back"
    fates, stages = tables(page, "change")
    assert [(row[0], row[2], row[3]) for row in fates.rows] == [
        ("slipped", "SAL-1, 902", "20 Sep 2026 → 20 Oct 2026"),
        ("lost", "SAL-2, 904", "1 Sep 2026"),
        ("put on hold", "ENG-1, 905", "15 Sep 2026"),
        ("won", "SAL-2, 903", "1 Sep 2026"),
        ("new", "ENG-1, 906", "1 Dec 2026"),
    ]
    assert rows(stages)["screen"] == ("4", "2", "−2")
    assert rows(stages)["all active candidates"] == ("8", "5", "−3")
    chart = next(block for block in blocks(page, "change") if type(block).__name__ == "Chart")
    assert chart.alt == ("Seats open or on hold: open then 5, new 1, won (filled) 1, lost (cancelled) 1, open now 4.")


def test_seats_at_risk_are_those_due_that_nobody_commits_to(settings: Settings, published: Published) -> None:
    by_category, at_risk, called, overdue = tables(page_of(settings, published), "seats")
    assert called.rows == (("Account <Executive>", "SAL-1, 901", "2026-Q3", "commit", "pipeline", "20 %"),)
    assert rows(by_category)["2026-Q3"] == ("0", "1", "0", "0", "1", "1")
    assert [row[:6] for row in at_risk.rows] == [
        ("confidential requisition", "ENG-1, 905", "2026-Q3", "15 Sep 2026", "0 %", "omitted"),
        ("Account <Executive>", "SAL-1, 902", "2026-Q4", "20 Oct 2026", "30 %", "pipeline"),
    ]
    assert overdue.rows == (("Account <Executive>", "SAL-1, 901", "1 Aug 2026", "2"),)


def test_funnel_velocity_and_care_are_the_tables(settings: Settings, published: Published) -> None:
    page = page_of(settings, published)
    entered, exits = tables(page, "funnel")
    assert entered.rows == (
        ("applied", "100", "30", "60", "5", "5", "44 %"),
        ("screen", "30", "12", "10", "2", "6", "44 %"),
    )
    assert exits.rows[0] == ("screen", "rejected", "skills", "12", "71 %")
    waiting, speed = tables(page, "velocity")
    assert waiting.rows == (("onsite", "6.0", "7.5", "12.5", "2", "3"),)
    assert speed.rows == (("applied to accepted (M-11)", "34", "51.5", "8"),)
    (owners,) = tables(page, "stalled")
    assert [row[:5] for row in owners.rows] == [
        ("ats user 801, Talent", "k1", "3", "scorecard missing (3)", "13"),
        ("nobody", "–", "1", "scorecard missing (1)", "12"),
    ]
    assert [link.url for link in owners.rows[0][5]] == [f"https://ats.example/a{number}" for number in (3, 1, 0)]
    score = tiles(page, "hygiene")
    assert (score["hygiene score"].value, score["hygiene score"].note) == ("90 %", "87.50 % on 9 Aug 2026")
    assert score["failures to put right"].value == "9"
    assert [row[0] for row in tables(page, "hygiene")[0].rows] == ["SCO-01", "APP-02"]
    assert tiles(page, "cadence")["reviewed in the last 7 days"].value == "60 %"


def test_decisions_follow_from_the_numbers(settings: Settings, published: Published) -> None:
    told = [(each.ask, each.number) for each in decisions(page_of(settings, published))]
    assert told == [
        (
            "2026-Q3: find 12 more in applied or 5 more in screen or 2 more in onsite, or change the plan",
            "P(plan) is 41 % with 9 seats to fill; 80 % is safe",
        ),
        ("Give overdue seats a new date, more candidates or an end", "1 open seat past the target date: SAL-1"),
        (
            "Commit to the seats at risk, or take them out of the plan",
            "2 seats due this quarter or the next without a case for a hire: ENG-1, SAL-1",
        ),
        ("Accept the slip, or say what would undo it", "1 seat slipped to a later quarter since 9 Aug 2026: SAL-1"),
        (
            "Move, reject or hand over the stalled candidates",
            "4 candidates stalled; 3 wait for ats user 801, Talent",
        ),
        ("Give stalled candidates an owner", "1 stalled candidate without one"),
        ("Review the seats that had no review", "2 of 5 open seats not reviewed in 7 days"),
        (
            "Have the recruiter put records right",
            "APP-02 active on paper only: 2, kept out of the numbers they would falsify",
        ),
    ]  # fmt: skip


@pytest.mark.parametrize(("status", "first", "weights"), [("blocked", "SCO-01", [35, 6]), ("warned", "SCO-01", [7, 6])])
def test_a_rule_that_was_escalated_weighs_as_what_struck(
    tmp_path: Path, status: str, first: str, weights: list[int]
) -> None:
    results = f"""select 'run-1' as run_id, *, 'company' as scope_type, 'all' as scope
        from (values ('APP-02', 40, 2, 'quarantined'), ('SCO-01', 30, 7, '{status}'))
            as t (rule_id, evaluated, failed, status)"""
    settings, _ = publish_company(tmp_path / "home", hygiene__rule_result=results)
    with open_published(settings) as published:
        rules = broken_rules(published, Scope("all", "company"))
    assert (rules[0]["rule_id"], [row["weight"] for row in rules]) == (first, weights)


def test_a_function_with_no_data_says_so(settings: Settings, published: Published) -> None:
    page = page_of(settings, published, "Legal")
    assert "Legal has no data" in notices(page)
    assert "There is no forecast of Legal in this version" in notices(page)
    assert tables(page, "stalled")[0].rows == ()
    assert "Legal" not in notices(page_of(settings, published, "Sales"))


def test_a_blocked_gate_says_what_stands(tmp_path: Path) -> None:
    settings, _ = publish_company(tmp_path / "home")
    Recorder(settings, "one").change(outcome="published")
    later = replace(settings, as_of=AS_OF + timedelta(hours=20))
    Recorder(later, "two").change(outcome="blocked", reasons=["STG-01: 2 stages are mapped nowhere"])
    Recorder(later, "three").change(outcome="done")
    with open_published(settings) as published:
        page = page_of(later, published)
    (notice,) = page.notices
    assert f'<p class="notice bad">{notice.text}</p>' in html(page)
    assert notice == Notice(
        "The run of 18 Aug 2026, 07:30 was blocked by a gate and published nothing: STG-01: 2 stages are mapped "
        "nowhere. The numbers below are as of 17 Aug 2026, 11:30 (Europe/Berlin).",
        "bad",
    )


def test_a_stale_source_an_old_version_and_unknown_requisitions_say_so(tmp_path: Path) -> None:
    unknown = "select 'r1' as review_key, null::varchar as requisition_key"
    settings, _ = publish_company(tmp_path / "home", hygiene__finding=STALE, core__fct_pipeline_review=unknown)
    with open_published(settings) as published:
        page = page_of(replace(settings, as_of=AS_OF + timedelta(days=3)), published)
    assert all(escape(notice.text) in html(page) for notice in page.notices)
    assert [notice.text for notice in page.notices] == [
        "These numbers are 3 days old: the newest version is as of 17 Aug 2026, 11:30 (Europe/Berlin).",
        "crm is stale (FRE-01): Last completed load 9 hours ago. What comes from it is as of then.",
        "1 logged review of a requisition that no source knows: `hirehouse doctor` names it.",
    ]


def test_without_a_forecast_the_page_says_so_and_shows_coverage(tmp_path: Path) -> None:
    no_odds = "select * replace (null::double as p_target) from (select 'all' as function, date '2026-10-01' as "
    no_odds += "quarter_start_date, 'plan' as seats_basis, 7 as seats_to_fill, 0 as hires_to_date, 0.66 as "
    no_odds += "coverage_weighted, 3.0 as coverage_unweighted, null::double as p_target)"
    settings, _ = publish_company(
        tmp_path / "home", metrics__hiring_forecast="", metrics__opening_forecast="", metrics__pipeline_coverage=no_odds
    )
    with open_published(settings) as published:
        page = page_of(settings, published)
    assert "There is no forecast in this version" in notices(page)
    assert "There is no forecast of single seats" in notices(page)
    assert tiles(page, "coverage")["2026-Q4: P(plan)"] == Tile(
        "2026-Q4: P(plan)", "not known", "0 of 7 hired, 0.66 expected per seat left", "warn"
    )
    assert decisions(page)[0].number == "0.66 hires expected per seat from today's candidates, 7 seats to fill"


def test_packs_meet_without_a_gap(tmp_path: Path) -> None:
    """The next pack starts where the last one ended; one of the same day is no earlier one."""
    settings, _ = publish_company(tmp_path / "home")
    earlier = settings.reports_path / "review" / "2026-08-10" / "pack.json"
    earlier.parent.mkdir(parents=True)
    (settings.reports_path / "review" / "notes").mkdir()
    assert build_pack(settings).since == LAST_SUNDAY
    earlier.write_text(json.dumps({"as_of_date": "2026-08-10", "until": "2026-08-08"}))
    pack = build_pack(settings)
    assert (pack.since, pack.as_of_date) == (date(2026, 8, 8), date(2026, 8, 17))
    assert "no snapshot of the seats at the end of 8 Aug 2026" in (pack.folder / "company.html").read_text()
    assert build_pack(settings, date(2026, 8, 9)).since == LAST_SUNDAY
    with pytest.raises(HirehouseError, match="the last day that is over is 2026-08-16"):
        build_pack(settings, date(2026, 8, 16))
    assert sorted(path.name for path in (settings.reports_path / "review").iterdir()) == [
        "2026-08-10", "2026-08-17", "notes",
    ]  # fmt: skip


def test_nothing_published_and_an_earlier_version_are_told(tmp_path: Path) -> None:
    settings, _ = publish_company(tmp_path / "home", metrics__review_cadence="")
    with pytest.raises(HirehouseError, match=r"lacks what is asked of it:.*review_cadence") as told:
        build_pack(settings)
    assert "hirehouse run" in told.value.remedy
    assert not list((settings.reports_path / "review").iterdir())
    with pytest.raises(HirehouseError, match="nothing has been published yet"):
        build_pack(replace(settings, home=tmp_path / "other"))


def test_functions_whose_names_look_alike_have_pages_of_their_own(tmp_path: Path) -> None:
    plan = "select unnest(['R&D', 'R-D', '営業', '法務', 'Company']) as function"
    settings, _ = publish_company(tmp_path / "home", core__fct_hiring_plan=plan)
    with open_published(settings) as published:
        files = [scope.file for scope in scopes(published)]
    assert len(set(files)) == len(files) == 9
    assert all(re.fullmatch(r"[a-z0-9-]+", file) for file in files)


def test_the_exposure_names_what_the_pack_reads(manifest: dict) -> None:
    texts = [path.read_text() for path in (PROJECT / "hirehouse" / "review").glob("*.py")]
    read = {name for text in texts for name in re.findall(r"\b((?:core|metrics|hygiene)\.[a-z_]+)\b(?!\.md)", text)}
    nodes = manifest["exposures"]["exposure.hirehouse.review_pack"]["depends_on"]["nodes"]
    said = {f"{manifest['nodes'][node]['schema']}.{manifest['nodes'][node]['alias']}" for node in nodes}
    assert said == {name for name in read if name not in ("metrics.md", "hygiene.weights")} | {"core.publication"}, (
        "the reader reads that"
    )


def test_a_scope_of_the_company_is_all(published: Published) -> None:
    assert Scope("all", "company").is_company and not Scope("Sales", "sales").is_company
