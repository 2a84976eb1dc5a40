with touches as (
    select * from {{ released(ref('int_touches__keyed'), 'touch', 'touch_key') }}
),

final as (
    select
        touches.touch_key,
        touches.enrollment_key,
        touches.person_key,
        touches.system,
        touches.touch_type,
        touches.direction,
        cast(null as {{ type_of('string') }}) as dq_flags,
        touches.is_machine,
        touches.occurred_at
    from touches
)

select * from final
