{{ config(enabled = 'filedrop' in var('systems'), materialized = 'table') }}

-- Rebuilt each time: files are small, and parts of their keys may be empty.

with observations as (
    {{ completed_observations(source('raw_filedrop', 'stage_intervals')) }}
),

renamed as (
    select
        stay_id,
        application_id,
        job_id,
        stage_id,
        stage_name,
        stage_order,
        moved_by_id,
        day_columns,
        is_current,
        entered_at,
        exited_at,
        {{ observation_columns() }}
    from observations
)

{{ latest_observations('renamed', ['stay_id'], tie_breaker=none) }}
