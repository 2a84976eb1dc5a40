"""What a gate says: a verdict per rule or table, and the result of the whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb

PASSED, WARNED, QUARANTINED, BLOCKED, ERRORED = "passed", "warned", "quarantined", "blocked", "errored"
STATUS_OF_SEVERITY = {"warn": WARNED, "quarantine": QUARANTINED, "block": BLOCKED}


@dataclass(frozen=True)
class Clock:
    """The run that is being judged: its id and its as-of instant (UTC)."""

    run_id: str
    as_of_at: datetime


@dataclass(frozen=True)
class Verdict:
    """What was decided about one rule (gate ``rules``) or one public table (gate ``publish``).

    ``rule_id`` is the rule's id or the table's full name. ``evaluated`` counts rows looked at; ``failed`` leaves out
    ``legacy_failed``, the failures known before go-live. For a table they are its rows and its broken checks.
    """

    rule_id: str
    title: str
    status: str
    evaluated: int = 0
    failed: int = 0
    legacy_failed: int = 0
    reason: str = ""


@dataclass(frozen=True)
class GateResult:
    """``status`` is passed, warned (rows flagged or quarantined), blocked (do not publish), or errored (no verdict).

    ``reasons`` are sentences for people: why it blocked or could not judge, what to do. ``quarantined`` are those about
    rows that do not block and that lines of a seed would release. ``docs_path`` is the page for people, if asked for.
    """

    status: str
    verdicts: list[Verdict]
    reasons: list[str] = field(default_factory=list)
    quarantined: list[str] = field(default_factory=list)
    docs_path: Path | None = None


def gate_status(verdicts: Iterable[Verdict]) -> str:
    """The status of the whole. A tool that could not judge is worse than any verdict: nothing is known then."""
    statuses = {verdict.status for verdict in verdicts}
    for worst in (ERRORED, BLOCKED):
        if worst in statuses:
            return worst
    return WARNED if statuses & {WARNED, QUARANTINED} else PASSED


def reasons_of(verdicts: Iterable[Verdict]) -> list[str]:
    """The reasons of everything that blocks or could not be judged."""
    return [verdict.reason for verdict in verdicts if verdict.status in (BLOCKED, ERRORED) and verdict.reason]


def read_clock(connection: duckdb.DuckDBPyConnection) -> Clock:
    """The run that the warehouse is being built for; raises ``LookupError`` when it was not prepared."""
    row = connection.execute("select run_id, as_of_at from ops.run_clock").fetchone()
    if row is None:
        raise LookupError("ops.run_clock is empty: prepare the warehouse before a gate judges it")
    return Clock(run_id=row[0], as_of_at=row[1])


def write_verdicts(connection: duckdb.DuckDBPyConnection, clock: Clock, gate: str, verdicts: Iterable[Verdict]) -> None:
    """Replace this run's verdicts of one gate in ``ops.rule_verdict``."""
    connection.execute(
        "create table if not exists ops.rule_verdict (run_id varchar, run_at timestamptz, rule_id varchar, "
        "gate varchar, status varchar, evaluated bigint, failed bigint, legacy_failed bigint)"
    )
    connection.execute("delete from ops.rule_verdict where run_id = ? and gate = ?", [clock.run_id, gate])
    rows = [
        [clock.run_id, clock.as_of_at, v.rule_id, gate, v.status, v.evaluated, v.failed, v.legacy_failed]
        for v in verdicts
    ]
    if rows:
        connection.executemany(
            "insert into ops.rule_verdict by name select ? as run_id, ? as run_at, ? as rule_id, "
            "? as gate, ? as status, ? as evaluated, ? as failed, ? as legacy_failed",
            rows,
        )
