"""A published file with one row or a few for each of the ten questions, and a manifest with the contract's words."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from hirehouse.base.manifest import manifest_path
from hirehouse.base.settings import Settings
from hirehouse.build.run_identity import Run
from hirehouse.publish.publication import Publication, publish

AS_OF = datetime(2026, 8, 15, 6, tzinfo=UTC)
COVERAGE = (
    "date '2026-08-15' as as_of_date, case function when 'all' then 0.25 end as p_target, "
    "function, seats_basis, seats_to_fill, hires_to_date, active_screen, active_interview, "
    "active_onsite, active_offer, coverage_unweighted, coverage_weighted, coverage_seat_capped, quarter_start_date"
)
TABLES = {
    "core.publication": """
        select 'run-1' as run_id, timestamptz '2026-08-15 06:00:00+00' as as_of_at, date '2026-08-15' as as_of_date,
            'UTC' as company_timezone, 'EUR' as company_currency""",
    "core.dim_requisition": "select unnest(['Engineering', 'Sales', null]) as function",
    "core.fct_hiring_plan": "select unnest(['Finance', 'Sales']) as function",
    "core.fct_application": "select unnest(['Sales', 'Sales', 'Sales', 'Engineering']) as function, 'active' as status",
    "metrics.pipeline_coverage": f"""
        select {COVERAGE} from (values
            ('Sales', 'openings', 10, 2, 40, 15, 8, 3, 6.6, 1.03, 0.6, date '2026-10-01'),
            ('all', 'openings', 10, 2, 40, 15, 8, 3, 6.6, 1.03, 0.6, date '2026-10-01'),
            ('Sales', 'openings', 4, 0, 40, 15, 8, 3, 16.5, 2.575, 0.9, date '2026-07-01')
        ) as t (function, seats_basis, seats_to_fill, hires_to_date, active_screen, active_interview, active_onsite,
            active_offer, coverage_unweighted, coverage_weighted, coverage_seat_capped, quarter_start_date)""",
    "metrics.hiring_forecast": """
        select date '2026-08-15' as as_of_date, date '2026-10-01' as quarter_start_date, 'all' as function, *,
            false as is_reconstructed, 0.25 as p_target, 2 as hires_to_date, 12 as target_hires
        from (values (9.4, 6, 13, true), (12.0, 8, 16, false)) as t (mean, p10, p90, is_champion)""",
    "metrics.funnel_conversion": """
        select 'quarter' as period_type, date '2026-04-01' as period_start_date, function, canonical_stage, 5 as active,
            advanced, 3 as rejected, 1 as withdrew, rate_resolved, 0.231 as ci_low, 0.882 as ci_high,
            0.3571 as rate_adjusted_90d
        from (values ('all', 'screen', 6, 0.6), ('all', 'applied', 0, null), ('Sales', 'screen', 6, 0.6))
            as t (function, canonical_stage, advanced, rate_resolved)""",
    "metrics.stage_exits": """
        select 'quarter' as period_type, date '2026-04-01' as period_start_date, 'all' as function, *
        from (values ('screen', 'withdrew', 'timing', 5, 17, 5 / 17), ('screen', 'rejected', 'skills', 12, 17, 12 / 17))
            as t (exit_stage, exit_type, exit_reason, exits, period_exits, share)""",
    "metrics.stage_velocity": """
        select 'quarter' as period_type, date '2026-04-01' as period_start_date, 'all' as function,
            'onsite' as canonical_stage, 9 as completed_stays, 0 as censored_stays, 2 as open_stays,
            6.04 as median_days, 12.5 as p90_days, null::double as km_median_days, 3.0 as open_median_age_days""",
    "metrics.stalled_applications": """
        select 'a' || i as application_key, case i when 3 then 'Engineering' else 'Sales' end as function,
            'interview' as canonical_stage, 10.0 + i as stalled_days, 'scorecard_missing' as stall_reason,
            case i when 2 then null else 'u1' end as owner_key, null::varchar as deep_link
        from range(4) as t (i)""",
    "metrics.source_performance": """
        select 'quarter' as period_type, date '2026-04-01' as period_start_date, 'all' as function, channel,
            attribution_model, case attribution_model when 'record' then 300 end as applications,
            case attribution_model when 'record' then 12 end as reached_interview,
            case attribution_model when 'record' then 3 end as offers, hires,
            75.0 as quality_index, 10000.0::decimal(18, 4) as cost_per_hire_amount
        from (values ('referral', 'record', 2.0), ('referral', 'first', 3.5), ('job_board', 'record', 0.0))
            as t (channel, attribution_model, hires)""",
    "metrics.vacancy_cost": """
        select 'o' || i as opening_key, ['Sales', 'Sales', 'Engineering'][i + 1] as function, 73 as clock_days,
            case i when 2 then null else 50782.61 end::decimal(18, 4) as gross_cost_amount,
            15722.74::decimal(18, 4) as net_cost_amount, 695.65::decimal(18, 4) as cost_per_day_amount,
            'finance-2026' as parameter_set
        from range(3) as t (i)""",
    "metrics.system_consistency": """
        select date '2026-08-15' as as_of_date, 'gem' as crm_system, 'greenhouse' as ats_system,
            500 as crm_origin_active, 480 as matched, 456 as agreeing, 0.96 as match_coverage, 0.95 as agreement,
            0.912 as consistency, 3.25 as sync_lag_p95_hours""",
    "metrics.off_process_hires": """
        select date '2026-04-01' as quarter_start_date, 'all' as function, 3 as hires, 1 as off_process,
            null::double as rate""",
    "metrics.review_cadence": """
        select week_start_date, 'all' as function, 20 as open_openings, 15 as reviewed_7d, share as share_reviewed,
            4.0 as median_days_since_review, 9 as reviews, 2.5 as decisions_per_review
        from (values (date '2026-08-03', 0.5), (date '2026-08-10', 0.75), (date '2026-04-20', 0.25))
            as t (week_start_date, share)""",
}


def publish_answers(home: Path, without: str = "") -> tuple[Settings, Publication]:
    """Publish the tables, all but ``without``; column descriptions read ``<table>.<column> in words``."""
    settings = Settings(home, "duckdb", AS_OF, True, "UTC", "EUR", None, 5)
    nodes = {}
    home.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(settings.warehouse_path)) as connection:
        connection.execute("set TimeZone = 'UTC'")
        for full_name, sql in TABLES.items():
            schema, name = full_name.split(".")
            connection.execute(f"create schema if not exists {schema}")
            connection.execute(f"create or replace table {full_name} as {sql}")
            columns = [row[0] for row in connection.execute(f"describe {full_name}").fetchall()]
            nodes[f"model.asked.{name}"] = {
                "resource_type": "model",
                "schema": schema,
                "alias": name,
                "access": "public",
                "description": f"One row of {name}\nis one row.\n",
                "columns": {column: {"description": f"{name}.{column} in words"} for column in columns},
            }
    nodes.pop(f"model.asked.{without}", None)
    path = manifest_path(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"nodes": nodes}))
    return settings, publish(settings, Run("run-1", AS_OF, ("greenhouse",), (), False, "code"))
