with plan as (
    select * from {{ ref('int_hiring_plan__unioned') }}
),

final as (
    select
        {{ surrogate_key(['system', 'function', 'plan_version', 'quarter_start_date']) }} as plan_key,
        system,
        function,
        plan_version,
        plan_seats,
        {{ date_trunc_to('quarter', 'quarter_start_date') }} as quarter_start_date,
        coalesce(planned_at, known_at) as planned_at,
        known_at
    from plan
)

select * from final
