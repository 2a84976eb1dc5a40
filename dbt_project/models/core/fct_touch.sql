with touches as (
    select * from {{ ref('int_touches__keyed') }}
),

final as (
    select
        touch_key,
        enrollment_key,
        person_key,
        system,
        touch_type,
        direction,
        cast(null as {{ type_of('string') }}) as dq_flags,
        is_machine,
        occurred_at
    from touches
)

select * from final
