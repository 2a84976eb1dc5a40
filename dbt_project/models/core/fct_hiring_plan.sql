with plan as (
    select * from {{ released_with_flags(ref('int_hiring_plan__keyed'), 'hiring_plan', 'plan_key') }}
),

final as (
    select
        plan.function,
        plan.plan_version,
        plan.dq_flags,
        plan.plan_seats,
        plan.quarter_start_date,
        plan.planned_at
    from plan
)

select * from final
