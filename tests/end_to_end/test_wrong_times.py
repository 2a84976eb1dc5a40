"""Dates nobody can mean, in dropped files: what is wrong is quarantined and named, the rest is published.

One company of a few files, one run: placeholder years, ends without a date or before their beginning, applications
dated after their first move, starts in another century, one candidate for two hires, a department nobody mapped, a seat
filled by nobody we know.
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from tests.end_to_end.company import published

AS_OF = datetime(2026, 6, 30, 18, tzinfo=UTC)

MIDNIGHTS = "".join(f"\nbulk-{number},J1,B{number},active,2026-06-25 00:00:00+00,," for number in range(20))
"""Applications of an import that lost the time of day."""

FILES = {
    "requisitions": """
        job_id,status,department,opened_at
        J1,open,Data,2025-02-03
        J2,open,Data,1900-01-01
        J3,open,Data,2026-05-20
        J4,open,Falconry,2026-05-20""",
    "openings": """
        opening_id,job_id,status,filled_application_id,opened_at,closed_at
        S1,J1,open,,2025-02-03,
        S2,J1,filled,good-hire,2025-02-03,2025-05-12
        S3,J1,closed,,2025-02-03,
        S4,J1,closed,,2025-02-03,2024-12-24
        S5,J1,filled,hire-by-offer,2025-02-03,
        S6,J1,filled,hire-1989-start,2025-02-03,2025-05-12
        S7,J3,open,,2026-05-20,
        S8,J1,filled,nobody-9,2025-02-03,2025-05-12""",
    "applications": """
        application_id,job_id,candidate_id,status,applied_at,hired_at,ended_at
        good-hire,J1,C1,hired,2025-04-07,2025-05-12,
        good-exit,J1,C2,rejected,2025-04-07 09:12:00+00,,2025-04-29 16:40:00+00
        good-same-day,J1,C3,rejected,2025-04-07 09:12:00+00,,2025-04-07
        good-active,J1,C4,active,2026-06-25,,
        hire-of-no-day,J1,C5,hired,2025-04-07,,
        hire-by-offer,J1,C6,hired,2025-04-07,,
        exit-of-no-day,J1,C7,rejected,2025-04-07,,
        exit-by-stay,J1,C8,rejected,2025-04-07,,
        applied-1899,J1,C9,hired,1899-12-30,2025-05-12,
        ended-1904,J1,C10,rejected,2025-04-07,,1904-01-01
        on-1900,J2,C11,active,2026-06-25,,
        ended-before,J1,C12,rejected,2025-04-07 09:12:00+00,,2018-03-01 09:12:00+00
        hired-before-opening,J3,C13,hired,2026-01-05,2026-01-14,
        applied-late,J1,C14,active,2026-06-25,,
        twice-hired-a,J1,C15,hired,2025-04-07,2025-05-13,
        twice-hired-b,J1,C15,hired,2025-04-09,2025-05-13,
        hire-1989-start,J1,C16,hired,2025-04-07,2025-05-12,
        accepted-some-day,J1,C17,active,2026-06-20,,"""
    + MIDNIGHTS,
    "stage_intervals": """
        stay_id,application_id,job_id,stage_name,is_current,entered_at,exited_at
        V1,good-active,J1,applied,true,2026-06-25,
        V2,exit-by-stay,J1,applied,false,2025-04-07,2025-04-11
        V3,applied-late,J1,applied,true,2026-06-20,
        V4,good-exit,J1,applied,false,2025-04-07 09:12:00+00,2025-04-15 10:00:00+00
        V5,good-exit,J1,screen,false,2025-04-15 10:00:00+00,2025-04-29 16:40:00+00
        V6,good-same-day,J1,applied,false,1905-04-07,
        V7,good-same-day,J1,screen,true,2025-04-07 09:12:00+00,""",
    "offers": """
        offer_id,application_id,job_id,status,created_at,sent_at,answered_at,start_date
        F1,hire-by-offer,J1,accepted,2025-05-01,2025-05-02,2025-05-08,2025-06-02
        F2,hire-1989-start,J1,accepted,2025-05-01,2025-05-02,2025-05-12,1989-06-02
        F3,hire-of-no-day,J1,pending,2025-05-01,,,
        F4,accepted-some-day,J1,accepted,2026-06-24,2026-06-24,,2026-09-01
        F5,good-active,J1,declined,2026-06-27,2026-06-28,2026-06-26,""",
    "employees": """
        employee_id,record_id,start_date,left_date,is_active
        E1,C1,2025-06-02,2018-06-01,false
        E2,C6,2025-06-02,,true""",
}

QUARANTINED = {
    ("APP-06", "application", "applied-late"),
    ("KEY-02", "opening", "S8"),
    ("OPN-01", "opening", "S8"),
    ("PER-02", "candidate", "C15"),
    ("REQ-03", "requisition", "J4"),
    ("STG-04", "stage_interval", "V6"),
    ("TIM-03", "application", "applied-1899"),
    ("TIM-03", "application", "ended-1904"),
    ("TIM-03", "offer", "F2"),
    ("TIM-03", "requisition", "J2"),
    ("TIM-03", "stage_interval", "V6"),
    ("TIM-04", "application", "exit-of-no-day"),
    ("TIM-04", "application", "hire-of-no-day"),
    ("TIM-04", "offer", "F4"),
    ("TIM-04", "opening", "S3"),
    ("TIM-05", "application", "ended-1904"),
    ("TIM-05", "application", "ended-before"),
    ("TIM-05", "application", "hired-before-opening"),
    ("TIM-05", "employment", "E1"),
    ("TIM-05", "offer", "F5"),
    ("TIM-05", "opening", "S4"),
    ("OFF-07", "offer", "F2"),
}
FLAGGED = {
    ("TIM-02", "column", "filedrop.applications.applied_at"),
    ("TIM-04", "application", "exit-by-stay"),
    ("TIM-04", "application", "hire-by-offer"),
    ("TIM-04", "opening", "S5"),
}
SAYS_LITTLE = {"OFF-01", "OFF-03", "REJ-01", "SRC-01"}
"""Rules that ask for what these files never say: offers of all hires, reasons, sources."""
ENTITIES = ("application", "candidate", "employment", "offer", "opening", "requisition", "stage_interval")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files above, published."""
    folder = tmp_path_factory.mktemp("wrong_times")
    (folder / "drop").mkdir()
    for name, text in FILES.items():
        lines = "\n".join(line.strip() for line in text.strip().splitlines())
        (folder / "drop" / f"{name}.csv").write_text(lines + "\n", encoding="utf-8")
    settings = {"SOURCES__FILEDROP__PATH": str(folder / "drop"), "HIREHOUSE_CONNECTORS": "filedrop"}
    command = [sys.executable, "-m", "hirehouse.cli", "run", "--as-of", AS_OF.isoformat()]
    environment = {**os.environ, **settings, "HIREHOUSE_HOME": str(folder / "home")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return folder / "home"


def rows(file: Path, query: str) -> list[tuple]:
    with duckdb.connect(str(file), read_only=True) as connection:
        connection.execute("set timezone = 'UTC'")
        return connection.execute(query).fetchall()


def test_what_is_wrong_is_quarantined_and_named(home: Path) -> None:
    union = " union all ".join(
        f"select rule_id, '{entity}', quarantined_id from quarantine.{entity}" for entity in ENTITIES
    )
    assert set(rows(home / "warehouse.duckdb", union)) == QUARANTINED
    found = rows(published(home), "select rule_id, entity_type, entity_id from hygiene.finding where state = 'open'")
    assert {row for row in found if row[0] not in SAYS_LITTLE} == QUARANTINED | FLAGGED


def test_the_rest_is_published_on_its_true_day(home: Path) -> None:
    query = """select application_id, status, hired_date, exited_date from core.fct_application
        where application_id not like 'bulk-%' order by all"""
    assert rows(published(home), query) == [
        ("accepted-some-day", "active", None, None),
        ("exit-by-stay", "rejected", None, date(2025, 4, 11)),
        ("good-active", "active", None, None),
        ("good-exit", "rejected", None, date(2025, 4, 29)),
        ("good-hire", "hired", date(2025, 5, 12), date(2025, 5, 12)),
        ("good-same-day", "rejected", None, date(2025, 4, 7)),
        ("hire-1989-start", "hired", date(2025, 5, 12), date(2025, 5, 12)),
        ("hire-by-offer", "hired", date(2025, 5, 8), date(2025, 5, 8)),
    ]
    query = """select application_id, accepted_date, hires.start_date, left_date, has_employee_record
        from core.fct_hire as hires inner join core.fct_application using (application_key) order by all"""
    assert rows(published(home), query) == [
        ("good-hire", date(2025, 5, 12), None, None, False),
        ("hire-by-offer", date(2025, 5, 8), date(2025, 6, 2), None, True),
    ]
    assert rows(published(home), "select opening_id from core.fct_opening order by all") == [
        ("S1",),
        ("S2",),
        ("S5",),
        ("S6",),
        ("S7",),
    ]
    flagged = "select application_id, dq_flags from core.fct_application where dq_flags like '%TIM-04%' order by all"
    assert [row[0] for row in rows(published(home), flagged)] == ["exit-by-stay", "hire-by-offer"]


def test_no_number_is_of_a_year_in_which_nobody_worked_here(home: Path) -> None:
    """No day or instant in a public table lies before the company's first requisition; hires are those that stand."""
    file = published(home)
    columns = rows(
        file,
        """select table_schema || '.' || table_name, column_name from information_schema.columns
        where (data_type = 'DATE' or data_type like 'TIMESTAMP%') and table_schema in ('core', 'metrics')
            and table_name <> 'dim_date' order by all""",
    )
    assert len(columns) > 100
    union = " union all ".join(f"select '{t}.{c}', cast(min({c}) as date) from {t}" for t, c in columns)
    early = {name: day for name, day in rows(file, union) if day is not None and day < date(2024, 12, 30)}
    assert early == {}
    volume = """select period_start_date, hires_gross from metrics.hiring_volume
        where period_type = 'month' and function = 'all' and hires_gross > 0 order by all"""
    assert rows(file, volume) == [(date(2025, 5, 1), 2)]
