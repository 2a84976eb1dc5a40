"""A company's truth written as the files a company without a usable API would drop: canonical columns, nothing else."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import duckdb

from tests.end_to_end.company import Company

FILES = {
    "requisitions": """
        select job_id, requisition_id, hiring_manager_id, recruiter_id, title, department, office, country, timezone,
            status, is_evergreen, is_confidential, opened_at as created_at, opened_at, closed_at
        from dim_requisition""",
    # A seat on hold says since when in closed_at, as it does in systems that keep no history of seats.
    "openings": """
        with seats as (
            select opening_id, max(started_at) as held_at
            from fct_opening_interval where status = 'on_hold' and ended_at is null group by opening_id)
        select opening_id, job_id, filled_application_id, status, target_fill_date, target_start_date, opened_at,
            case when status = 'on_hold' then held_at else closed_at end as closed_at
        from fct_opening left join seats using (opening_id)""",
    "applications": """
        with acts as (
            select application_id, job_id, entered_at as acted_at from fct_stage_interval
            union all select application_id, job_id, scheduled_at from fct_interview
            union all select application_id, job_id, ends_at from fct_interview where status = 'completed'
            union all select application_id, job_id, submitted_at from fct_scorecard
            union all select application_id, job_id, unnest([created_at, approved_at, sent_at, answered_at])
            from fct_offer),
        last_acts as (select application_id, job_id, max(acted_at) as last_activity_at from acts group by all)
        select application_id, job_id, candidate_id, recruiter_id, coordinator_id, transferred_from_job_id,
            case when exit_type in ('rejected', 'withdrew') then exit_reason end as reason_name,
            channel as source_name,
            case status when 'withdrawn' then 'rejected' when 'closed' then 'active' else status end as status,
            case when exit_type in ('rejected', 'withdrew') then exit_type end as exit_kind,
            applied_at,
            case when status in ('rejected', 'withdrawn', 'transferred') then exited_at end as ended_at,
            hired_at, last_activity_at
        from fct_application left join last_acts using (application_id, job_id)""",
    "stage_intervals": """
        select stay_id, application_id, job_id, canonical_stage as stage_name, is_current, entered_at, exited_at
        from fct_stage_interval""",
    "offers": """
        select offer_id, application_id, job_id, opening_id, status, currency, base_pay_amount, start_date, created_at,
            approved_at, sent_at, answered_at, expires_date::timestamptz as expires_at
        from fct_offer where not is_derived""",
}
"""Entity of the file drop: its rows, from tables of the ground truth."""


def drop_funnel(served: Company, as_of: datetime) -> Path:
    """Write the company's funnel at an instant as Parquet beside its plan, spend and staff; returns the folder."""
    truth = served.truth(as_of)
    folder = served.folder / "funnel"
    shutil.copytree(truth / "filedrop", folder, dirs_exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        for path in truth.glob("*.parquet"):
            connection.execute(f"create view {path.stem} as from '{path}'")
        for entity, rows in FILES.items():
            connection.execute(f"copy ({rows}) to '{folder / entity}.parquet' (format parquet)")
    return folder
