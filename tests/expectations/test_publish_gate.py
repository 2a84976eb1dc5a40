"""Gate 2: one good and one bad set of rows per kind of check."""

from __future__ import annotations

from pathlib import Path

import pytest

from hirehouse.expectations.gates import run_publish_gate
from hirehouse.expectations.results import Verdict
from tests.expectations.warehouse import AS_OF, RUN_ID, Warehouse

PUBLICATION = {"run_id": "varchar", "as_of_at": "timestamp with time zone"}
LIMITS = {"share": "0.05", "rows": "5", "exception_days": "7"}
SOURCES = {"source_key": "varchar", "source_name": "varchar", "channel": "varchar"}
HIRES = {"hire_key": "varchar", "accepted_date": "date"}
VOLUME = {
    "period_type": "varchar",
    "period_start_date": "date",
    "function": "varchar",
    "hires_gross": "bigint",
}


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    """A warehouse whose public tables are fit to be published."""
    made = Warehouse(tmp_path)
    made.add_table("core.publication", PUBLICATION, [f"('{RUN_ID}', timestamptz '{AS_OF}')"], ["run_id"])
    made.add_table("core.dim_source", SOURCES, ["('s1', 'Referral', 'referral')"], ["source_key"])
    hires = [f"('h{number}', date '2026-03-0{number % 9 + 1}')" for number in range(20)]
    made.add_table("core.fct_hire", HIRES, hires, ["hire_key"])
    periods = {"week": "2026-03-02", "month": "2026-03-01", "quarter": "2026-01-01"}
    rows = [
        f"('{period}', date '{start}', '{function}', 20)"
        for period, start in periods.items()
        for function in ("all", "Engineering")
    ]
    made.add_table("metrics.hiring_volume", VOLUME, rows, ["period_type", "period_start_date", "function"])
    return made


def judge(warehouse: Warehouse) -> tuple[str, dict[str, Verdict]]:
    result = run_publish_gate(warehouse.path, warehouse.manifest_path)
    return result.status, {verdict.rule_id: verdict for verdict in result.verdicts}


def test_sound_tables_pass(warehouse: Warehouse) -> None:
    status, verdicts = judge(warehouse)
    assert status == "passed"
    assert verdicts["core.fct_hire"].evaluated == 20
    written = warehouse.query(
        "select rule_id, status, evaluated from ops.rule_verdict where gate = 'publish' order by 1"
    )
    assert written[1] == ("core.fct_hire", "passed", 20)
    assert warehouse.query("select count(*) from information_schema.tables where table_name = 'publish_check'") == [
        (0,)
    ]


BREAKS = {
    "a column of another type": (
        "alter table core.fct_hire alter accepted_date type varchar",
        "core.fct_hire",
        "column accepted_date is VARCHAR, not date",
    ),
    "a column lost": ("alter table core.dim_source drop channel", "core.dim_source", "column channel is missing"),
    "a column besides": (
        "alter table core.dim_source add note varchar",
        "core.dim_source",
        "column note is not in the contract",
    ),
    "a table lost": ("drop table core.dim_source", "core.dim_source", "the table is missing"),
    "a repeated key": (
        "insert into core.dim_source values ('s1', 'Again', 'other')",
        "core.dim_source",
        "1 rows with an empty or repeated source_key",
    ),
    "an empty key": (
        "insert into core.dim_source values (null, 'Again', 'other')",
        "core.dim_source",
        "1 rows with an empty or repeated source_key",
    ),
    "two publications": (
        "insert into core.publication values ('r1', null)",
        "core.publication",
        "it must hold exactly one row",
    ),
    "the publication of another run": (
        "update core.publication set run_id = 'r0'",
        "core.publication",
        "it does not name this run",
    ),
    "hires that metrics do not count": (
        "insert into core.fct_hire values ('h99', date '2026-03-30')",
        "metrics.hiring_volume",
        "hires by month (function all) against core.fct_hire: 20 and 21",
    ),
    "an e-mail address": (
        "update core.dim_source set source_name = 'ask ines@example.test'",
        "core.dim_source",
        "column source_name holds 1 values that look like an e-mail or a phone number",
    ),
    "a phone number": (
        "update core.dim_source set source_name = 'call +44 20 7946 0958'",
        "core.dim_source",
        "column source_name holds 1 values that look like an e-mail or a phone number",
    ),
}


@pytest.mark.parametrize("fault", BREAKS)
def test_a_broken_table_blocks(warehouse: Warehouse, fault: str) -> None:
    statement, table, said = BREAKS[fault]
    warehouse.execute(statement)
    status, verdicts = judge(warehouse)
    assert status == "blocked"
    assert verdicts[table].status == "blocked"
    assert said in verdicts[table].reason
    assert "ines@example" not in verdicts[table].reason


def test_text_nobody_has_looked_at_blocks(warehouse: Warehouse) -> None:
    warehouse.add_table("core.dim_person", {"person_key": "varchar", "nickname": "varchar"}, [], ["person_key"])
    status, verdicts = judge(warehouse)
    assert status == "blocked"
    assert "text column nickname is new" in verdicts["core.dim_person"].reason


def test_empty_core_blocks_only_where_sources_deliver(warehouse: Warehouse) -> None:
    warehouse.execute(
        "delete from core.dim_source", "create table intermediate.int_sources__unioned (source_id varchar)"
    )
    assert judge(warehouse)[0] == "passed"
    warehouse.execute("insert into intermediate.int_sources__unioned values ('1')")
    status, verdicts = judge(warehouse)
    assert status == "blocked"
    assert "empty, though the sources deliver 1 sources" in verdicts["core.dim_source"].reason


def test_core_fact_may_not_shrink_against_the_last_publication(warehouse: Warehouse) -> None:
    warehouse.add_rule("VOL-02", "block", [], limits=LIMITS)
    warehouse.execute(
        "insert into ops.row_count_log values (timestamptz '2026-03-30 12:00:00+00', 'int_offers__unioned', 1)",
        "insert into ops.rule_verdict values "
        "('r0', timestamptz '2026-03-30 12:00:00+00', 'core.fct_hire', 'publish', 'passed', 25, 0, 0)",
        # a later run that never published is no measure
        "insert into ops.rule_verdict values "
        "('rx', timestamptz '2026-03-31 06:00:00+00', 'core.fct_hire', 'publish', 'passed', 90, 0, 0)",
    )
    assert judge(warehouse)[0] == "passed"
    warehouse.execute("update ops.rule_verdict set evaluated = 26 where run_id = 'r0'")
    status, verdicts = judge(warehouse)
    assert status == "blocked"
    assert "20 rows, 26 in the last publication" in verdicts["core.fct_hire"].reason
    assert verdicts["core.fct_hire"].reason.splitlines()[1:] == ["VOL-02,core.fct_hire,?,2026-04-07"]
    # what quarantine took out, with the offer it hangs on, is not lost
    warehouse.execute(
        "create table intermediate.int_hires__built as select hire_key, hire_key as application_key, "
        "hire_key as offer_key from core.fct_hire union all select unnest(['x1', 'x2']), 'a', 'o1'"
    )
    assert judge(warehouse)[0] == "blocked"
    hold(warehouse, "offer", "o1")
    assert judge(warehouse)[0] == "passed"


def test_a_core_fact_may_shrink_where_somebody_said_why(warehouse: Warehouse) -> None:
    """By the line of the block, as long as it holds; or with the rows of a source that VOL-02 was told are gone."""
    warehouse.add_rule("VOL-02", "block", [("offers", False, False)], limits=LIMITS)
    warehouse.execute(
        "insert into ops.row_count_log values (timestamptz '2026-03-30 12:00:00+00', 'int_offers__unioned', 1)",
        "insert into ops.rule_verdict values "
        "('r0', timestamptz '2026-03-30 12:00:00+00', 'core.fct_hire', 'publish', 'passed', 30, 0, 0)",
        "alter table ops.run_clock add column as_of_date date",
        "update ops.run_clock set as_of_date = '2026-03-31'",
        "create schema seeds",
        "create table seeds.rule_exceptions (rule_id varchar, entity_id varchar, reason varchar, "
        "valid_until_date date)",
        "insert into seeds.rule_exceptions values ('VOL-02', 'core.fct_hire', 'sold a branch', '2026-03-31')",
    )
    assert judge(warehouse)[0] == "passed"
    warehouse.execute("update seeds.rule_exceptions set valid_until_date = '2026-03-30'")
    assert judge(warehouse)[0] == "blocked"
    # offers would fail but for an exception
    warehouse.execute("update intermediate.hyg_vol_02 set detail = '1 rows, 30 in the run before'")
    assert judge(warehouse)[0] == "passed"


def hold(warehouse: Warehouse, entity_type: str, *keys: str) -> None:
    """Put records in quarantine."""
    warehouse.execute(
        "create schema if not exists quarantine",
        "create table if not exists quarantine.quarantined_keys (entity_type varchar, entity_key varchar)",
        *(f"insert into quarantine.quarantined_keys values ('{entity_type}', '{key}')" for key in keys),
    )


def funnel(folder: Path, applications: int, hires: int) -> Warehouse:
    """A warehouse of nothing but hired applications and hires."""
    made = Warehouse(folder)
    made.add_table("core.publication", PUBLICATION, [f"('{RUN_ID}', timestamptz '{AS_OF}')"], ["run_id"])
    columns = {"application_key": "varchar", "status": "varchar"}
    rows = [f"('a{number}', 'hired')" for number in range(applications)]
    made.add_table("core.fct_application", columns, rows, ["application_key"])
    rows = [f"('h{number}', date '2026-03-01')" for number in range(hires)]
    made.add_table("core.fct_hire", HIRES, rows, ["hire_key"])
    made.execute(
        "create table intermediate.int_hires__built as select 'h' || i as hire_key, 'a' || i as application_key, "
        f"'o' || i as offer_key from range({applications}) as numbers(i)"
    )
    return made


def test_a_hire_whose_offer_is_quarantined_is_not_missed(tmp_path: Path) -> None:
    """Hired applications have their hires, but for those whose offer, and the hire with it, is in quarantine."""
    made = funnel(tmp_path, applications=5, hires=4)
    hold(made, "application", "o4")
    status, verdicts = judge(made)
    assert status == "blocked"
    reason = verdicts["core.fct_hire"].reason
    assert "hires against hired applications whose offer is not quarantined: 4 and 5" in reason
    hold(made, "offer", "o4")
    assert judge(made)[0] == "passed"


def test_nothing_left_is_no_fault_where_all_of_it_is_quarantined(tmp_path: Path) -> None:
    """Two applications of one requisition that is quarantined: it takes them along."""
    made = funnel(tmp_path, applications=0, hires=0)
    made.execute(
        "create table intermediate.int_applications__unioned as select unnest(['1', '2']) as application_id",
        "create table intermediate.int_applications__keyed as select unnest(['1', '2']) as application_id, "
        "'q1' as requisition_key",
    )
    hold(made, "opening", "o1")
    status, verdicts = judge(made)
    assert status == "blocked"
    assert "empty, though the sources deliver 2 applications" in verdicts["core.fct_application"].reason
    hold(made, "requisition", "q1")
    assert judge(made)[0] == "passed"


def test_tool_error_is_no_verdict(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    from duckdb_engine import Dialect

    from hirehouse.expectations.duckdb_dialect import BufferedDuckDBDialect

    monkeypatch.setattr(BufferedDuckDBDialect, "execution_ctx_cls", Dialect.execution_ctx_cls)
    status, verdicts = judge(warehouse)
    assert status == "errored"
    assert {verdict.status for verdict in verdicts.values()} == {"errored"}
