with requisitions as (
    select * from {{ released(ref('int_requisitions__keyed'), 'requisition', 'requisition_key') }}
),

final as (
    select
        requisitions.requisition_key,
        requisitions.system,
        requisitions.job_id,
        requisitions.requisition_id,
        requisitions.hiring_manager_key,
        requisitions.recruiter_key,
        requisitions.title,
        requisitions.function,
        requisitions.department,
        requisitions.office,
        requisitions.country,
        requisitions.timezone,
        requisitions.status,
        requisitions.is_evergreen,
        requisitions.is_confidential,
        requisitions.opened_date,
        requisitions.closed_date,
        requisitions.opened_at,
        requisitions.closed_at
    from requisitions
)

select * from final
