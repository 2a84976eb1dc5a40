{{ config(enabled = 'filedrop' in var('systems'), materialized = 'table') }}

-- Rebuilt each time: files are small, and parts of their keys may be empty.

with observations as (
    {{ completed_observations(source('raw_filedrop', 'applications')) }}
),

renamed as (
    select
        application_id,
        job_id,
        candidate_id,
        reason_id,
        reason_name,
        source_id,
        source_name,
        recruiter_id,
        coordinator_id,
        current_stage_id,
        transferred_from_job_id,
        status,
        exit_kind,
        day_columns,
        is_agency,
        applied_at,
        ended_at,
        hired_at,
        last_activity_at,
        {{ observation_columns() }}
    from observations
)

{{ latest_observations('renamed', ['application_id', 'job_id'], tie_breaker=none) }}
