"""Texts that stop a run, read by somebody who knows nothing else: what they say is done, and the next run passes.

One small company. On its first day the seeds of its copy of the project lack names it uses, a cell does not fit, and a
workbook has a sheet that nobody meant to be read. On the second a table is gone on purpose.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import duckdb
import openpyxl
import pytest

from hirehouse.base.settings import project_number
from hirehouse.sandbox.world import COMPANY_CURRENCY, COMPANY_TIMEZONE, DEMO_NOW
from tests.end_to_end.company import Company, company, published
from tests.end_to_end.newcomer import Block, Newcomer, Run, a_newcomer, blocks_of, without

SEED, SCALE = 7, 300
FIRST = DEMO_NOW - timedelta(days=45)
EXCEPTION_DAYS = int(project_number("exception_days", "hygiene"))

UNMAPPED_STAGES = {"take home test": "interview", "hiring manager screen": "screen"}
UNMAPPED_SOURCES = {
    "company website": "inbound_site",
    "linkedin jobs": "job_board",
    "indeed": "job_board",
    "glassdoor": "job_board",
    "referral": "referral",
    "career fair": "event_campus",
    "recruiting agency": "agency",
}
UNMAPPED_FUNCTION = "Product"
"""Names the company uses and its copy of the seeds does not know, with what they mean."""
GONE, REASON = ("employees", "person_records"), "the HR system is switched off"
"""What loses rows when the employees go: they are records of persons, too."""
NOTES = 12
"""Lines of a sheet that nobody meant to be read: too many to be passed over."""


@dataclass
class Story:
    """A company, who runs hirehouse on it, and what a blocked run printed, by rule."""

    served: Company
    newcomer: Newcomer
    blocks: dict[str, Block] = field(default_factory=dict)

    @property
    def files(self) -> Path:
        """The company's dropped files."""
        return self.served.folder / "filedrop"

    def fails(self) -> Run:
        """A run that must stop before anything is built."""
        run = self.newcomer.hirehouse("run")
        assert run.returncode == 1, run.stdout[-2000:] + run.stderr[-3000:]
        return run

    def passes(self) -> None:
        """A run that must publish."""
        run = self.newcomer.hirehouse("run")
        assert run.returncode == 0, run.stdout[-2000:] + run.stderr[-4000:]

    def query(self, sql: str) -> list[tuple]:
        """Rows of what is published."""
        with duckdb.connect(str(published(self.newcomer.home)), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def open_findings(self, *rules: str) -> list[tuple]:
        """Rule and thing of what ``rules`` find now."""
        named = ", ".join(f"'{rule}'" for rule in rules)
        return self.query(
            f"select rule_id, entity_id from hygiene.finding where state = 'open' and rule_id in ({named})"
        )


@pytest.fixture(scope="module")
def first_day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Names nobody mapped, a cell that does not fit, a sheet nobody meant: each as printed mended, then published."""
    folder = tmp_path_factory.mktemp("newcomer")
    with company(folder / "company", seed=SEED, scale=SCALE, now=FIRST) as served:
        own = {"HIREHOUSE_COMPANY_TIMEZONE": COMPANY_TIMEZONE, "HIREHOUSE_COMPANY_CURRENCY": COMPANY_CURRENCY}
        systems = {"HIREHOUSE_CONNECTORS": "greenhouse,filedrop"}
        settings = served.settings | own | systems | {"HIREHOUSE_AS_OF": FIRST.isoformat()}
        story = Story(served, a_newcomer(folder, settings))
        seeds = story.newcomer.project / "dbt_project" / "seeds"
        without(seeds / "stage_map.csv", "stage_name", set(UNMAPPED_STAGES))
        without(seeds / "source_map.csv", "source_name", set(UNMAPPED_SOURCES))
        without(seeds / "function_map.csv", "function", {UNMAPPED_FUNCTION})
        plan = story.files / "hiring_plan.csv"
        sound = rewritten_cell(plan, 4, "plan_seats", "five")
        mend_cell(plan, story.fails(), sound)
        with_a_sheet_of_notes(story.files / "holidays.csv")
        story.blocks |= blocks_of(story.newcomer.hirehouse("run"))
        story.newcomer.pastes(story.blocks["STG-01"], UNMAPPED_STAGES)
        story.newcomer.pastes(story.blocks["SRC-02"], UNMAPPED_SOURCES)
        story.newcomer.pastes(story.blocks["REQ-03"], {UNMAPPED_FUNCTION.lower(): UNMAPPED_FUNCTION})
        remove_sheet(story.files, story.blocks["INP-01"])
        story.passes()
        yield story


@pytest.fixture(scope="module")
def second_day(first_day: Story) -> Story:
    """A table that is gone for good: excused as printed, then published."""
    later = {"HIREHOUSE_AS_OF": (FIRST + timedelta(days=1)).isoformat()}
    story = replace(first_day, newcomer=replace(first_day.newcomer, settings=first_day.newcomer.settings | later))
    (story.files / "employees.parquet").unlink()
    says_so(story.files, story.fails())
    story.blocks = blocks_of(story.newcomer.hirehouse("run"))
    story.newcomer.pastes(story.blocks["VOL-02"], dict.fromkeys(GONE, REASON))
    story.passes()
    return story


def says_so(folder: Path, run: Run) -> None:
    """Write the line that an error names into the mapping it names: rows that are gone are meant to be."""
    said = " ".join(run.stderr.split())
    line, mapping = re.findall(r"write `([\w: ]+)` into (\w+\.mapping\.yml) if the rows are to go", said)[0]
    (folder / mapping).write_text(f"{line}\n")


def rewritten_cell(path: Path, at: int, column: str, text: str) -> str:
    """Write another text into a cell of a CSV file, ``at`` rows below its header; returns what was there."""
    with path.open(newline="") as file:
        rows = list(csv.reader(file))
    place = rows[0].index(column)
    before, rows[at][place] = rows[at][place], text
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    return before


def mend_cell(path: Path, run: Run, text: str) -> None:
    """Write ``text`` into the cell that an error names, by file, row and column."""
    assert f"where:  {path.name}" in run.stderr
    row, column = re.findall(r"row (\d+), column (\w+):", run.stderr)[0]
    rewritten_cell(path, int(row) - 1, column, text)


def with_a_sheet_of_notes(path: Path) -> None:
    """The file as a workbook, with a second sheet that says something else."""
    book = openpyxl.Workbook()
    with path.open(newline="") as file:
        for row in csv.reader(file):
            book.worksheets[0].append(row)
    notes = book.create_sheet("To ask")
    for row in (["whom", "what"], *([f"office {number}", "half days"] for number in range(NOTES))):
        notes.append(row)
    book.save(path.with_suffix(".xlsx"))
    path.unlink()


def remove_sheet(folder: Path, block: Block) -> None:
    """Take the sheet out of the workbook that the block names."""
    name, sheet = re.findall(r"unread_sheet, ([\w.]+), sheet ([\w ]+):", block.text)[0]
    book = openpyxl.load_workbook(folder / name)
    del book[sheet]
    book.save(folder / name)


def test_names_are_pasted_from_the_block(first_day: Story) -> None:
    """Each once, with how many records it is in, also those that alone would not block."""
    stages, sources = first_day.blocks["STG-01"], first_day.blocks["SRC-02"]
    assert set(stages.lines) == {f"greenhouse,{name},?" for name in UNMAPPED_STAGES}
    assert set(sources.lines) == {f"{name},?," for name in UNMAPPED_SOURCES}
    with first_day.served.world.connect() as connection:
        query = """select lower(name), count(*) from source inner join application using (source_id)
            where visible_at <= ? group by all"""
        used = dict(connection.execute(query, [FIRST]).fetchall())
    for name in ("company website", "referral"):  # no money is spent on them: applications are all their records
        assert f"{name} ({used[name]})" in sources.text
    assert first_day.query("select count(*) from core.dim_stage where canonical_stage is null") == [(0,)]
    mapped = "select count(*) from core.fct_application where channel = 'unknown' and dq_flags like '%SRC-02%'"
    assert first_day.query(mapped) == [(0,)]


def test_each_block_names_its_thing_and_a_remedy(first_day: Story) -> None:
    """Rule, and the name, or the file and sheet, it is about."""
    named = {
        "INP-01": "holidays.xlsx, sheet To ask",
        "REQ-03": UNMAPPED_FUNCTION.lower(),
        "SRC-02": "company website",
        "STG-01": "take home test",
    }
    assert set(first_day.blocks) == set(named)
    for rule, thing in named.items():
        text = first_day.blocks[rule].text
        assert thing in text and "Remedy: " in text, text


def test_after_the_remedies_nothing_is_left_of_them(first_day: Story) -> None:
    """No rule that blocked or quarantined finds anything now, and the function's applications are in."""
    assert first_day.open_findings(*first_day.blocks) == []
    kept = f"select count(*) from core.fct_application where function = '{UNMAPPED_FUNCTION}'"
    assert first_day.query(kept)[0][0] > 0


def test_what_is_gone_for_good_is_excused_with_the_line_that_is_printed(second_day: Story) -> None:
    block = second_day.blocks["VOL-02"]
    until = (FIRST + timedelta(days=1)).date() + timedelta(days=EXCEPTION_DAYS)
    assert set(second_day.blocks) == {"VOL-02"} and block.lines == tuple(f"VOL-02,{name},?,{until}" for name in GONE)
    assert "rule_exceptions.csv" in block.text and "Remedy: " in block.text
    assert second_day.open_findings("VOL-02") == []
