"""The rows of the hygiene rules as gate 1 sees them, and what a judgement on them means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from hirehouse.base.manifest import Rule
from hirehouse.expectations.judging import Judgement
from hirehouse.expectations.results import BLOCKED, ERRORED, PASSED, QUARANTINED, STATUS_OF_SEVERITY, Verdict
from hirehouse.expectations.suites import ESCALATED, FAILED

EXAMPLES = 10
RULE_COLUMNS = (
    "rule_id",
    "family",
    "title",
    "severity",
    "escalated_severity",
    "owner_role",
    "remedy",
    "threshold",
    "quarantines",
)


@dataclass(frozen=True)
class Counts:
    """Rows of one rule: looked at, failing (legacy ones apart), failing legacy ones, and beyond the worse limit."""

    evaluated: int
    failed: int
    legacy_failed: int
    escalated: int


def write_rules(connection: duckdb.DuckDBPyConnection, rules: Sequence[Rule]) -> None:
    """``ops.rule``: the rules as their yml defines them, and the model that holds each one's rows."""
    columns = ", ".join(f"{name} varchar" for name in (*RULE_COLUMNS, "model"))
    connection.execute(f"create or replace table ops.rule ({columns})")
    rows = [[*(getattr(rule, name) for name in RULE_COLUMNS), rule.relation] for rule in rules]
    if rows:
        connection.executemany(f"insert into ops.rule values ({', '.join('?' * len(rows[0]))})", rows)


def view_of(family: str) -> str:
    """The view over the rows of one family's rules."""
    return f"ops.judged_{family}"


def create_family_views(connection: duckdb.DuckDBPyConnection, rules: Sequence[Rule]) -> list[Rule]:
    """One view per family over its rules' rows; returns the rules whose rows are in the warehouse.

    A row of which its rule says neither has failed: what could not be judged is no more to be trusted than what is
    wrong, and one such row is no reason to judge none.
    """
    found = connection.execute("select table_schema || '.' || table_name from information_schema.tables").fetchall()
    there = {name for (name,) in found}
    present = [rule for rule in rules if rule.relation in there]
    for family in sorted({rule.family for rule in present}):
        rows = " union all ".join(
            "select rule_id, coalesce(is_failed, true) as is_failed, coalesce(is_escalated, false) as is_escalated, "
            f"coalesce(is_legacy, false) as is_legacy from {rule.relation}"
            for rule in present
            if rule.family == family
        )
        connection.execute(f"create or replace view {view_of(family)} as {rows}")
    return present


def drop_family_views(connection: duckdb.DuckDBPyConnection, families: Iterable[str]) -> None:
    """Leave nothing behind that reads the rule models."""
    for family in families:
        connection.execute(f"drop view if exists {view_of(family)}")


def count_rows(connection: duckdb.DuckDBPyConnection, rules: Sequence[Rule]) -> dict[str, Counts]:
    """Counts by rule id; a rule that had nothing to look at has zeros."""
    counts = {rule.rule_id: Counts(0, 0, 0, 0) for rule in rules}
    for family in sorted({rule.family for rule in rules}):
        rows = connection.execute(
            "select rule_id, count(*), count(*) filter (where is_failed and not is_legacy), "
            "count(*) filter (where is_failed and is_legacy), count(*) filter (where is_escalated) "
            f"from {view_of(family)} group by rule_id"
        ).fetchall()
        counts |= {rule_id: Counts(*numbers) for rule_id, *numbers in rows}
    return counts


def verdict_of(
    rule: Rule, counts: Counts | None, judgements: Mapping[tuple[str, str], Judgement], trouble: str
) -> Verdict:
    """What follows from the judgements on one rule. Without a sound judgement the verdict is ``errored``."""
    if counts is None:
        message = f"{rule.relation} is not in the warehouse: build the models of phase 1 first"
        return Verdict(rule.rule_id, rule.title, ERRORED, reason=f"{rule.rule_id} could not be judged: {message}")
    verdict = Verdict(rule.rule_id, rule.title, PASSED, counts.evaluated, counts.failed, counts.legacy_failed)
    levels = [(FAILED, rule.severity, counts.failed + counts.legacy_failed)]
    if rule.escalated_severity:
        levels.append((ESCALATED, rule.escalated_severity, counts.escalated))
    for level, severity, failing in levels:
        judgement = judgements.get((rule.rule_id, level))
        error = trouble or _unsound(judgement, counts.evaluated, failing)
        if error:
            return replace(verdict, status=ERRORED, reason=f"{rule.rule_id} could not be judged: {error}")
        if judgement is not None and not judgement.success:
            verdict = replace(verdict, status=STATUS_OF_SEVERITY[severity])
    return verdict


def _unsound(judgement: Judgement | None, evaluated: int, failing: int) -> str:
    """Why a judgement cannot be believed: it raised, or it did not look at the rows that are there."""
    if judgement is None:
        return "Great Expectations returned no result for it"
    if judgement.error:
        return judgement.error
    if (judgement.evaluated, judgement.failed) != (evaluated, failing):
        return (
            f"Great Expectations saw {judgement.failed} of {judgement.evaluated} rows fail, "
            f"the warehouse holds {failing} of {evaluated}"
        )
    return ""


def with_reason(connection: duckdb.DuckDBPyConnection, rule: Rule, verdict: Verdict) -> Verdict:
    """The verdict with a text for people where it blocks, or quarantines what lines of a seed would fix.

    It says what, which ones (from the rule's rows) and what to do. Where lines of a seed give names a meaning, every
    name that lacks one is told with the number of records it is in, also those that alone would not block, and its line
    is there once, to be pasted; then the first rows that none fixes. A line that excuses a row from the rule fixes
    nothing: it comes with what is wrong.
    """
    if verdict.status not in (BLOCKED, QUARANTINED):
        return verdict
    names = _seed_lines(connection, rule, f"{FAILED} and not {_is_excuse(rule)}")
    level = ESCALATED if verdict.status == BLOCKED and rule.escalated_severity and not names else FAILED
    excuses = _seed_lines(connection, rule, f"{level} and {_is_excuse(rule)}")
    if verdict.status == QUARANTINED and not (names or excuses):
        return verdict
    failing = _count(connection, rule, level)
    told = [f"{len(names)} different: {', '.join(f'{name} ({count})' for name, _, count in names)}"] if names else []
    unmended = f"{level} and (seed_line is null or {_is_excuse(rule)})"
    if without := _count(connection, rule, unmended):
        told.append(_examples(connection, rule, unmended, without))
    verb = "fail" if verdict.status == BLOCKED else "are quarantined"
    reason = f"{rule.rule_id} {rule.title}: {failing} of {verdict.evaluated} {verb}. {'. Besides: '.join(told)}."
    reason += f" Remedy: {rule.remedy}"
    return replace(verdict, reason="\n".join([reason, *(line for _, line, _ in (*names, *excuses))]))


def _count(connection: duckdb.DuckDBPyConnection, rule: Rule, condition: str) -> int:
    found = connection.execute(f"select count(*) from {rule.relation} where {condition}").fetchone()
    return int(found[0]) if found else 0


def _examples(connection: duckdb.DuckDBPyConnection, rule: Rule, level: str, failing: int) -> str:
    """The first failing things, with what is wrong with each."""
    examples = connection.execute(
        "select distinct concat_ws(' ', system, replace(entity_type, '_', ' '), entity_id) || ': ' || "
        f"coalesce(detail, '') from {rule.relation} where {level} order by 1 limit {EXAMPLES}"
    ).fetchall()
    return "; ".join(text for (text,) in examples) + ("; ..." if failing > EXAMPLES else "")


def _is_excuse(rule: Rule) -> str:
    return f"seed_line like '{rule.rule_id},%'"


def _seed_lines(connection: duckdb.DuckDBPyConnection, rule: Rule, condition: str) -> list[tuple[str, str, int]]:
    """What rows are of, the line of a seed for it and how many records they stand for; most first."""
    return connection.execute(
        "select regexp_replace(seed_line, ',[?].*$', ''), seed_line, cast(sum(named_rows) as bigint) "
        f"from {rule.relation} where {condition} and seed_line is not null group by all order by 3 desc, 2"
    ).fetchall()
