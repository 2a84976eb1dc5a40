"""The two gates: the only place where checkpoints are made, and where a verdict becomes a consequence.

Gate 1 judges the rows of the hygiene rules before core is built; gate 2 judges the public tables before they are
published. Both read the run from ``ops.run_clock`` and write ``ops.rule_verdict``, which is what dbt enforces. A tool
that fails is never a verdict on data: its rule or table is ``errored``, and so is the gate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from hirehouse.base.manifest import Rule, public_tables, read_manifest, rules_of, volume_rule
from hirehouse.expectations import publish_checks, rule_rows
from hirehouse.expectations.data_docs import add_site, keep_to_ourselves, write_index
from hirehouse.expectations.judging import Judgement, first_line, judgements_of, judging
from hirehouse.expectations.results import (
    QUARANTINED,
    GateResult,
    Verdict,
    gate_status,
    read_clock,
    reasons_of,
    write_verdicts,
)
from hirehouse.expectations.suites import build_publication_suite, build_publish_suite, build_rule_suite

if TYPE_CHECKING:
    from great_expectations import ExpectationSuite

    Suites = list[tuple[str, ExpectationSuite]]

RULES_GATE, PUBLISH_GATE = "rules", "publish"


def run_rules_gate(warehouse_path: Path, manifest_path: Path, docs_path: Path | None = None) -> GateResult:
    """Gate 1: judge every rule over its evaluated rows.

    ``warehouse_path`` is a DuckDB file with the rule models and ``ops.run_clock``; no other connection of this process
    may be open on it. Writes ``ops.rule`` (the rules as their yml defines them) and this run's ``ops.rule_verdict``.
    With ``docs_path`` the pages for people are built there. Raises ``LookupError`` when the warehouse is not prepared,
    ``FileNotFoundError`` without a manifest; anything Great Expectations trips over is a status ``errored``.
    """
    rules = rules_of(read_manifest(manifest_path))
    with _open(warehouse_path) as connection:
        clock = read_clock(connection)
        rule_rows.write_rules(connection, rules)
        present = rule_rows.create_family_views(connection, rules)
        counts = rule_rows.count_rows(connection, present)
    families = {family: list(members) for family, members in groupby(_by_family(present), lambda rule: rule.family)}

    def build() -> Suites:
        return [(rule_rows.view_of(family), build_rule_suite(family, members)) for family, members in families.items()]

    judgements, trouble = _judge(warehouse_path, RULES_GATE, build, docs_path)
    verdicts = [rule_rows.verdict_of(rule, counts.get(rule.rule_id), judgements, trouble) for rule in rules]
    with _open(warehouse_path) as connection:
        verdicts = [
            rule_rows.with_reason(connection, rule, verdict) for rule, verdict in zip(rules, verdicts, strict=True)
        ]
        rule_rows.drop_family_views(connection, families)
        write_verdicts(connection, clock, RULES_GATE, verdicts)
    return _result(RULES_GATE, clock.as_of_at.isoformat(), verdicts, trouble, docs_path)


def run_publish_gate(warehouse_path: Path, manifest_path: Path, docs_path: Path | None = None) -> GateResult:
    """Gate 2: judge every public table before it is published.

    Shape and keys as the contract says, not empty where the sources are not, no core fact shrunk against the last
    publication, totals that agree between core and metrics, one publication row of this run, and no personal data.
    Every failure blocks. Arguments, effects and errors as for ``run_rules_gate``.
    """
    manifest = read_manifest(manifest_path)
    tables = public_tables(manifest)
    with _open(warehouse_path) as connection:
        clock = read_clock(connection)
        checks = publish_checks.collect(connection, clock, tables, volume_rule(manifest))
        publish_checks.store(connection, checks)
    kinds = list(dict.fromkeys(check.kind for check in checks))

    def build() -> Suites:
        suites = [(publish_checks.TABLE, build_publish_suite(kind)) for kind in kinds]
        if publish_checks.has_publication(checks):
            suites.append(("core.publication", build_publication_suite()))
        return suites

    judgements, trouble = _judge(warehouse_path, PUBLISH_GATE, build, docs_path)
    verdicts = publish_checks.verdicts_of(tables, checks, judgements, trouble)
    with _open(warehouse_path) as connection:
        publish_checks.drop(connection)
        write_verdicts(connection, clock, PUBLISH_GATE, verdicts)
    return _result(PUBLISH_GATE, clock.as_of_at.isoformat(), verdicts, trouble, docs_path)


def _judge(
    warehouse_path: Path, gate: str, build: Callable[[], Suites], docs_path: Path | None
) -> tuple[dict[tuple[str, str], Judgement], str]:
    """Run one checkpoint over (``schema.table``, suite) pairs: judgements by subject and level, and what went wrong."""
    try:
        with judging(warehouse_path) as (context, source):
            import great_expectations as gx

            if docs_path is not None:
                add_site(context, gate, docs_path)
            definitions = []
            for relation, suite in build():
                schema, table = relation.split(".")
                asset = source.add_table_asset(suite.name, table_name=table, schema_name=schema)
                batch = asset.add_batch_definition_whole_table("all rows")
                definition = gx.ValidationDefinition(name=suite.name, data=batch, suite=context.suites.add(suite))
                definitions.append(context.validation_definitions.add(definition))
            checkpoint = context.checkpoints.add(
                gx.Checkpoint(name=f"gate {gate}", validation_definitions=definitions, result_format="SUMMARY")
            )
            found = judgements_of(checkpoint.run())
            if docs_path is not None:
                # once, and not by the checkpoint's action, which builds the whole site again for every suite
                context.build_data_docs(site_names=[gate])
                keep_to_ourselves(docs_path, gate)
    except Exception as error:  # whatever it is: the tool failed, and the data has no verdict
        return {}, f"{type(error).__name__}: {first_line(error)}"
    return {(judgement.subject, judgement.level): judgement for judgement in found}, ""


def _result(gate: str, as_of: str, verdicts: list[Verdict], trouble: str, docs_path: Path | None) -> GateResult:
    reasons = list(dict.fromkeys(reasons_of(verdicts)))
    if trouble:
        reasons = [f"Great Expectations could not judge, which says nothing about the data: {trouble}"]
    quarantined = [verdict.reason for verdict in verdicts if verdict.status == QUARANTINED and verdict.reason]
    result = GateResult(status=gate_status(verdicts), verdicts=verdicts, reasons=reasons, quarantined=quarantined)
    if docs_path is None:
        return result
    return replace(result, docs_path=write_index(docs_path, gate, as_of, result))


def _by_family(rules: Sequence[Rule]) -> list[Rule]:
    return sorted(rules, key=lambda rule: (rule.family, rule.rule_id))


@contextmanager
def _open(warehouse_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(str(warehouse_path))
    try:
        connection.execute("set TimeZone = 'UTC'")
        yield connection
    finally:
        connection.close()
