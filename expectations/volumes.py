"""Core facts against the last publication: what became fewer must be quarantined, or excused by somebody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import duckdb

from hirehouse.base.manifest import Rule
from hirehouse.expectations.results import Clock

EXCEPTIONS = "seeds.rule_exceptions"
# The rows a core fact is taken from: what quarantine takes out of them, with everything that depends on it, is not
# lost.
TAKEN_FROM = {
    "core.fct_application": "int_applications__enriched",
    "core.fct_hire": "int_hires__built",
    "core.fct_interview": "int_interviews__keyed",
    "core.fct_offer": "int_offers__latest",
    "core.fct_opening": "int_openings__keyed",
    "core.fct_opening_interval": "int_opening_intervals__built",
    "core.fct_opening_snapshot": "int_opening_snapshots__built",
    "core.fct_pipeline_snapshot": "int_pipeline_snapshots__built",
    "core.fct_scorecard": "int_scorecards__keyed",
    "core.fct_stage_interval": "int_stage_intervals__built",
}


def scalar(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    """A number, or 0 where the relation does not exist."""
    try:
        row = connection.execute(sql).fetchone()
    except duckdb.CatalogException:
        return 0
    return int(row[0]) if row else 0


def compare(
    connection: duckdb.DuckDBPyConnection, clock: Clock, counts: Mapping[str, int], rule: Rule | None
) -> list[tuple[str, bool, str]]:
    """Core facts against the last publication: runs that published are those in ``ops.row_count_log``.

    Where somebody said that rows of a source are gone for good (an exception of the rule that is needed now), facts are
    gone with them; of a single fact it can be said by its own name.
    """
    shrink = rule.limits if rule else {"share": 0.0, "rows": 0.0}
    if rule and _has_excused_rows(connection, rule):
        return []
    excused = _excused_tables(connection, rule)
    previous = connection.execute(
        "select rule_id, evaluated from ops.rule_verdict where gate = 'publish' and status = 'passed' and run_at = "
        "(select max(run_at) from ops.row_count_log where run_at < ?)",
        [clock.as_of_at],
    ).fetchall()
    checks = []
    for table, rows in previous:
        if table.startswith("core.fct_") and table in counts:
            lost = rows - counts[table] - _quarantined(connection, table, counts[table])
            is_failed = table not in excused and lost > max(shrink["rows"], shrink["share"] * rows)
            told = f"{counts[table]} rows, {rows} in the last publication"
            checks.append((table, is_failed, told + (_remedy(table, clock, rule) if rule else "")))
    return checks


def _remedy(table: str, clock: Clock, rule: Rule) -> str:
    until = clock.as_of_at.date() + timedelta(days=rule.limits["exception_days"])
    return (
        ". Remedy: find what took them out; if they are gone for good, add the line to "
        'dbt_project/seeds/rule_exceptions.csv, with the reason in place of the "?", and run again.\n'
        f"{rule.rule_id},{table},?,{until}"
    )


def _has_excused_rows(connection: duckdb.DuckDBPyConnection, rule: Rule) -> bool:
    """Whether a row would fail the rule but for an exception: only then it has a detail without failing."""
    if not _exists(connection, rule.relation):
        return False
    excused = f"select count(*) from {rule.relation} where detail is not null and not is_failed"
    return scalar(connection, excused) > 0


def _excused_tables(connection: duckdb.DuckDBPyConnection, rule: Rule | None) -> set[str]:
    """Public tables that the rule's exceptions name and that hold today."""
    if rule is None or not _exists(connection, EXCEPTIONS):
        return set()
    rows = connection.execute(
        f"select entity_id from {EXCEPTIONS}, ops.run_clock where rule_id = ? and valid_until_date >= as_of_date",
        [rule.rule_id],
    ).fetchall()
    return {entity_id for (entity_id,) in rows}


def _exists(connection: duckdb.DuckDBPyConnection, relation: str) -> bool:
    schema, name = relation.split(".")
    query = "select count(*) from information_schema.tables where table_schema = ? and table_name = ?"
    return connection.execute(query, [schema, name]).fetchall() != [(0,)]


def _quarantined(connection: duckdb.DuckDBPyConnection, table: str, rows: int) -> int:
    """How many rows of a core fact quarantine took out; none where it holds nothing."""
    if table not in TAKEN_FROM or not scalar(connection, "select count(*) from quarantine.quarantined_keys"):
        return 0
    taken_from = scalar(connection, f"select count(*) from intermediate.{TAKEN_FROM[table]}")
    # a stay that is quarantined is folded into nothing
    folded = "select count(*) from quarantine.quarantined_keys where entity_type = 'stage_interval'"
    return max(0, taken_from - rows) + (scalar(connection, folded) if table == "core.fct_stage_interval" else 0)
