with plan as (
    select * from {{ released(ref('int_hiring_plan__keyed'), 'hiring_plan', 'plan_key') }}
),

flags as (
    select * from {{ ref('dq_flags') }} where entity_type = 'hiring_plan'
),

final as (
    select
        plan.function,
        plan.plan_version,
        flags.dq_flags,
        plan.plan_seats,
        plan.quarter_start_date,
        plan.planned_at
    from plan
    left join flags
        on plan.plan_key = flags.entity_key
)

select * from final
