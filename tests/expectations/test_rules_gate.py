"""Gate 1: what follows from the rows of a rule, and what does not follow from a tool that fails."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from hirehouse.expectations.gates import run_rules_gate
from hirehouse.expectations.results import GateResult, Verdict
from tests.expectations.warehouse import RUN_ID, Warehouse

CLEAN = [("1", False, False), ("2", False, False), ("3", False, False)]
ONE_BAD = [("1", True, False), ("2", False, False), ("3", False, False)]


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path)


def judge(warehouse: Warehouse, docs: Path | None = None) -> tuple[GateResult, dict[str, Verdict]]:
    result = run_rules_gate(warehouse.path, warehouse.manifest_path, docs)
    return result, {verdict.rule_id: verdict for verdict in result.verdicts}


def test_good_and_bad_rows_per_severity(warehouse: Warehouse) -> None:
    for severity in ("warn", "quarantine", "block"):
        warehouse.add_rule(f"GOOD-{severity}", severity, CLEAN)
        warehouse.add_rule(f"BAD-{severity}", severity, ONE_BAD)
    result, verdicts = judge(warehouse)
    assert {verdicts[f"GOOD-{severity}"].status for severity in ("warn", "quarantine", "block")} == {"passed"}
    assert verdicts["BAD-warn"].status == "warned"
    assert verdicts["BAD-quarantine"].status == "quarantined"
    assert verdicts["BAD-block"].status == "blocked"
    assert (verdicts["BAD-warn"].evaluated, verdicts["BAD-warn"].failed) == (3, 1)
    assert result.status == "blocked"


def test_worse_severity_strikes_only_beyond_the_worse_limit(warehouse: Warehouse) -> None:
    warehouse.add_rule("FRE-01", "warn", ONE_BAD, escalated_severity="block")
    warehouse.add_rule("KEY-01", "quarantine", [("1", True, True), *CLEAN[1:]], escalated_severity="block")
    _, verdicts = judge(warehouse)
    assert verdicts["FRE-01"].status == "warned"
    assert verdicts["KEY-01"].status == "blocked"


def test_tolerance_is_the_share_that_may_fail(warehouse: Warehouse) -> None:
    rows = [(str(number), number == 0, False) for number in range(10)]
    warehouse.add_rule("TEN-01", "block", rows, tolerance=0.1)
    warehouse.add_rule("TEN-02", "block", rows, tolerance=0.05)
    _, verdicts = judge(warehouse)
    assert verdicts["TEN-01"].status == "passed"
    assert verdicts["TEN-02"].status == "blocked"


def test_rule_with_nothing_to_look_at_passes(warehouse: Warehouse) -> None:
    warehouse.add_rule("APP-01", "warn", [])
    warehouse.add_rule("APP-02", "warn", CLEAN)
    result, verdicts = judge(warehouse)
    assert (verdicts["APP-01"].status, verdicts["APP-01"].evaluated) == ("passed", 0)
    assert result.status == "passed"


def test_legacy_failures_are_counted_apart(warehouse: Warehouse) -> None:
    warehouse.add_rule("APP-01", "warn", ONE_BAD, legacy=True)
    _, verdicts = judge(warehouse)
    assert (verdicts["APP-01"].failed, verdicts["APP-01"].legacy_failed) == (0, 1)


def test_block_says_which_ones_and_what_to_do(warehouse: Warehouse) -> None:
    warehouse.add_rule("STG-01", "block", [(str(number), True, False) for number in range(12)])
    result, _ = judge(warehouse)
    ten = sorted((str(number) for number in range(12)), key=lambda id_: f"{id_}:")[:10]
    assert result.reasons == [
        f"STG-01 What STG-01 is about: 12 of 12 fail. {''.join(f'ats application {id_}: it is wrong; ' for id_ in ten)}"
        ".... Remedy: Mend it."
    ]


def test_a_name_counts_the_records_it_is_in_and_every_name_is_listed(warehouse: Warehouse) -> None:
    """Also one that alone would not block: whoever opens the seed adds them all. What no line mends is told besides."""
    rows = [("1", True, True), ("2", True, True), ("3", True, False), ("4", True, False), ("5", False, False)]
    warehouse.add_rule("SRC-02", "quarantine", rows, escalated_severity="block")
    warehouse.execute(
        "update intermediate.hyg_src_02 set named_rows = 10 * entity_id::int, "
        "seed_line = case entity_id when '3' then 'town crier,?,' when '4' then null else 'chalk,?,' end"
    )
    result, _ = judge(warehouse)
    assert [reason.splitlines() for reason in result.reasons] == [
        [
            "SRC-02 What SRC-02 is about: 4 of 5 fail. 2 different: chalk (30), town crier (30). Besides: "
            "ats application 4: it is wrong. Remedy: Mend it.",
            "chalk,?,",
            "town crier,?,",
        ]
    ]


def test_lines_that_excuse_a_row_come_with_what_is_wrong_with_it(warehouse: Warehouse) -> None:
    warehouse.add_rule("VOL-02", "block", [("offers", True, False), ("users", False, False)])
    warehouse.execute(
        "update intermediate.hyg_vol_02 set seed_line = 'VOL-02,' || entity_id || ',?,2026-04-07' where is_failed"
    )
    result, _ = judge(warehouse)
    assert result.reasons[0].splitlines() == [
        "VOL-02 What VOL-02 is about: 1 of 2 fail. ats application offers: it is wrong. Remedy: Mend it.",
        "VOL-02,offers,?,2026-04-07",
    ]


def test_block_lists_every_line_that_mends_it_with_its_count(warehouse: Warehouse) -> None:
    """Not three of them, and each once: the lines are there to be pasted into the seed as they are."""
    warehouse.add_rule("STG-01", "block", [(str(number), number > 0, False) for number in range(12)])
    warehouse.execute(
        "update intermediate.hyg_stg_01 set seed_line = case when entity_id::int < 3 then 'ats,\"panel, deep\",?' "
        "else 'ats,take-home ' || (entity_id::int % 5) || ',?' end where is_failed"
    )
    result, _ = judge(warehouse)
    assert result.reasons[0].splitlines() == [
        'STG-01 What STG-01 is about: 11 of 12 fail. 6 different: ats,"panel, deep" (2), ats,take-home 0 (2), '
        "ats,take-home 1 (2), ats,take-home 3 (2), ats,take-home 4 (2), ats,take-home 2 (1). Remedy: Mend it.",
        'ats,"panel, deep",?',
        *(f"ats,take-home {number},?" for number in (0, 1, 3, 4, 2)),
    ]


def test_what_is_quarantined_is_told_where_lines_of_a_seed_mend_it(warehouse: Warehouse) -> None:
    """It blocks nothing, and the lines are there all the same; what no line mends is told besides."""
    warehouse.add_rule("REQ-03", "quarantine", [(str(number), number > 0, False) for number in range(8)])
    warehouse.add_rule("OPN-01", "quarantine", ONE_BAD)
    warehouse.execute(
        "update intermediate.hyg_req_03 set seed_line = case when entity_id::int < 5 then 'ovens,?' "
        "when entity_id::int < 6 then '\"mills, old\",?' end where is_failed"
    )
    result, verdicts = judge(warehouse)
    assert (result.status, result.reasons, verdicts["OPN-01"].reason) == ("warned", [], "")
    assert [text.splitlines() for text in result.quarantined] == [
        [
            'REQ-03 What REQ-03 is about: 7 of 8 are quarantined. 2 different: ovens (4), "mills, old" (1). Besides: '
            "ats application 6: it is wrong; ats application 7: it is wrong. Remedy: Mend it.",
            "ovens,?",
            '"mills, old",?',
        ]
    ]


def test_verdict_is_written_once_per_run(warehouse: Warehouse) -> None:
    warehouse.add_rule("APP-01", "warn", ONE_BAD)
    judge(warehouse)
    judge(warehouse)
    written = warehouse.query("select run_id, rule_id, gate, status, evaluated, failed from ops.rule_verdict")
    assert written == [(RUN_ID, "APP-01", "rules", "warned", 3, 1)]
    assert warehouse.query("select rule_id, severity, model from ops.rule") == [
        ("APP-01", "warn", "intermediate.hyg_app_01")
    ]
    assert warehouse.query("select count(*) from information_schema.tables where table_name like 'judged%'") == [(0,)]


def test_missing_rows_are_no_verdict(warehouse: Warehouse) -> None:
    warehouse.add_rule("APP-01", "block", CLEAN)
    warehouse.add_rule("APP-02", "block", ONE_BAD)
    warehouse.execute("drop table intermediate.hyg_app_02")
    result, verdicts = judge(warehouse)
    assert verdicts["APP-01"].status == "passed"
    assert verdicts["APP-02"].status == "errored"
    assert result.status == "errored"
    assert "build the models of phase 1 first" in result.reasons[0]


def test_tool_error_is_no_verdict(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    warehouse.add_rule("STG-01", "block", ONE_BAD)

    def explode(*_: object, **__: object) -> None:
        raise RuntimeError("the tool fell over\nwith a long trace")

    monkeypatch.setattr("great_expectations.Checkpoint.run", explode)
    result, verdicts = judge(warehouse)
    assert (result.status, verdicts["STG-01"].status) == ("errored", "errored")
    assert result.reasons == [
        "Great Expectations could not judge, which says nothing about the data: RuntimeError: the tool fell over"
    ]


def test_exception_inside_a_result_is_no_verdict(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    """The plain dialect makes every value metric raise inside its result, with success false: not bad data."""
    from duckdb_engine import Dialect

    from hirehouse.expectations.duckdb_dialect import BufferedDuckDBDialect

    warehouse.add_rule("STG-01", "block", CLEAN)
    monkeypatch.setattr(BufferedDuckDBDialect, "execution_ctx_cls", Dialect.execution_ctx_cls)
    result, verdicts = judge(warehouse)
    assert (result.status, verdicts["STG-01"].status) == ("errored", "errored")


def test_judgement_on_other_rows_than_there_are_is_no_verdict(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse.add_rule("APP-01", "warn", CLEAN)
    from hirehouse.expectations import rule_rows

    monkeypatch.setattr(rule_rows, "count_rows", lambda *_: {"APP-01": rule_rows.Counts(4, 0, 0, 0)})
    _, verdicts = judge(warehouse)
    assert verdicts["APP-01"].status == "errored"
    assert "saw 0 of 3 rows fail, the warehouse holds 0 of 4" in verdicts["APP-01"].reason


def test_a_row_that_neither_fails_nor_passes_has_failed(warehouse: Warehouse) -> None:
    """One row that cannot be judged is quarantined like one that is wrong; the others are judged as ever."""
    warehouse.add_rule("APP-01", "quarantine", [("1", False, False), ("2", True, False), ("3", False, False)])
    warehouse.execute(
        "update intermediate.hyg_app_01 set is_failed = null, is_escalated = null, is_legacy = null "
        "where entity_id = '1'"
    )
    result, verdicts = judge(warehouse)
    assert (verdicts["APP-01"].status, verdicts["APP-01"].evaluated, verdicts["APP-01"].failed) == ("quarantined", 3, 2)
    assert result.status == "warned"


def test_pages_for_people(warehouse: Warehouse, tmp_path: Path) -> None:
    warehouse.add_rule("APP-01", "warn", ONE_BAD)
    result, _ = judge(warehouse, tmp_path / "docs")
    assert result.docs_path == tmp_path / "docs" / "index.html"
    page = (tmp_path / "docs" / "rules.html").read_text()
    assert "What APP-01 is about" in page and "warned" in page
    assert "http" not in page
    site = tmp_path / "docs" / "great_expectations" / "rules"
    pages = {path: path.read_text() for path in site.rglob("*.html")}
    assert len(pages) > 2
    # A page is for reading, also without a network, and tells nobody that it is read.
    assert [path for path, text in pages.items() if re.search(r"<(script|link|img|iframe)\b", text)] == []
    linked = {unquote(link) for link in re.findall(r'href="([^"#]*)"', pages[site / "index.html"])}
    assert linked == {str(path.relative_to(site)) for path in pages} - {"index.html"}


def test_unprepared_warehouse_is_said_so(warehouse: Warehouse) -> None:
    warehouse.execute("delete from ops.run_clock")
    with pytest.raises(LookupError, match="prepare the warehouse"):
        run_rules_gate(warehouse.path, warehouse.manifest_path)
