with openings as (
    select * from {{ ref('int_openings__keyed') }} where status = 'filled'
),

requisitions as (
    select * from {{ ref('int_requisitions__keyed') }}
),

evaluated as (
    select
        {{ subject('opening', 'opening_id', 'opening_key', of='openings', requisition='requisitions') }},
        'Filled, but no hired application is linked' as detail,
        openings.filled_application_key is null as is_failed,
        openings.known_at,
        openings.closed_at as since_at
    from openings
    left join requisitions on openings.requisition_key = requisitions.requisition_key
),

final as (
    {{ judged_rows('OPN-01') }}
)

select * from final
