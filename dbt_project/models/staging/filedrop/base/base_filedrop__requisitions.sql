{{ config(enabled = 'filedrop' in var('systems'), materialized = 'table') }}

-- Rebuilt each time: files are small, and parts of their keys may be empty.

with observations as (
    {{ completed_observations(source('raw_filedrop', 'requisitions')) }}
),

renamed as (
    select
        job_id,
        requisition_id,
        hiring_manager_id,
        recruiter_id,
        title,
        department,
        office,
        country,
        timezone,
        status,
        day_columns,
        is_evergreen,
        is_confidential,
        created_at,
        opened_at,
        closed_at,
        {{ observation_columns() }}
    from observations
),

final as (
    {{ latest_observations('renamed', ['job_id'], tie_breaker=none) }}
)

select * from final
