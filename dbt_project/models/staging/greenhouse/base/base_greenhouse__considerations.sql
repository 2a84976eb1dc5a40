{{ config(enabled = 'greenhouse' in var('systems'), materialized = 'table') }}

-- A transfer keeps the application's id and changes its job; the stays of the former job are what is left of it.
-- A table, because applications, stays, interviews, scorecards and offers all read it.

with applications as (
    select * from {{ live('base_greenhouse__applications') }}
),

stays as (
    select * from {{ live('base_greenhouse__application_stages') }}
),

stages as (
    select * from {{ live('base_greenhouse__job_interview_stages') }}
),

versions as (
    select * from {{ ref('base_greenhouse__application_versions') }}
),

jobs_of_stays as (
    select
        stays.application_id,
        stages.job_id,
        min(stays.entered_at) as entered_at,
        max(stays.exited_at) as left_at
    from stays
    inner join stages on stays.stage_id = stages.stage_id
    where stages.job_id is not null
    group by stays.application_id, stages.job_id
),

jobs_of_versions as (
    select
        application_id,
        job_id,
        min(observed_at) as known_at
    from versions
    where job_id is not null
    group by application_id, job_id
),

considered as (
    select
        applications.application_id,
        jobs_of_stays.job_id,
        jobs_of_stays.entered_at,
        jobs_of_stays.left_at,
        false as is_latest
    from applications
    inner join jobs_of_stays
        on applications.application_id = jobs_of_stays.application_id and applications.job_id <> jobs_of_stays.job_id
    where not applications.is_prospect
    union all
    select
        applications.application_id,
        applications.job_id,
        jobs_of_stays.entered_at,
        cast(null as {{ type_of('timestamp') }}) as left_at,
        true as is_latest
    from applications
    left join jobs_of_stays
        on applications.application_id = jobs_of_stays.application_id and applications.job_id = jobs_of_stays.job_id
    where not applications.is_prospect
),

chained as (
    select
        considered.*,
        lag(job_id) over (
            partition by application_id order by is_latest, entered_at nulls first, job_id
        ) as transferred_from_job_id,
        lag(left_at) over (
            partition by application_id order by is_latest, entered_at nulls first, job_id
        ) as former_left_at,
        lead(entered_at) over (
            partition by application_id order by is_latest, entered_at nulls first, job_id
        ) as next_entered_at
    from considered
),

final as (
    select
        chained.application_id,
        chained.job_id,
        chained.transferred_from_job_id,
        chained.is_latest,
        case
            when chained.transferred_from_job_id is not null
                then coalesce(chained.former_left_at, chained.entered_at)
        end as transferred_in_at,
        case
            when not chained.is_latest then coalesce(chained.left_at, chained.next_entered_at)
        end as transferred_out_at,
        coalesce(jobs_of_versions.known_at, applications.known_at) as known_at
    from chained
    inner join applications on chained.application_id = applications.application_id
    left join jobs_of_versions
        on chained.application_id = jobs_of_versions.application_id and chained.job_id = jobs_of_versions.job_id
)

select * from final
