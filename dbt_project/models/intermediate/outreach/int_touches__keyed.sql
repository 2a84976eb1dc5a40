with touches as (
    select * from {{ ref('int_touches__unioned') }}
),

persons as (
    select * from {{ ref('int_persons__resolved') }}
),

final as (
    select
        {{ surrogate_key(['touches.system', 'touches.touch_id']) }} as touch_key,
        case
            when touches.enrollment_id is not null
                then {{ surrogate_key(['touches.system', 'touches.enrollment_id']) }}
        end as enrollment_key,
        coalesce(
            persons.person_key,
            {{ surrogate_key(['touches.system', 'touches.record_type', 'touches.record_id']) }}
        ) as person_key,
        touches.system,
        touches.touch_id,
        touches.touch_type,
        touches.direction,
        coalesce(touches.is_machine, false) as is_machine,
        touches.occurred_at,
        touches.known_at
    from touches
    left join persons
        on
            touches.system = persons.system
            and touches.record_type = persons.record_type
            and touches.record_id = persons.record_id
)

select * from final
