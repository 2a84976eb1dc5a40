-- What was done to somebody of whom the system shows no record is nobody's: it is told of by INP-01, and in no number.
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
        persons.person_key,
        case
            when touches.user_id is not null then {{ surrogate_key(['touches.system', 'touches.user_id']) }}
        end as user_key,
        touches.system,
        touches.touch_id,
        touches.touch_type,
        touches.direction,
        coalesce(touches.is_machine, false) as is_machine,
        touches.occurred_at,
        touches.known_at
    from touches
    inner join persons
        on
            touches.system = persons.system
            and touches.record_type = persons.record_type
            and touches.record_id = persons.record_id
)

select * from final
