with cost_parameters as (
    select * from {{ ref('int_cost_parameters__unioned') }}
),

final as (
    select
        parameter_set,
        function,
        vacancy_multiplier,
        pay_load,
        value_multiplier,
        working_days,
        annual_pay_amount,
        valid_from_date
    from cost_parameters
)

select * from final
