with requisitions as (
    select * from {{ ref('int_requisitions__keyed') }}
),

held as (
    select entity_key from {{ ref('quarantined_keys') }} where entity_type = 'requisition'
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
    left join held
        on requisitions.requisition_key = held.entity_key
    where held.entity_key is null
)

select * from final
