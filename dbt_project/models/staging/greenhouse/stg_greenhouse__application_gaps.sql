{{ config(enabled = 'greenhouse' in var('systems')) }}

-- The rejection and its undoing are seen only if a load falls between them. The gap ends when the application was last
-- changed as first seen active again: the un-rejection, or the first thing done after it before we looked.

with versions as (
    select * from {{ ref('base_greenhouse__application_versions') }}
),

applications as (
    select * from {{ live('base_greenhouse__applications') }}
),

followed as (
    select
        versions.*,
        lead(status) over (partition by application_id order by observed_at, load_id) as next_status,
        lead(updated_at) over (partition by application_id order by observed_at, load_id) as next_updated_at
    from versions
    where not is_deleted
),

final as (
    select
        followed.application_id,
        followed.job_id,
        followed.rejected_at as started_at,
        min(followed.next_updated_at) as ended_at
    from followed
    inner join applications on followed.application_id = applications.application_id
    where
        followed.status = 'rejected'
        and followed.next_status in ('in_process', 'hired')
        and followed.next_updated_at > followed.rejected_at
    group by followed.application_id, followed.job_id, followed.rejected_at
)

{{ conform('final') }}
