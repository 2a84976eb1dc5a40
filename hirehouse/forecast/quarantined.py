"""Keys of what the first gate quarantined in this run: the forecast is made before dbt builds the quarantine."""

from __future__ import annotations

import duckdb

TABLE = "quarantined"

_VERDICTS = """
    select rules.model, rules.quarantines, coalesce(rules.escalated_severity = 'quarantine', false)
    from ops.rule as rules
    inner join ops.rule_verdict as verdicts using (rule_id)
    inner join ops.run_clock using (run_id)
    where verdicts.gate = 'rules' and verdicts.status = 'quarantined' and rules.quarantines is not null
    order by rules.rule_id"""


def list_quarantined(connection: duckdb.DuckDBPyConnection, applications: str | None) -> None:
    """Fill the temporary table ``quarantined`` (entity_type, entity_key) as the model ``quarantined_keys`` will.

    ``applications`` is their relation in a warehouse whose quarantine is still to be built: those of a quarantined
    candidate are quarantined, too. None: a published file, which has no quarantined rows. Before the gate has judged
    anything nothing is quarantined.
    """
    columns = ", ".join(f"{name} varchar" for name in ("entity_type", "entity_key", "system", "entity_id"))
    connection.execute(f"create or replace temp table {TABLE} ({columns})")
    gate = "select count(*) from duckdb_tables() where schema_name = 'ops' and table_name in ('rule', 'rule_verdict')"
    if applications is None or connection.execute(gate).fetchall() != [(2,)]:
        return
    for model, quarantines, quarantines_escalated_only in connection.execute(_VERDICTS).fetchall():
        kinds = ", ".join(f"'{kind}'" for kind in quarantines.split(","))
        column = "is_escalated" if quarantines_escalated_only else "is_failed"
        connection.execute(
            f"insert into {TABLE} select entity_type, entity_key, system, entity_id from {model} "
            f"where is_failed and {column} and entity_key is not null and entity_type in ({kinds})"
        )
    connection.execute(
        f"insert into {TABLE} (entity_type, entity_key) select 'application', application_key from {applications} "
        f"where (system, candidate_id) in (select (system, entity_id) from {TABLE} where entity_type = 'candidate')"
    )


def is_kept(entity_type: str, key: str) -> str:
    """SQL condition: the record of this key is not quarantined."""
    return f"{key} not in (select entity_key from {TABLE} where entity_type = '{entity_type}')"
