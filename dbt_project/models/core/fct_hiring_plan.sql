with plan as (
    select * from {{ ref('int_hiring_plan__keyed') }}
),

held as (
    select distinct entity_key from {{ ref('quarantined_keys') }} where entity_type = 'hiring_plan'
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
    left join held
        on plan.plan_key = held.entity_key
    left join flags
        on plan.plan_key = flags.entity_key
    where held.entity_key is null
)

select * from final
