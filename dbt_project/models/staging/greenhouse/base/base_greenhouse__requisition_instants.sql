{{ config(enabled = 'greenhouse' in var('systems'), materialized = 'table') }}

-- A table: range joins, read by two staging models.

with jobs as (
    select * from {{ live('base_greenhouse__jobs') }}
),

job_versions as (
    select
        *,
        lead(observed_at) over (partition by job_id order by observed_at, load_id) as next_observed_at
    from {{ ref('base_greenhouse__job_versions') }}
),

owner_versions as (
    select
        *,
        lead(observed_at) over (partition by job_owner_id order by observed_at, load_id) as next_observed_at
    from {{ ref('base_greenhouse__job_owner_versions') }}
),

manager_versions as (
    select
        *,
        lead(observed_at) over (partition by job_hiring_manager_id order by observed_at, load_id) as next_observed_at
    from {{ ref('base_greenhouse__job_hiring_manager_versions') }}
),

instants as (
    select
        job_id,
        observed_at
    from job_versions
    union distinct
    select
        job_id,
        observed_at
    from owner_versions where job_id is not null
    union distinct
    select
        job_id,
        next_observed_at
    from owner_versions where job_id is not null and next_observed_at is not null
    union distinct
    select
        job_id,
        observed_at
    from manager_versions where job_id is not null
    union distinct
    select
        job_id,
        next_observed_at
    from manager_versions where job_id is not null and next_observed_at is not null
),

recruiters as (
    select
        instants.job_id,
        instants.observed_at,
        owner_versions.user_id
    from instants
    inner join owner_versions
        on
            instants.job_id = owner_versions.job_id
            and instants.observed_at >= owner_versions.observed_at
            and instants.observed_at < coalesce(owner_versions.next_observed_at, {{ end_of_time() }})
    where owner_versions.owner_type = 'recruiter' and not owner_versions.is_deleted
    qualify row_number() over (
        partition by instants.job_id, instants.observed_at
        order by owner_versions.is_responsible desc, owner_versions.job_owner_id asc
    ) = 1
),

managers as (
    select
        instants.job_id,
        instants.observed_at,
        manager_versions.user_id
    from instants
    inner join manager_versions
        on
            instants.job_id = manager_versions.job_id
            and instants.observed_at >= manager_versions.observed_at
            and instants.observed_at < coalesce(manager_versions.next_observed_at, {{ end_of_time() }})
    where not manager_versions.is_deleted
    qualify row_number() over (
        partition by instants.job_id, instants.observed_at order by manager_versions.job_hiring_manager_id
    ) = 1
),

final as (
    select
        instants.job_id,
        job_versions.department_id,
        job_versions.office_id,
        managers.user_id as hiring_manager_id,
        recruiters.user_id as recruiter_id,
        instants.observed_at
    from instants
    inner join jobs on instants.job_id = jobs.job_id
    inner join job_versions
        on
            instants.job_id = job_versions.job_id
            and instants.observed_at >= job_versions.observed_at
            and instants.observed_at < coalesce(job_versions.next_observed_at, {{ end_of_time() }})
    left join recruiters on instants.job_id = recruiters.job_id and instants.observed_at = recruiters.observed_at
    left join managers on instants.job_id = managers.job_id and instants.observed_at = managers.observed_at
    where not job_versions.is_deleted
)

select * from final
