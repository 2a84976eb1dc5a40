{{ config(enabled = 'filedrop' in var('systems'), materialized = 'table') }}

-- Rebuilt each time: files are small, and parts of their keys may be empty.

with observations as (
    {{ completed_observations(source('raw_filedrop', 'hiring_plan')) }}
),

renamed as (
    select
        function,
        plan_version,
        day_columns,
        plan_seats,
        quarter_start_date,
        planned_at,
        {{ observation_columns() }}
    from observations
),

final as (
    {{ latest_observations('renamed', ['function', 'plan_version', 'quarter_start_date'], tie_breaker=none) }}
)

select * from final
