{{ config(enabled = 'journal' in var('systems'), materialized = 'table') }}

-- Rebuilt each time: people do not write enough to fold.

with observations as (
    {{ completed_observations(source('raw_journal', 'forecast_calls')) }}
),

renamed as (
    select
        call_id,
        opening_system,
        opening_id,
        caller_id,
        category,
        reason,
        day_columns,
        quarter_start_date,
        called_at,
        {{ observation_columns() }}
    from observations
),

final as (
    {{ latest_observations('renamed', ['call_id'], tie_breaker=none) }}
)

select * from final
