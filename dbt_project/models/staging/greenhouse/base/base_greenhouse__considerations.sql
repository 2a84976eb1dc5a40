{{ config(enabled = 'greenhouse' in var('systems'), materialized = 'table') }}

-- A transfer keeps the application's id and changes its job; the stays of the former job are what is left of it.
-- Who comes back to a job goes on with it (one application and job are one row): its first visit begins it, its last
-- one ends it. Long, because visits are told from the stays alone.
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

stays_of_jobs as (
    select
        stays.application_id,
        stages.job_id,
        stays.entered_at,
        stays.exited_at,
        stays.stay_id,
        applications.job_id = stages.job_id as is_latest
    from stays
    inner join stages on stays.stage_id = stages.stage_id
    inner join applications on stays.application_id = applications.application_id
    where stages.job_id is not null and applications.job_id is not null and not applications.is_prospect
),

-- Undated stays say nothing of when a job was visited; a job with no others was visited once, before the dated ones or,
-- if it is the one the application is on now, after them.
dated as (
    select
        *,
        count(entered_at) over (partition by application_id, job_id) = 0 as is_undated_job
    from stays_of_jobs
),

ordered as (
    select
        *,
        row_number() over (
            partition by application_id
            order by
                case when is_undated_job and is_latest then 1 else 0 end,
                entered_at nulls first,
                is_latest,
                exited_at nulls last,
                job_id,
                stay_id
        ) as stay_number
    from dated
    where entered_at is not null or is_undated_job
),

arrived as (
    select
        *,
        case
            when job_id = lag(job_id) over (partition by application_id order by stay_number) then 0
            else 1
        end as is_arrival
    from ordered
),

numbered as (
    select
        *,
        sum(is_arrival) over (
            partition by application_id order by stay_number rows between unbounded preceding and current row
        ) as visit_number
    from arrived
),

visits as (
    select
        application_id,
        job_id,
        visit_number,
        is_latest,
        min(entered_at) as entered_at,
        max(exited_at) as left_at
    from numbered
    group by application_id, job_id, visit_number, is_latest
),

visited as (
    select
        application_id,
        max(visit_number) as visits,
        bool_or(is_latest) as is_latest_visited
    from visits
    group by application_id
),

together as (
    select * from visits
    union all
    select
        applications.application_id,
        applications.job_id,
        coalesce(visited.visits, 0) + 1 as visit_number,
        true as is_latest,
        cast(null as {{ type_of('timestamp') }}) as entered_at,
        cast(null as {{ type_of('timestamp') }}) as left_at
    from applications
    left join visited on applications.application_id = visited.application_id
    where not applications.is_prospect and not coalesce(visited.is_latest_visited, false)
),

chained as (
    select
        *,
        lag(job_id) over in_time as former_job_id,
        lag(left_at) over in_time as former_left_at,
        lead(entered_at) over in_time as next_entered_at,
        row_number() over (partition by application_id, job_id order by visit_number) as nth_visit,
        row_number() over (partition by application_id, job_id order by visit_number desc) as nth_last_visit
    from together
    window in_time as (partition by application_id order by visit_number)
),

considered as (
    select
        application_id,
        job_id,
        is_latest,
        max(case when nth_visit = 1 then former_job_id end) as transferred_from_job_id,
        max(
            case when nth_visit = 1 and former_job_id is not null then coalesce(former_left_at, entered_at) end
        ) as transferred_in_at,
        max(
            case when nth_last_visit = 1 and not is_latest then coalesce(left_at, next_entered_at) end
        ) as transferred_out_at
    from chained
    group by application_id, job_id, is_latest
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

final as (
    select
        considered.application_id,
        considered.job_id,
        considered.transferred_from_job_id,
        considered.is_latest,
        considered.transferred_in_at,
        considered.transferred_out_at,
        coalesce(jobs_of_versions.known_at, applications.known_at) as known_at
    from considered
    inner join applications on considered.application_id = applications.application_id
    left join jobs_of_versions
        on considered.application_id = jobs_of_versions.application_id and considered.job_id = jobs_of_versions.job_id
)

select * from final
