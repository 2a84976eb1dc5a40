"""Ground truth of the simulated company at an instant, as Parquet in the canonical names of the public tables.

`export_truth` writes one file per table of `truth_tables.TRUTH`, `dirt.parquet` (see `findings`) and the folder
`filedrop/` that the pipeline itself may load: plan, spend, assumptions, holidays, rates, reviews and employees, as
known at that instant.

Sources: metric dictionary, sections 0 and 1; the catalogue of hygiene rules.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from hirehouse.sandbox.findings import findings_of
from hirehouse.sandbox.truth_state import open_state
from hirehouse.sandbox.truth_tables import TRUTH
from hirehouse.sandbox.world import World

_SEAT_STAYS = """
    create temp table seat_stay as
    with life as (
        select seat_life.opening_id, life_number, opened_at, closed_at, hold.started_at as held_at, hold.ended_at as
            resumed_at,
            lag(closed_at) over (partition by seat_life.opening_id order by life_number) as closed_before_at
        from seat_life left join opening_hold as hold on hold.opening_id = seat_life.opening_id and life_number = 1),
    pieces as (
        select opening_id, 'open' as status, opened_at as started_at, coalesce(held_at, closed_at) as ended_at from life
        union all select opening_id, 'on_hold', held_at, coalesce(resumed_at, closed_at) from life where held_at is not
            null
        union all select opening_id, 'open', resumed_at, closed_at from life where resumed_at is not null
        union all select opening_id, 'closed', closed_before_at, opened_at from life where closed_before_at is not null)
    select opening_id, status, started_at, case when ended_at <= as_of_at then ended_at end as ended_at
    from pieces cross join clock where started_at <= as_of_at"""

_QUARANTINE = {
    "STG-05": "application",
    "STG-02": "stage_interval",
    "STG-04": "stage_interval",
    "ENU-01": "interview",
    "OPN-01": "opening",
    "OPN-03": "opening",
    "TIM-01": "scorecard",
    "APP-05": "application",
    "APP-06": "application",
    "TIM-03": "application",
    "TIM-04": "application",
    "TIM-05": "interview",
    "OFF-07": "offer",
    "PER-02": "candidate",
}
"""Rules that quarantine rows, and what they quarantine; everything that depends on an application goes with it, and a
candidate's applications with the candidate."""

_KEY_OF = {"stage_interval": ("fct_stage_interval", "stay_id"), "scorecard": ("fct_scorecard", "scorecard_id")}

_FILEDROP = {
    "hiring_plan.csv": """select function, plan_version, plan_seats, quarter_start_date, planned_at from hiring_plan
        cross join clock
        where planned_at <= as_of_at order by all""",
    "source_spend.csv": """select cost_side, source_name, channel, function, currency, round(spend_amount, 2) as
        spend_amount, month_start_date
        from source_spend cross join clock where booked_at <= as_of_at order by month_start_date, cost_side,
            source_name, function""",
    "cost_parameters.csv": """select parameter_set, function, vacancy_multiplier, pay_load, value_multiplier,
        working_days, annual_pay_amount,
        valid_from_date from cost_parameter cross join clock where decided_at <= as_of_at order by function""",
    "holidays.csv": "select office, holiday_date from holiday order by holiday_date, office",
    "currency_rates.csv": """select currency, company_rate, month_start_date from currency_rate cross join clock
        where fixed_at <= as_of_at order by month_start_date, currency""",
    "employees.parquet": """select employee_id, cast(coalesce(record.merged_into_id, record.candidate_id) as varchar)
        as record_id,
            case when performance_at <= as_of_at then performance_score end as quality_performance,
            case when survey_at <= as_of_at then survey_score end as quality_survey,
            start_date <= cast(as_of_at as date) and (left_date is null) as is_active, start_date, left_date
        from now_employment as employee cross join clock left join (
            select person_id, min(candidate_id) as candidate_id, min(case when merged_at <= as_of_at then
                merged_into_id end) as merged_into_id
            from candidate cross join clock where visible_at <= as_of_at and coalesce(deleted_at > as_of_at, true)
                and coalesce(merged_at > as_of_at, true) group by 1) as record using (person_id)
        order by employee_id""",
    "reviews.jsonl": """select review_id, cast(job_id as varchar) as job_id, requisition_id, cast(reviewer_id as
        varchar) as reviewer_id,
            decision_count, reviewed_at from review join requisition using (job_id) cross join clock where reviewed_at
                <= as_of_at order by review_id""",
}


def truth_tables(world: World, as_of: datetime) -> dict[str, pa.Table]:
    """Ground truth at `as_of` (an aware instant): public table name to rows, plus `dirt` (rule_id, entity_type,
        system, entity_id).

    Every table but `dim_person` and `bridge_person_record` has `quarantined_by`: the rules that keep the row out,
        comma-separated.
    """
    connection = open_state(world, as_of)
    try:
        connection.execute(_SEAT_STAYS)
        dirt = findings_of(connection)
        connection.register("dirt", dirt)
        tables = {name: _quarantined(connection, name, query) for name, query in TRUTH.items()}
        return tables | {"dirt": dirt}
    finally:
        connection.close()


def _quarantined(connection: duckdb.DuckDBPyConnection, name: str, query: str) -> pa.Table:
    """Run one truth query and label the rows that rules quarantine."""
    connection.execute(f"create temp table truth_{name} as {query}")
    columns = {row[0] for row in connection.execute(f"describe truth_{name}").fetchall()}
    conditions = []
    for rule, kind in _QUARANTINE.items():
        if kind == "candidate" and "application_id" in columns:
            theirs = "select cast(application_id as varchar) from now_application where cast(record_id as varchar)"
            conditions.append(f"(dirt.rule_id = '{rule}' and truth.application_id in ({theirs} = dirt.entity_id))")
            continue
        table, key = _KEY_OF.get(kind, (name, f"{kind}_id"))
        applies = table == name and (kind != "opening" or name in ("fct_opening", "fct_opening_interval"))
        if applies and key in columns:
            conditions.append(f"(dirt.rule_id = '{rule}' and dirt.entity_id = truth.{key})")
    if not conditions:
        return connection.execute(f"select * from truth_{name} order by all").to_arrow_table()
    return connection.execute(
        f"""select truth.*, quarantined.rules as quarantined_by from truth_{name} as truth left join (
                select truth.rowid as row_number, string_agg(distinct rule_id, ',' order by rule_id) as rules
                from truth_{name} as truth join dirt on {" or ".join(conditions)} group by 1) as quarantined
                    on truth.rowid = quarantined.row_number
            order by all"""
    ).to_arrow_table()


def export_truth(world: World, as_of: datetime, out_dir: Path) -> dict[str, int]:
    """Write the ground truth as Parquet, one file per table, with `dirt.parquet` and the folder `filedrop/`; returns
        rows per table.

    Raises:
        ValueError: `as_of` has no time zone.
        OSError: `out_dir` cannot be written.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    tables = truth_tables(world, as_of)
    with duckdb.connect(":memory:") as connection:
        for name, table in tables.items():
            connection.register("written", table)
            connection.execute(f"copy written to '{_quoted(out_dir / name)}.parquet' (format parquet)")
    export_filedrop(world, as_of, out_dir / "filedrop")
    return {name: table.num_rows for name, table in tables.items()}


def export_filedrop(world: World, as_of: datetime, out_dir: Path) -> None:
    """Write what the company keeps in files, as known at `as_of`, in the file drop's canonical columns; overwrites.

    Times are UTC in ISO 8601, days local. An employee whose `left_date` is before the `start_date` reneged that day.

    Raises:
        ValueError: `as_of` has no time zone.
        OSError: `out_dir` cannot be written.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    formats = {".csv": "(format csv, header true)", ".parquet": "(format parquet)", ".jsonl": "(format json)"}
    connection = open_state(world, as_of, only="now_employment")
    try:
        for name, query in _FILEDROP.items():
            path = out_dir / name
            connection.execute(f"copy ({query}) to '{_quoted(path)}' {formats[path.suffix]}")
    finally:
        connection.close()


def _quoted(path: Path) -> str:
    """A path inside a SQL string."""
    return str(path).replace("'", "''")
