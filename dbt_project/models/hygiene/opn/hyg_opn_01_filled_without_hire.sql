with openings as (
    select * from {{ ref('int_openings__keyed') }} where status = 'filled'
),

requisitions as (
    select * from {{ ref('int_requisitions__keyed') }}
),

evaluated as (
    select
        'opening' as entity_type,
        openings.opening_id as entity_id,
        openings.opening_key as entity_key,
        cast(null as string) as application_key,
        openings.requisition_key,
        openings.system,
        openings.function,
        requisitions.recruiter_key as owner_key,
        requisitions.recruiter_key,
        'Filled, but no hired application is linked' as detail,
        openings.filled_application_key is null as is_failed,
        false as is_escalated,
        openings.known_at,
        openings.closed_at as since_at
    from openings
    left join requisitions on openings.requisition_key = requisitions.requisition_key
),

final as (
    {{ judged_rows('OPN-01') }}
)

select * from final
