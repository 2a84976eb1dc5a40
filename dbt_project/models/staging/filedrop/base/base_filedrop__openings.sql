{{ config(enabled = 'filedrop' in var('systems'), materialized = 'table') }}

-- Rebuilt each time: files are small, and parts of their keys may be empty.

with observations as (
    {{ completed_observations(source('raw_filedrop', 'openings')) }}
),

renamed as (
    select
        opening_id,
        job_id,
        filled_application_id,
        status,
        day_columns,
        target_fill_date,
        target_start_date,
        opened_at,
        closed_at,
        {{ observation_columns() }}
    from observations
),

final as (
    {{ latest_observations('renamed', ['opening_id'], tie_breaker=none) }}
)

select * from final
