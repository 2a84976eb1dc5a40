"""Every planted fault is found and nothing else is; a structural one stops publishing and costs nobody their tables."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from hirehouse.ingestion.repair import adopt
from hirehouse.sandbox.findings import expected_findings
from hirehouse.sandbox.world import DEMO_NOW, World
from tests.end_to_end.company import Company, company, published, world
from tests.end_to_end.conftest import DIRTY
from tests.end_to_end.truth import PUBLISHED, compare, open_side_by_side

LATER = DEMO_NOW + timedelta(hours=13)
ABOUT_RECORDS = {
    *("APP-01", "APP-02", "APP-03", "APP-04", "OFF-01", "OFF-02", "OFF-03", "OFF-04", "OPN-01", "OPN-03", "REJ-01"),
    *("REV-01", "SCO-01", "SRC-01", "STG-02", "STG-05", "TIM-01"),
    *("ENU-01", "INP-01", "KEY-02", "MON-01", "REQ-03", "SRC-02", "SRC-05", "STG-04"),
    *("APP-05", "APP-06", "OFF-07", "PER-02", "TIM-03", "TIM-04", "TIM-05"),
}
FORGOTTEN_BY_CHANCE = {"APP-04", "OFF-01", "OFF-04"}
"""What people forget while the company lives: a small one may see none of it, but for the one CI looks at."""
STRUCTURAL = {"FRE-01", "KEY-01", "REC-01", "SCH-01", "STG-01", "VOL-02"}
ABOUT_EARLIER_RUNS = {"FCT-01", "FCT-02"}
OLD_HOLIDAYS = "holidays_2019-12-31.csv"
ABOUT_FILES = {"TIM-02"}
"""What only files get wrong: test_wrong_times.py."""
QUARANTINED = {
    "application": (("STG-05", "APP-05", "APP-06", "TIM-03", "TIM-04"), "application_id"),
    "opening": (("OPN-01", "OPN-03"), "opening_id"),
    "interview": (("ENU-01", "TIM-05"), "interview_id"),
    "offer": (("OFF-07",), "offer_id"),
    "scorecard": (("TIM-01",), "scorecard_id"),
    "stage_interval": (("STG-02", "STG-04"), "interval_key"),
}
"""Kind of entity: the rules that hold it back, and how core names it."""

Finding = tuple[str, str, str]
"""rule, kind of entity, the vendor's id"""


@dataclass(frozen=True)
class Dirty:
    """A published dirty company, and the folder of everything."""

    served: Company
    folder: Path
    seed: int
    scale: int

    @property
    def home(self) -> Path:
        """The home it was loaded into."""
        return self.folder / "home"

    def private(self, query: str) -> list[tuple]:
        """Rows of the private warehouse."""
        with duckdb.connect(str(self.home / "warehouse.duckdb"), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def public(self, query: str) -> list[tuple]:
        """Rows of the published version."""
        with duckdb.connect(str(published(self.home)), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def failing(self, *rules: str) -> set[Finding]:
        """What the rules' models say now, published or not."""
        models = self.private(
            "select schema_name || '.' || table_name from duckdb_tables() where table_name like 'hyg%'"
        )
        wanted = ["hyg_" + rule.lower().replace("-", "_") for rule in rules]
        union = " union all ".join(
            f"select rule_id, entity_type, entity_id from {model} where is_failed"
            for (model,) in models
            if any(name in model for name in wanted)
        )
        return set(self.private(union))


@pytest.fixture(scope="module")
def dirty(dirty_company: tuple[int, int], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dirty]:
    """The company with planted faults, published as of the demo's instant."""
    folder, (seed, scale) = tmp_path_factory.mktemp("dirty"), dirty_company
    with company(folder / "standard", seed=seed, scale=scale, dirt="standard") as served:
        served.publish(folder / "home", DEMO_NOW)
        yield Dirty(served, folder, seed, scale)


@pytest.fixture(scope="module")
def blocked(dirty: Dirty) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """The version published before, and the run 13 hours later that meets four structural faults: a stage nobody
    mapped, a file of employees with most rows gone, as somebody confirmed, reviews without one of their columns, and a
    CRM that was not loaded. An old file of holidays lies beside the new one, which overrules it."""
    before = published(dirty.home)
    with company(dirty.folder / "blocking", seed=dirty.seed, scale=dirty.scale, dirt="blocking", now=LATER) as served:
        files = served.folder / "filedrop"
        shorten(files / "employees.parquet")
        drop_column(files / "reviews.jsonl", "decision_count")
        shutil.copy(files / "holidays.csv", files / OLD_HOLIDAYS)
        only = ("--only", "greenhouse", "--only", "filedrop", "--confirm-deletions", "filedrop")
        return before, served.run(dirty.home, LATER, *only)


@pytest.fixture(scope="module")
def damaged(dirty: Dirty, blocked: tuple) -> subprocess.CompletedProcess[str]:
    """The same instant built anew from a log that came in damaged: scorecards without their id, and
    a source that counted more applications than it sent. What the published run left of its forecasts is spoilt: one
    function's is two days older, and no outcome of the next quarters was in its range."""
    raw = dirty.home / "raw" / "raw_greenhouse"
    change(min((raw / "scorecards").glob("*.parquet")), "id", lambda ids: [None] * 3 + ids[3:])
    for path in (raw / "reconciliation").glob("*.parquet"):
        table = pq.read_table(path)
        more = pc.if_else(pc.equal(table["entity"], "applications"), 300, 0)
        replace(path, table, "source_rows", pc.add(table["source_rows"], more))
    # The source sent them so: a file that was damaged later would be told before anything is built.
    shutil.rmtree(dirty.home / "raw" / "_manifest" / "raw_greenhouse")
    adopt(dirty.home / "raw", "greenhouse")
    with duckdb.connect(str(dirty.home / "warehouse.duckdb")) as connection:
        older = "update ops.forecast_log set as_of_date = as_of_date - 2 where function = 'Engineering'"
        connection.execute(older).execute("update ops.forecast_score_log set pit_in_range = 0 where horizon = 1")
    return dirty.served.run(dirty.home, LATER, "--no-ingest", "--full-refresh")


def findings_at(company_: World, as_of: datetime, rule: str = "") -> set[Finding]:
    """What the rules (or one of them) must find in a company at an instant."""
    rows = expected_findings(company_, as_of).select(["rule_id", "entity_type", "entity_id"]).to_pylist()
    return {tuple(row.values()) for row in rows if row["rule_id"].startswith(rule)}


def shorten(path: Path) -> None:
    """Keep a tenth of a Parquet file."""
    table = pq.read_table(path)
    pq.write_table(table.slice(0, table.num_rows // 10), path)


def drop_column(path: Path, column: str) -> None:
    """Take a column out of a file of JSON lines."""
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    path.write_text("".join(json.dumps(row | {column: None}) + "\n" for row in rows))


def change(path: Path, column: str, spoil: Callable[[list], list]) -> None:
    """Spoil one column of a Parquet file."""
    table = pq.read_table(path)
    replace(path, table, column, pa.array(spoil(table[column].to_pylist()), table[column].type))


def replace(path: Path, table: pa.Table, column: str, values: pa.Array | pa.ChunkedArray) -> None:
    """Write the table back with other values in one column."""
    place = table.schema.get_field_index(column)
    field = table.schema.field(place).with_nullable(True)
    pq.write_table(table.set_column(place, field, values), path)


def test_every_fault_is_found_and_nothing_else(dirty: Dirty, capsys: pytest.CaptureFixture[str]) -> None:
    """Precision and recall are 1.0 for every shipped rule, and every rule about records has something to find."""
    planted = findings_at(dirty.served.world, DEMO_NOW)
    found = set(dirty.public("select rule_id, entity_type, entity_id from hygiene.finding where state = 'open'"))
    rules = [rule for (rule,) in dirty.public("select rule_id from hygiene.rule order by rule_id")]
    assert set(rules) == ABOUT_RECORDS | STRUCTURAL | ABOUT_EARLIER_RUNS | ABOUT_FILES
    with capsys.disabled():
        sys.stdout.write("\nrule    to find  found  precision  recall\n")
        for rule in rules:
            there, seen = ({each for each in group if each[0] == rule} for group in (planted, found))
            right = len(there & seen)
            shares = [f"{right / len(group):.3f}" if group else "-" for group in (seen, there)]
            sys.stdout.write(f"{rule:8}{len(there):7}{len(seen):7}{shares[0]:>11}{shares[1]:>8}\n")
    assert found - planted == set()
    assert planted - found == set()
    without_a_case = ABOUT_RECORDS - {rule for rule, _, _ in planted}
    assert without_a_case <= (set() if (dirty.seed, dirty.scale) == DIRTY else FORGOTTEN_BY_CHANCE)


def test_failing_entities_are_counted_once_per_rule(dirty: Dirty) -> None:
    """``rule_result`` of the whole company agrees with the findings."""
    counted = dirty.public(
        "select rule_id, failed from hygiene.rule_result where scope_type = 'company' and failed > 0"
    )
    listed = dirty.public("select rule_id, count(*) from hygiene.finding where state = 'open' group by rule_id")
    assert dict(counted) == dict(listed)


def test_quarantined_rows_are_in_quarantine_and_what_hangs_on_them_is_nowhere(dirty: Dirty) -> None:
    """Rows of quarantining rules are in ``quarantine.<entity>``; core is the truth without them and their children."""
    for entity, (rules, shown_id) in QUARANTINED.items():
        failing = {each[2] for each in dirty.failing(*rules) if each[1] == entity}
        kept = dirty.private(
            f"select quarantined_id, quarantined_key, quarantined_at, rule_id from quarantine.{entity}"
        )
        assert {row[0] for row in kept} == failing != set(), entity
        assert {row[2] for row in kept} == {DEMO_NOW}
        assert {row[3] for row in kept} == set(rules)
        in_core = {row[0] for row in dirty.public(f"select {shown_id} from core.fct_{entity}")}
        assert in_core.isdisjoint(row[shown_id.endswith("_key")] for row in kept), entity
    gone = {row[0] for row in dirty.private("select quarantined_key from quarantine.application")}
    candidates = dirty.private("select quarantined_id from quarantine.candidate where rule_id = 'PER-02'")
    assert {row[0] for row in candidates} == {each[2] for each in dirty.failing("PER-02")} != set()
    theirs = dirty.private(
        "select application_key from intermediate.int_applications__keyed "
        "where candidate_id in (select quarantined_id from quarantine.candidate)"
    )
    assert len(theirs) > len(candidates)
    gone |= {row[0] for row in theirs}
    assert gone.isdisjoint(row[0] for row in dirty.public("select application_key from core.fct_application"))
    for child in ("stage_interval", "interview", "scorecard", "offer", "hire", "pipeline_snapshot"):
        assert gone.isdisjoint(row[0] for row in dirty.public(f"select application_key from core.fct_{child}")), child
    seats = {row[0] for row in dirty.private("select quarantined_key from quarantine.opening")}
    for child in ("opening_interval", "opening_snapshot", "offer", "hire"):
        assert seats.isdisjoint(row[0] for row in dirty.public(f"select opening_key from core.fct_{child}")), child
    with open_side_by_side(published(dirty.home), dirty.served.truth(DEMO_NOW)) as connection:
        found = [compare(connection, table) for table in PUBLISHED]
    assert [each for each in found if not each.is_equal] == []


def test_structural_faults_block_and_the_last_good_version_stays(
    dirty: Dirty, blocked: tuple[Path, subprocess.CompletedProcess[str]]
) -> None:
    """An unmapped stage (STG-01), a system not loaded for 13 hours (FRE-01), a file with rows gone (VOL-02), one with a
    column gone (SCH-01); rows that a newer file overrules (INP-01) stop nothing."""
    before, run = blocked
    assert run.returncode == 2, run.stderr
    assert "blocked: nothing was published by this run" in run.stderr
    blocking = {line[4:10] for line in run.stderr.splitlines() if line.startswith("  - ")}
    assert blocking == {"STG-01", "FRE-01", "VOL-02", "SCH-01"}
    unmapped = findings_at(world(dirty.seed, dirty.scale, "blocking"), LATER, "STG-01")
    assert dirty.failing("STG-01") == unmapped
    assert unmapped
    assert dirty.failing("FRE-01") == {("FRE-01", "system", "gem")}
    assert dirty.failing("VOL-02") == {("VOL-02", "table", "employees")}
    assert dirty.failing("SCH-01") == {("SCH-01", "column", "filedrop.reviews.decision_count")}
    overruled = ("INP-01", "input", f"filedrop.holidays, overruled, {OLD_HOLIDAYS}")
    assert dirty.failing("INP-01") == findings_at(dirty.served.world, LATER, "INP-01") | {overruled}
    assert published(dirty.home) == before
    assert dirty.public("select count(*) from core.fct_application")[0][0] > 0
    assert dirty.public(f"select as_of_at = timestamptz '{DEMO_NOW}' from core.publication") == [(True,)]


def test_earlier_forecasts_are_judged_and_never_block(
    dirty: Dirty, blocked: tuple, damaged: subprocess.CompletedProcess[str]
) -> None:
    """A first run says nothing of forecasts; a later one of each function's (FCT-01) and of ranges that did not hold
    (FCT-02), and warns."""
    assert dirty.public("select evaluated from hygiene.rule_result where rule_id like 'FCT-%'") == [(0,), (0,)]
    late = ("FCT-01", "function", "Engineering")
    assert dirty.failing("FCT-01", "FCT-02") == {late, ("FCT-02", "forecast", "semi_markov, quarters ahead: 1")}
    latest = "(select max(run_at) from ops.rule_verdict)"
    judged = dirty.private(
        "select rule_id, status, failed from ops.rule_verdict "
        f"where rule_id like 'FCT-%' and run_at = {latest} order by rule_id"
    )
    assert judged == [("FCT-01", "warned", 1), ("FCT-02", "warned", 1)]
    assert blocked[1].returncode == damaged.returncode == 2


def test_damage_in_the_log_blocks(dirty: Dirty, blocked: tuple, damaged: subprocess.CompletedProcess[str]) -> None:
    """Rows without their key (KEY-01) and a source that counts more than the log holds (REC-01)."""
    assert damaged.returncode == 2, damaged.stderr
    reasons = {line[4:10]: line for line in damaged.stderr.splitlines() if line.startswith("  - ")}
    assert set(reasons) == STRUCTURAL
    assert dirty.failing("KEY-01") == {("KEY-01", "table", "greenhouse.scorecards")}
    assert dirty.failing("REC-01") == {("REC-01", "table", "greenhouse.applications")}
    assert "greenhouse.scorecards" in reasons["KEY-01"]
    assert "greenhouse.applications" in reasons["REC-01"]
    assert published(dirty.home) == blocked[0]
