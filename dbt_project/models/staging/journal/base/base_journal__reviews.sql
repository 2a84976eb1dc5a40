{{ config(enabled = 'journal' in var('systems'), materialized = 'table') }}

-- Rebuilt each time: people do not write enough to fold.

with observations as (
    {{ completed_observations(source('raw_journal', 'reviews')) }}
),

renamed as (
    select
        review_id,
        requisition_system,
        job_id,
        requisition_id,
        reviewer_id,
        day_columns,
        decision_count,
        reviewed_at,
        {{ observation_columns() }}
    from observations
),

final as (
    {{ latest_observations('renamed', ['review_id'], tie_breaker=none) }}
)

select * from final
