with plan as (
    select * from {{ ref('int_hiring_plan__keyed') }}
),

final as (
    select
        function,
        plan_version,
        cast(null as {{ type_of('string') }}) as dq_flags,
        plan_seats,
        quarter_start_date,
        planned_at
    from plan
)

select * from final
