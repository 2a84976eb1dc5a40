{{ config(materialized = 'view') }}

-- A view: only the few rows of other entities that are days look it up. The zone is the one of the requisition's
-- version the application is in, as int_applications__keyed has it.
with applications as (
    {{ union_contract('applications') }}
),

requisition_versions as (
    select * from {{ ref('int_requisition_versions__keyed') }}
),

run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

final as (
    select
        applications.system,
        applications.application_id,
        applications.job_id,
        coalesce(min(requisition_versions.timezone), min(run_clock.company_timezone)) as timezone,
        min(case when not {{ is_day('applied_at', 'applications') }} then applications.applied_at end) as applied_at
    from applications
    cross join run_clock
    left join requisition_versions
        on
            {{ surrogate_key(['applications.system', 'applications.job_id']) }} = requisition_versions.requisition_key
            and coalesce(applications.applied_at, run_clock.as_of_at) >= requisition_versions.valid_from
            and coalesce(applications.applied_at, run_clock.as_of_at) < requisition_versions.valid_to
    group by applications.system, applications.application_id, applications.job_id
)

select * from final
