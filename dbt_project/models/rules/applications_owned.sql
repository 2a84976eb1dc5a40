-- A view: it only adds the owner that every rule on applications falls back to.
{{ config(materialized='view') }}

with applications as (
    select * from {{ ref('int_applications__enriched') }}
),

requisitions as (
    select * from {{ ref('int_requisitions__keyed') }}
),

final as (
    select
        applications.application_key,
        applications.person_key,
        applications.requisition_key,
        applications.source_key,
        applications.source_current_stage_key,
        applications.application_id,
        applications.job_id,
        applications.system,
        applications.function,
        applications.timezone,
        applications.status,
        applications.source_status,
        applications.requisition_status,
        applications.current_stage,
        applications.reason_id,
        applications.coordinator_key,
        coalesce(applications.recruiter_key, requisitions.recruiter_key) as recruiter_key,
        applications.is_open_in_source,
        applications.applied_at,
        applications.exited_at,
        applications.hired_at,
        applications.requisition_closed_at,
        coalesce(applications.last_activity_at, applications.applied_at) as last_activity_at,
        applications.known_at
    from applications
    left join requisitions on applications.requisition_key = requisitions.requisition_key
)

select * from final
