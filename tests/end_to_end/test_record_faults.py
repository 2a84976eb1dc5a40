"""Faults in single records: exactly they are missing from what is published, and are there once they are corrected.

One company of a few files is loaded twice at one instant, first with faults, then without: what is published differs by
the faulty records and what hangs on them, and by nothing else.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from tests.end_to_end.company import published

AS_OF = datetime(2026, 3, 31, 18, tzinfo=UTC)

REQUISITIONS = """
    job_id,status,department,opened_at
    weld,open,Engineering,2025-09-01T08:00:00Z
    ledger,open,Finance,2025-09-01T08:00:00Z
    aviary,open,{aviary},2025-09-01T08:00:00Z"""
OPENINGS = """
    opening_id,job_id,status,filled_application_id,opened_at,closed_at
    weld-1,weld,filled,w1,2025-09-01T08:00:00Z,2025-10-20T10:00:00Z
    weld-2,weld,open,,2025-09-01T08:00:00Z,
    ledger-1,ledger,open,,2025-09-01T08:00:00Z,
    aviary-1,aviary,open,,2025-09-01T08:00:00Z,"""
APPLICATIONS = """
    application_id,job_id,candidate_id,status,source_name,reason_name,exit_kind,applied_at,ended_at,hired_at
    w1,weld,ana,hired,Referral,,,2025-09-08T09:00:00Z,,2025-10-20T10:00:00Z
    w2,weld,bo,active,Indeed,,,2026-03-27T09:00:00Z,,
    w3,weld,cy,active,Indeed,,,2026-03-26T09:00:00Z,,
    w4,weld,di,rejected,Indeed,Lacking skills,rejected,2025-11-03T09:00:00Z,2025-11-14T16:00:00Z,
    w5,weld,ed,active,Referral,,,2026-03-28T09:00:00Z,,
    {two},ledger,jo,active,Indeed,,,2026-03-28T11:00:00Z,,
    l1,ledger,fay,hired,Referral,,,2025-12-01T09:00:00Z,,{hired}
    l2,ledger,gus,rejected,Indeed,Lacking skills,rejected,2025-12-02T09:00:00Z,2025-12-09T16:00:00Z,
    v1,aviary,hal,active,Indeed,,,2026-03-27T09:00:00Z,,
    v2,aviary,ida,rejected,Indeed,Lacking skills,rejected,2026-01-12T09:00:00Z,2026-01-20T16:00:00Z,"""
STAYS = """
    stay_id,application_id,job_id,stage_name,is_current,entered_at,exited_at
    s1,w1,weld,applied,false,2025-09-08T09:00:00Z,2025-09-12T09:00:00Z
    s2,w1,weld,offer,false,2025-09-12T09:00:00Z,2025-10-20T10:00:00Z
    s3,w2,weld,applied,false,2026-03-27T09:00:00Z,2026-03-28T09:00:00Z
    s4,w2,weld,screen,true,2026-03-28T09:00:00Z,
    s5,w3,weld,applied,true,2026-03-26T09:00:00Z,
    s6,w4,weld,applied,false,2025-11-03T09:00:00Z,2025-11-06T09:00:00Z
    s7,w4,weld,screen,false,2025-11-06T09:00:00Z,2025-11-14T16:00:00Z
    s8,w5,weld,applied,true,2026-03-28T09:00:00Z,
    s9,{two},ledger,applied,true,2026-03-28T11:00:00Z,
    s10,l1,ledger,applied,false,2025-12-01T09:00:00Z,
    s11,l2,ledger,applied,false,2025-12-02T09:00:00Z,2025-12-09T16:00:00Z
    s12,v1,aviary,applied,true,2026-03-27T09:00:00Z,
    s13,v2,aviary,applied,false,2026-01-12T09:00:00Z,2026-01-20T16:00:00Z"""
DOUBLES = """
    s3-again,w2,weld,applied,false,2026-03-27T09:00:00Z,2026-03-28T09:00:00Z
    s7-again,w4,weld,screen,false,2025-11-06T09:00:00Z,2025-11-14T16:00:00Z"""
OFFERS = """
    offer_id,application_id,job_id,opening_id,status,currency,base_pay_amount,start_date,created_at,sent_at,answered_at
    f1,w1,weld,weld-1,accepted,USD,91000,{start},2025-10-13T09:00:00Z,2025-10-14T09:00:00Z,2025-10-20T10:00:00Z
    f2,w2,weld,weld-2,pending,USD,88000,2026-05-04,2026-03-30T09:00:00Z,2026-03-30T10:00:00Z,"""

FAULTY = {"aviary": "Falconry", "two": "w5", "hired": "", "start": "2031-11-17"}
SOUND = {"aviary": "Data", "two": "l3", "hired": "2026-01-15T10:00:00Z", "start": "2025-11-17"}

QUARANTINED = {
    ("application", "KEY-01"): {"w5": 2},
    ("application", "TIM-04"): {"l1": 1},
    ("offer", "OFF-07"): {"f1": 1},
    ("requisition", "REQ-03"): {"aviary": 1},
    ("stage_interval", "STG-02"): {"s3-again": 1, "s7-again": 1},
}
"""Kind of record and rule: which ids it quarantines, and how many records carry each."""

MISSING = {
    "dim_requisition": ("job_id", {"aviary"}),
    "fct_application": ("application_id", {"w5", "l1", "l3", "v1", "v2"}),
    "fct_offer": ("coalesce(offer_id, 'of ' || application_id)", {"f1", "of l1"}),
    "fct_hire": ("application_id", {"w1", "l1"}),
    "fct_opening": ("opening_id", {"aviary-1"}),
    "fct_stage_interval": (
        "application_id || ' ' || canonical_stage",
        {"w5 applied", "l1 applied", "l3 applied", "v1 applied", "v2 applied"},
    ),
}
"""Public table: how its rows are told apart, and which are not there: the faulty, and what hangs on them. The second
application of w5 is called l3 once it is corrected."""


def drop(folder: Path, words: dict[str, str], more_stays: str = "") -> Path:
    """Write the company's files, with ``words`` in the places that differ; returns the folder."""
    texts = {
        "requisitions": REQUISITIONS,
        "openings": OPENINGS,
        "applications": APPLICATIONS,
        "stage_intervals": STAYS + more_stays,
        "offers": OFFERS,
    }
    folder.mkdir(exist_ok=True)
    for entity, text in texts.items():
        lines = [line.strip() for line in text.format_map(words).strip().splitlines()]
        (folder / f"{entity}.csv").write_text("\n".join(lines) + "\n")
    return folder


def publish(home: Path, files: Path, *arguments: str) -> None:
    """Run the company, which must publish."""
    own = {"HIREHOUSE_COMPANY_TIMEZONE": "Europe/Lisbon", "HIREHOUSE_COMPANY_CURRENCY": "USD"}
    files_alone = {"HIREHOUSE_CONNECTORS": "filedrop", "SOURCES__FILEDROP__PATH": str(files)}
    environment = {**os.environ, **own, **files_alone, "HIREHOUSE_HOME": str(home)}
    command = [sys.executable, "-m", "hirehouse.cli", "run", "--as-of", AS_OF.isoformat(), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-4000:]}"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """What was published with the faults and once they were corrected, as ``faulty`` and ``healed``."""
    folder = tmp_path_factory.mktemp("faults of records")
    publish(folder / "home", drop(folder / "files", FAULTY, DOUBLES))
    faulty = shutil.copy(published(folder / "home"), folder / "faulty.duckdb")
    # lines that were there and are not are taken for deleted when somebody says so
    publish(folder / "home", drop(folder / "files", SOUND), "--confirm-deletions", "filedrop")
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute(f"attach '{faulty}' as faulty (read_only)")
        connection.execute(f"attach '{published(folder / 'home')}' as healed (read_only)")
        yield connection


def test_what_is_quarantined_is_named_and_counted(both: duckdb.DuckDBPyConnection) -> None:
    counted = both.execute(
        "select table_name, rule_id, row_count from faulty.quarantine.quarantined_row_counts"
    ).fetchall()
    assert {(kind, rule): rows for kind, rule, rows in counted} == {
        kind: sum(ids.values()) for kind, ids in QUARANTINED.items()
    }
    named = {(*kind, entity) for kind, ids in QUARANTINED.items() for entity in ids}
    assert open_findings(both, "faulty") == named | {("application", "OFF-01", "l1")}


@pytest.mark.parametrize("table", MISSING)
def test_exactly_the_faulty_records_are_missing(both: duckdb.DuckDBPyConnection, table: str) -> None:
    """Every other row is there, once, and none that is not there without faults."""
    told_by, missing = MISSING[table]
    query = query_of(table, told_by)
    faulty, healed = (Counter(both.execute(query.format(side)).fetchall()) for side in ("faulty", "healed"))
    assert healed - faulty == Counter((each,) for each in missing)
    assert faulty - healed == Counter()


def test_every_other_record_is_published_as_if_there_were_no_faults(both: duckdb.DuckDBPyConnection) -> None:
    """But the day on which w1 starts, which its offer says."""
    others = set()
    for table, (told_by, _) in MISSING.items():
        query = query_of(table, f"{told_by} as told_by, {table}.*")
        left = both.execute(f"select told_by from ({query.format('faulty')} except all {query.format('healed')})")
        others |= {(table, told) for (told,) in left.fetchall()}
    assert others == {("fct_application", "w1")}
    w1 = "select * exclude (start_date) from {}.core.fct_application where application_id = 'w1'"
    assert both.execute(w1.format("faulty")).fetchall() == both.execute(w1.format("healed")).fetchall()


def test_corrected_records_are_there_and_no_finding_is_left(both: duckdb.DuckDBPyConnection) -> None:
    """But that the hire has no offer, which it never had."""
    assert both.execute("select * from healed.quarantine.quarantined_row_counts").fetchall() == []
    assert open_findings(both, "healed") == {("application", "OFF-01", "l1")}
    hires = (
        "select application_id, accepted_date::varchar, hires.start_date::varchar from healed.core.fct_hire as hires"
    )
    hires += " inner join healed.core.fct_application using (application_key) order by 1"
    assert both.execute(hires).fetchall() == [("l1", "2026-01-15", None), ("w1", "2025-10-20", "2025-11-17")]
    applications = "select application_id from healed.core.fct_application order by 1"
    ids = ["l1", "l2", "l3", "v1", "v2", "w1", "w2", "w3", "w4", "w5"]
    assert [each for (each,) in both.execute(applications).fetchall()] == ids


def open_findings(both: duckdb.DuckDBPyConnection, side: str) -> set[tuple[str, str, str]]:
    """Kind of record, rule and id of every open finding on one side."""
    query = f"select entity_type, rule_id, entity_id from {side}.hygiene.finding where state = 'open'"
    return set(both.execute(query).fetchall())


def query_of(table: str, selected: str) -> str:
    """What is selected of a public table of a side to be named, with the application that its rows hang on."""
    rows = f"select {selected} from {{0}}.core.{table} as {table}"
    if table not in ("fct_offer", "fct_hire", "fct_stage_interval"):
        return rows
    applications = "(select application_key, application_id from {0}.core.fct_application)"
    return f"{rows} left join {applications} using (application_key)"
