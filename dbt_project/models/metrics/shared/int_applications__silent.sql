with publication as (
    select * from {{ ref('publication') }}
),

applications as (
    select * from {{ ref('fct_application') }} where status = 'active'
),

requisitions as (
    select * from {{ ref('dim_requisition') }}
),

aged as (
    select
        applications.application_key,
        applications.person_key,
        applications.requisition_key,
        applications.coordinator_key,
        coalesce(applications.recruiter_key, requisitions.recruiter_key) as recruiter_key,
        applications.system,
        applications.application_id,
        requisitions.job_id,
        applications.function,
        applications.current_stage,
        {{ elapsed_days(
            'coalesce(applications.last_activity_at, applications.applied_at)', 'publication.as_of_at'
        ) }} as stalled_days
    from applications
    cross join publication
    left join requisitions on applications.requisition_key = requisitions.requisition_key
),

-- a stage without a limit stalls nobody
final as (
    select * from aged
    where stalled_days > {{ number_by('current_stage', var('stalled_after_days')) }}
)

select * from final
