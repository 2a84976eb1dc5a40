with touches as (
    select * from {{ ref('int_touches__keyed') }}
),

held as (
    select distinct entity_key from {{ ref('quarantined_keys') }} where entity_type = 'touch'
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
    left join held
        on touches.touch_key = held.entity_key
    where held.entity_key is null
)

select * from final
