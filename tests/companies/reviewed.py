"""A published file small enough to count by hand: two functions with seats, one that is only planned."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from hirehouse.base.manifest import manifest_path
from hirehouse.base.settings import Settings
from hirehouse.build.run_identity import Run
from hirehouse.publish.publication import Publication, publish

AS_OF = datetime(2026, 8, 17, 9, 30, tzinfo=UTC)
"""A Monday; the last day that is over is Sunday the 16th, a week before it the 9th."""

_SEATS = "opening_key, status_then, target_then, status_now, target_now"
_THEN, _NOW = "date '2026-08-09'", "date '2026-08-16'"
_FORECAST = (
    "quarter_start_date, function, mean, p10, p50, p90, p_target, target_hires, expected_pipeline, as_of_date, method"
)
# opening, requisition, function, status, opened, closed, filled, target as known now
_OPENINGS = """
    ('o1', 'q1', 'Sales', 'open', '2026-05-01', null, null, '2026-08-01'),
    ('o2', 'q1', 'Sales', 'open', '2026-06-01', null, null, '2026-10-20'),
    ('o3', 'q2', 'Sales', 'filled', '2026-06-01', '2026-08-12', '2026-08-12', '2026-09-01'),
    ('o4', 'q2', 'Sales', 'cancelled', '2026-06-01', '2026-08-13', null, '2026-09-01'),
    ('o5', 'q3', 'Engineering', 'on_hold', '2026-06-01', null, null, '2026-09-15'),
    ('o6', 'q3', 'Engineering', 'open', '2026-08-11', null, null, '2026-12-01')"""

TABLES = {
    "core.publication": """
        select 'run-1' as run_id, timestamptz '2026-08-17 09:30:00+00' as as_of_at, date '2026-08-17' as as_of_date,
            'Europe/Berlin' as company_timezone, 'EUR' as company_currency""",
    "core.dim_requisition": """
        select *, 'ats' as system, 'open' as status, false as is_evergreen from (values
            ('q1', '71', 'SAL-1', 'Account <Executive>', 'Sales', false),
            ('q2', '72', 'SAL-2', 'Sales Manager', 'Sales', false),
            ('q3', '73', 'ENG-1', 'Secret Engineer', 'Engineering', true)
        ) as t (requisition_key, job_id, requisition_id, title, function, is_confidential)""",
    "core.dim_user": """
        select 'k' || i as user_key, 'ats' as system, '80' || i as user_id, 'Talent' as team, true as is_active
        from range(3) as t (i) union all select 'k9', 'crm', 'u9', null, true""",
    "core.fct_hiring_plan": "select unnest(['Sales', 'Legal']) as function",
    "core.fct_opening": f"""
        select opening_key, 'ats' as system, replace(opening_key, 'o', '90') as opening_id, requisition_key, function,
            status, opened_date::date as opened_date, closed_date::date as closed_date,
            filled_date::date as filled_date, target_fill_date::date as target_fill_date
        from (values {_OPENINGS}) as t (opening_key, requisition_key, function, status, opened_date, closed_date,
            filled_date, target_fill_date)""",
    "core.fct_opening_snapshot": f"""
        with seats as (select * from (values
            ('o1', 'open', '2026-08-01', 'open', '2026-08-01'),
            ('o2', 'open', '2026-09-20', 'open', '2026-10-20'),
            ('o3', 'open', '2026-09-01', null, null), ('o4', 'open', '2026-09-01', null, null),
            ('o5', 'open', '2026-09-15', 'on_hold', '2026-09-15'), ('o6', null, null, 'open', '2026-12-01')
        ) as t ({_SEATS}))
        select opening_key, status_then as status, target_then::date as target_fill_date, {_THEN} as snapshot_date
        from seats where status_then is not null union all
        select opening_key, status_now, target_now::date, {_NOW} from seats where status_now is not null""",
    "core.fct_application": """
        select 'a' || i as application_key, 'q1' as requisition_key,
            case when i < 8 then 'Sales' else 'Engineering' end as function,
            ['active', 'active', 'active', 'active', 'hired', 'rejected', 'withdrawn', 'closed', 'active'][i + 1]
                as status,
            ['onsite', 'screen', 'screen', 'applied', 'hired', 'screen', 'onsite', 'screen', 'offer'][i + 1]
                as current_stage
        from range(9) as t (i)""",
    "core.fct_pipeline_snapshot": f"""
        select 'a' || i as application_key, stages[i + 1] as canonical_stage, {_THEN} as snapshot_date
        from range(9) as t (i) cross join (select ['screen', 'screen', 'interview', null, 'offer', 'screen', 'onsite',
            'screen', 'offer'] as stages) where stages[i + 1] is not null
        union all select 'a' || i, stages[i + 1], {_NOW} from range(9) as t (i) cross join (select
            ['onsite', 'screen', 'screen', 'applied', null, null, null, null, 'offer'] as stages)
        where stages[i + 1] is not null""",
    "core.fct_hire": "select 'h1' as hire_key, 'Sales' as function",
    "core.fct_pipeline_review": "select 'r1' as review_key, 'q1' as requisition_key",
    "metrics.pipeline_coverage": """
        select *, date '2026-08-17' as as_of_date, case when function = 'Legal' then null else 0.41 end as p_target,
            12 as gap_applied, 5 as gap_screen, null::bigint as gap_interview, 2 as gap_onsite, 1 as gap_offer,
            0.75 as coverage_seat_capped, 0.9 as coverage_horizon
        from (values
            ('all', date '2026-07-01', 'plan', 9, 3, 4.5, 1.25), ('all', date '2026-10-01', 'plan', 7, 0, 3.0, 0.66),
            ('Sales', date '2026-07-01', 'plan', 6, 3, 5.5, 0.8), ('Sales', date '2026-10-01', 'plan', 4, 0, 2.0, 0.5),
            ('Legal', date '2026-10-01', 'plan', 3, 0, 0.0, 0.0)
        ) as t (function, quarter_start_date, seats_basis, seats_to_fill, hires_to_date, coverage_unweighted,
            coverage_weighted)""",
    "metrics.hiring_forecast": f"""
        select *, 2.25 as expected_new_applicants, 0.5 as expected_new_requisitions, 0.75 as lost_to_seats,
            5 as "commit", 7 as best_case, method = 'semi_markov' as is_champion, false as is_reconstructed
        from (values
            (date '2026-07-01', 'all', 9.0, 6, 9, 13, 0.41, 12, 6.25, date '2026-08-17', 'semi_markov'),
            (date '2026-10-01', 'all', 6.5, 4, 6, 9, 0.9, 7, 2.0, date '2026-08-17', 'semi_markov'),
            (date '2026-07-01', 'all', 11.0, 8, 11, 15, 0.62, 12, 8.0, date '2026-08-09', 'semi_markov'),
            (date '2026-07-01', 'all', 8.0, 5, 8, 11, 0.3, 12, null, date '2026-08-17', 'counts'),
            (date '2026-07-01', 'all', null, null, null, null, null, 12, null, date '2026-08-17', 'human')
        ) as t ({_FORECAST})""",
    "metrics.opening_forecast": """
        select *, date '2026-08-17' as as_of_date from (values
            (date '2026-07-01', 'o1', 'q1', 'Sales', 0.2, 'pipeline', 'commit', 'human'),
            (date '2026-10-01', 'o2', 'q1', 'Sales', 0.3, 'pipeline', 'pipeline', 'model'),
            (date '2026-07-01', 'o5', 'q3', 'Engineering', 0.0, 'omitted', 'omitted', 'model')
        ) as t (quarter_start_date, opening_key, requisition_key, function, p_fill, model_category, category,
            category_source)""",
    "metrics.funnel_conversion": """
        select 'quarter' as period_type, date '2026-04-01' as period_start_date, 'all' as function, canonical_stage,
            entered, advanced, rejected, withdrew, active, rate_resolved, 0.31 as ci_low, 0.69 as ci_high,
            0.4444 as rate_adjusted_90d
        from (values ('screen', 30, 12, 10, 2, 6, 0.5), ('applied', 100, 30, 60, 5, 5, 0.3158))
            as t (canonical_stage, entered, advanced, rejected, withdrew, active, rate_resolved)""",
    "metrics.stage_exits": """
        select 'quarter' as period_type, date '2026-04-01' as period_start_date, 'all' as function, *
        from (values ('screen', 'withdrew', 'timing', 5, 5 / 17), ('screen', 'rejected', 'skills', 12, 12 / 17))
            as t (exit_stage, exit_type, exit_reason, exits, share)""",
    "metrics.stage_velocity": """
        select 'quarter' as period_type, date '2026-04-01' as period_start_date, 'all' as function,
            'onsite' as canonical_stage, 9 as completed_stays, 2 as open_stays, 6.04 as median_days, 12.5 as p90_days,
            7.5 as km_median_days, 3.0 as open_median_age_days""",
    "metrics.hiring_speed": """
        select 'quarter' as period_type, date '2026-04-01' as period_start_date, 'all' as function,
            'time_to_hire' as measure, 8 as n, 34.0 as median_days, 51.5 as p90_days""",
    "metrics.stalled_applications": """
        select 'a' || i as application_key, case i when 3 then 'Engineering' else 'Sales' end as function,
            10.0 + i as stalled_days, 'scorecard_missing' as stall_reason, case i when 2 then null else 'k1' end
                as owner_key, 'https://ats.example/a' || i as deep_link
        from range(4) as t (i)""",
    "metrics.review_cadence": """
        select week_start_date, 'all' as function, 5 as open_openings, reviewed as reviewed_7d,
            reviewed / 5 as share_reviewed, 4.0 as median_days_since_review, 3 as reviews, 2.5 as decisions_per_review
        from (values (date '2026-08-10', 4), (date '2026-08-17', 3)) as t (week_start_date, reviewed)""",
    "hygiene.rule": """
        select * from (values ('APP-02', 'Active on paper only', 'quarantine', 'recruiter', 'Decide.'),
            ('SCO-01', 'Scorecard overdue', 'warn', 'interviewer', 'Submit it.'))
            as t (rule_id, title, severity, owner_role, remedy)""",
    "hygiene.rule_result": """
        select 'run-1' as run_id, *, 'company' as scope_type, 'all' as scope
        from (values ('APP-02', 40, 2, 'quarantined'), ('SCO-01', 30, 7, 'warned'))
            as t (rule_id, evaluated, failed, status)""",
    "hygiene.finding": """
        select 'FRE-01' as rule_id, 'open' as state, 'crm' as entity_id, 'Last completed load 9 hours ago' as detail
        where false""",
    "hygiene.hygiene_score": """
        select * from (values ('company', 'all', 0.9, date '2026-08-17'), ('company', 'all', 0.875, date '2026-08-09'))
            as t (scope_type, scope, score, as_of_date)
        cross join (select 13 as weight_failed, 130 as weight_evaluated)""",
}
STALE = "select 'FRE-01' as rule_id, 'open' as state, 'crm' as entity_id, 'Last completed load 9 hours ago' as detail"


def publish_company(home: Path, **instead: str) -> tuple[Settings, Publication]:
    """Publish the tables, with other SQL for those named ``schema__table``; an empty one is left out."""
    settings = Settings(home, "duckdb", AS_OF, True, "Europe/Berlin", "EUR", None, 5)
    tables = TABLES | {name.replace("__", ".", 1): sql for name, sql in instead.items()}
    nodes = {}
    home.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(settings.warehouse_path)) as connection:
        connection.execute("set TimeZone = 'UTC'")
        for full_name, sql in tables.items():
            if not sql:
                continue
            schema, name = full_name.split(".")
            connection.execute(f"create schema if not exists {schema}")
            connection.execute(f"create or replace table {full_name} as {sql}")
            columns = [row[0] for row in connection.execute(f"describe {full_name}").fetchall()]
            nodes[f"model.reviewed.{name}"] = {
                "resource_type": "model",
                "schema": schema,
                "alias": name,
                "access": "public",
                "columns": {column: {"name": column} for column in columns},
            }
    path = manifest_path(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"nodes": nodes}))
    return settings, publish(settings, Run("run-1", AS_OF, ("ats",), (), False, "code"))
