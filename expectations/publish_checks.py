"""What gate 2 looks at: one row per check on a public table, with ``is_failed``, judged by Great Expectations.

The rows are computed here in a few plain passes over the tables; a batch per table and an expectation per column would
say the same in a minute instead of a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from hirehouse.base.manifest import PublicTable, Rule
from hirehouse.expectations import personal_data, totals, volumes
from hirehouse.expectations.judging import Judgement
from hirehouse.expectations.results import BLOCKED, ERRORED, PASSED, Clock, Verdict
from hirehouse.expectations.suites import FAILED
from hirehouse.expectations.volumes import scalar

TABLE = "ops.publish_check"
ROWS = pa.schema([("kind", pa.string()), ("subject", pa.string()), ("is_failed", pa.bool_()), ("detail", pa.string())])
# What a core table is made of: with rows there, beyond the quarantined ones, it may not be empty.
MADE_OF = {
    "core.dim_person": "person_records",
    "core.dim_requisition": "requisitions",
    "core.dim_source": "sources",
    "core.dim_stage": "stages",
    "core.dim_user": "users",
    "core.fct_application": "applications",
    "core.fct_enrollment": "enrollments",
    "core.fct_offer": "offers",
    "core.fct_opening": "openings",
    "core.fct_scorecard": "scorecards",
    "core.fct_stage_interval": "applications",
    "core.fct_touch": "touches",
}
# Quarantined records, and the applications that go with a requisition.
HELD = """
    select (select count(*) from quarantine.quarantined_keys) + (
        select count(*) from intermediate.int_applications__keyed where requisition_key in (
            select entity_key from quarantine.quarantined_keys where entity_type = 'requisition'))
"""


@dataclass(frozen=True)
class Check:
    """One look at one public table; ``detail`` says what is wrong, in words, when it failed."""

    kind: str
    subject: str
    is_failed: bool
    detail: str
    rows: int = 0


def collect(
    connection: duckdb.DuckDBPyConnection, clock: Clock, tables: Sequence[PublicTable], volume: Rule | None
) -> list[Check]:
    """Every check on every public table. A missing table fails its shape, and its other checks are skipped.

    ``volume`` is the rule whose limits say how much of a core fact may vanish between publications: ``share`` of its
    rows, and ``rows``. Without it nothing may.
    """
    actual = _actual_columns(connection)
    checks = [check for table in tables for check in _shape(table, actual.get(table.full_name, {}))]
    there = [table for table in tables if set(table.columns) <= set(actual.get(table.full_name, {}))]
    counts: dict[str, int] = {}
    for table in there:
        rows, broken = _key_counts(connection, table)
        counts[table.full_name] = rows
        key = ", ".join(table.key)
        checks.append(Check("key", table.full_name, broken > 0, f"{broken} rows with an empty or repeated {key}", rows))
    checks += _emptiness(connection, counts)
    checks += [Check("volume", *outcome) for outcome in volumes.compare(connection, clock, counts, volume)]
    names = set(counts)
    checks += [Check("total", *outcome) for outcome in totals.compare(connection, clock.run_id, names)]
    checks += [Check("privacy", *outcome) for outcome in personal_data.scan(connection, there)]
    return checks


def store(connection: duckdb.DuckDBPyConnection, checks: Iterable[Check]) -> None:
    """Write the checks where Great Expectations reads them: at once, for there is one for every column."""
    rows = pa.Table.from_pylist([{name: getattr(check, name) for name in ROWS.names} for check in checks], schema=ROWS)
    connection.register("check_rows", rows)
    connection.execute(f"create or replace table {TABLE} as select * from check_rows")
    connection.unregister("check_rows")


def drop(connection: duckdb.DuckDBPyConnection) -> None:
    """Leave nothing behind; the verdicts say what was found."""
    connection.execute(f"drop table if exists {TABLE}")


def has_publication(checks: Iterable[Check]) -> bool:
    """Whether ``core.publication`` is there to be judged."""
    return any(check.kind == "key" and check.subject == "core.publication" for check in checks)


def verdicts_of(
    tables: Sequence[PublicTable],
    checks: Sequence[Check],
    judgements: Mapping[tuple[str, str], Judgement],
    trouble: str,
) -> list[Verdict]:
    """One verdict per public table: blocked if any of its checks failed, errored if any kind has no sound judgement."""
    errors = [trouble] if trouble else []
    for kind in dict.fromkeys(check.kind for check in checks):
        of_kind = [check for check in checks if check.kind == kind]
        judgement = judgements.get((kind, FAILED))
        failing = sum(check.is_failed for check in of_kind)
        if judgement is None:
            errors.append(f"no result for the checks of {kind}")
        elif judgement.error:
            errors.append(judgement.error)
        elif (judgement.evaluated, judgement.failed, judgement.success) != (len(of_kind), failing, failing == 0):
            errors.append(
                f"{judgement.failed} of {judgement.evaluated} checks of {kind} failed, not {failing} of {len(of_kind)}"
            )
    publication = judgements.get(("publication", FAILED))
    if publication is not None and publication.error:
        errors.append(publication.error)
    if errors:
        reason = f"the public tables could not be judged: {'; '.join(dict.fromkeys(errors))}"
        return [Verdict(table.full_name, table.full_name, ERRORED, reason=reason) for table in tables]
    verdicts = []
    for table in tables:
        own = [check for check in checks if check.subject == table.full_name]
        # a line to paste stands alone, so what ends with one comes last
        broken = sorted((check.detail for check in own if check.is_failed), key=lambda detail: "\n" in detail)
        if table.full_name == "core.publication" and publication is not None and not publication.success:
            broken.insert(0, "it must hold exactly one row")
        rows = max((check.rows for check in own), default=0)
        status = BLOCKED if broken else PASSED
        reason = f"{table.full_name}: {'; '.join(broken)}" if broken else ""
        verdicts.append(Verdict(table.full_name, table.full_name, status, rows, len(broken), reason=reason))
    return verdicts


def _actual_columns(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    rows = connection.execute(
        "select table_schema || '.' || table_name, column_name, data_type from information_schema.columns "
        "order by table_schema, table_name, ordinal_position"
    ).fetchall()
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in rows:
        found.setdefault(table, {})[column] = kind
    return found


def _shape(table: PublicTable, actual: Mapping[str, str]) -> list[Check]:
    """Columns and types as the contract says; none missing, none besides."""
    if not actual:
        return [Check("shape", table.full_name, True, "the table is missing")]
    checks = []
    for column, kind in table.columns.items():
        found = actual.get(column)
        problem = f"column {column} is missing" if found is None else f"column {column} is {found}, not {kind}"
        is_wrong = found is None or (bool(kind) and _plain(found) != _plain(kind))
        checks.append(Check("shape", table.full_name, is_wrong, problem if is_wrong else ""))
    for column in actual:
        if column not in table.columns:
            checks.append(Check("shape", table.full_name, True, f"column {column} is not in the contract"))
    return checks


def _plain(kind: str) -> str:
    names = {"timestamptz": "timestamp with time zone", "string": "varchar", "text": "varchar", "int": "integer"}
    bare = " ".join(kind.lower().split()).replace(", ", ",").replace(" (", "(")
    return names.get(bare, bare)


def _key_counts(connection: duckdb.DuckDBPyConnection, table: PublicTable) -> tuple[int, int]:
    """Rows, and how many of them are empty or repeated in the table's key."""
    if not table.key:
        row = connection.execute(f"select count(*), 0 from {table.full_name}").fetchone()
    else:
        columns = ", ".join(table.key)
        row = connection.execute(
            f"select count(*), count(*) - (select count(*) from (select distinct {columns} from {table.full_name})) "
            f"+ count(*) filter (where {table.key[0]} is null) from {table.full_name}"
        ).fetchone()
    return (int(row[0]), int(row[1])) if row else (0, 0)


def _emptiness(connection: duckdb.DuckDBPyConnection, counts: Mapping[str, int]) -> list[Check]:
    held = scalar(connection, HELD)
    checks = []
    for table, entity in MADE_OF.items():
        if table in counts:
            source = scalar(connection, f"select count(*) from intermediate.int_{entity}__unioned")
            is_failed = counts[table] == 0 and source > held
            checks.append(Check("emptiness", table, is_failed, f"empty, though the sources deliver {source} {entity}"))
    return checks
