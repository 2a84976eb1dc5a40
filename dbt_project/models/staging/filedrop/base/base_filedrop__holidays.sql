{{ config(enabled = 'filedrop' in var('systems'), materialized = 'table') }}

-- Rebuilt each time: files are small, and parts of their keys may be empty.

with observations as (
    {{ completed_observations(source('raw_filedrop', 'holidays')) }}
),

renamed as (
    select
        office,
        holiday_date,
        {{ observation_columns() }}
    from observations
),

final as (
    {{ latest_observations('renamed', ['office', 'holiday_date'], tie_breaker=none) }}
)

select * from final
