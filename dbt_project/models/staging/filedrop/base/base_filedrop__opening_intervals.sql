{{ config(enabled = 'filedrop' in var('systems'), materialized = 'table') }}

-- Rebuilt each time: files are small, and parts of their keys may be empty.

with observations as (
    {{ completed_observations(source('raw_filedrop', 'opening_intervals')) }}
),

renamed as (
    select
        opening_id,
        status,
        day_columns,
        started_at,
        ended_at,
        {{ observation_columns() }}
    from observations
),

final as (
    {{ latest_observations('renamed', ['opening_id', 'started_at'], tie_breaker=none) }}
)

select * from final
