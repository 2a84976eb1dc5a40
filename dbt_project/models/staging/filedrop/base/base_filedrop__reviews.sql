{{ config(enabled = 'filedrop' in var('systems'), materialized = 'table') }}

-- Rebuilt each time: files are small, and parts of their keys may be empty.

with observations as (
    {{ completed_observations(source('raw_filedrop', 'reviews')) }}
),

renamed as (
    select
        review_id,
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
