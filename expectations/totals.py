"""Totals that must agree between core and metrics before anything is published."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

# What disagrees when two numbers differ: table it is said of, tables it needs, the two numbers, in words. What depends
# on a record that quarantine took out is in neither.
PERIODS = ("week", "month", "quarter")
AGREEMENTS: tuple[tuple[str, tuple[str, ...], str, str, str], ...] = (
    *(
        (
            "metrics.hiring_volume",
            ("metrics.hiring_volume", "core.fct_hire"),
            f"select sum(hires_gross) from metrics.hiring_volume where period_type = '{period}' and function = 'all'",
            "select count(*) from core.fct_hire where accepted_date is not null",
            f"hires by {period} (function all) against core.fct_hire",
        )
        for period in PERIODS
    ),
    *(
        (
            "metrics.hiring_volume",
            ("metrics.hiring_volume", "core.fct_application"),
            f"select sum(applications) from metrics.hiring_volume where period_type = '{period}' and function = 'all'",
            "select count(*) from core.fct_application where transferred_from_key is null and applied_date is not null",
            f"applications by {period} (function all) against core.fct_application",
        )
        for period in PERIODS
    ),
    (
        "metrics.hiring_volume",
        ("metrics.hiring_volume",),
        "select sum(hires_gross) from metrics.hiring_volume where period_type = 'month' and function <> 'all'",
        "select sum(hires_gross) from metrics.hiring_volume where period_type = 'month' and function = 'all'",
        "hires by function against function all",
    ),
    (
        "metrics.off_process_hires",
        ("metrics.off_process_hires", "core.fct_hire"),
        "select sum(hires) from metrics.off_process_hires where function = 'all'",
        "select count(*) from core.fct_hire where is_internal is not true and accepted_date is not null",
        "external hires by quarter (function all) against core.fct_hire",
    ),
    (
        "core.fct_stage_interval",
        ("core.fct_stage_interval", "core.fct_application"),
        "select count(distinct application_key) from core.fct_stage_interval",
        "select count(*) from core.fct_application",
        "applications with a stay against core.fct_application",
    ),
    (
        "core.fct_hire",
        ("core.fct_hire", "core.fct_application"),
        "select count(*) from core.fct_hire",
        "select count(*) from core.fct_application where status = 'hired' and application_key not in "
        "(select hires.application_key from intermediate.int_hires__built as hires "
        "inner join quarantine.quarantined_keys as held on held.entity_type = 'offer' "
        "and hires.offer_key = held.entity_key)",
        "hires against hired applications whose offer is not quarantined",
    ),
)


def compare(connection: duckdb.DuckDBPyConnection, run_id: str, tables: set[str]) -> Iterator[tuple[str, bool, str]]:
    """(table, is_failed, detail) for every agreement whose tables are there, and for the publication row."""
    for table, needed, left, right, what in AGREEMENTS:
        if tables.issuperset(needed):
            one, other = _number(connection, left), _number(connection, right)
            yield table, one != other, f"{what}: {one} and {other}"
    if "core.publication" in tables:
        published = [row[0] for row in connection.execute("select run_id from core.publication").fetchall()]
        yield "core.publication", published != [run_id], "it does not name this run"
    if {"hygiene.rule", "hygiene.rule_result"} <= tables:
        rules = _number(connection, "select count(*) from hygiene.rule")
        told = connection.execute(
            "select count(*) from hygiene.rule_result where scope_type = 'company' and run_id = ?", [run_id]
        ).fetchone()
        results = int(told[0]) if told else 0
        yield "hygiene.rule_result", rules != results, f"results of this run for {results} of {rules} rules"


def _number(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0] or 0) if row else 0
