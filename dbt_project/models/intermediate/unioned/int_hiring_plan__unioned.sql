with plan as (
    {{ union_contract('hiring_plan') }}
),

run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

final as (
    select
        {{ placed_columns('hiring_plan', 'plan', 'run_clock.company_timezone', events=['planned_at']) }}
    from plan
    cross join run_clock
)

select * from final
