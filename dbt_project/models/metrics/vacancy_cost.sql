with vacancies as (
    select * from {{ ref('int_vacancies__clocked') }}
),

parameters as (
    select * from {{ ref('int_cost_parameters__valid') }}
),

-- a function's own set, else the one for all others; never half of each
priced as (
    select
        vacancies.opening_key,
        vacancies.function,
        parameters.parameter_set,
        vacancies.clock_days,
        cast(parameters.annual_pay_amount as double) * parameters.vacancy_multiplier
        / nullif(cast(parameters.working_days as double), 0) as gross_per_day,
        cast(parameters.annual_pay_amount as double) * parameters.pay_load
        / nullif(cast(parameters.working_days as double), 0) as saved_per_day
    from vacancies
    left join parameters as own on vacancies.function = own.function
    left join parameters
        on own.function = parameters.function or (own.function is null and parameters.function is null)
),

final as (
    select
        opening_key,
        function,
        parameter_set,
        clock_days,
        cast(gross_per_day * clock_days as {{ type_of('money') }}) as gross_cost_amount,
        cast((gross_per_day - saved_per_day) * clock_days as {{ type_of('money') }}) as net_cost_amount,
        cast(gross_per_day as {{ type_of('money') }}) as cost_per_day_amount
    from priced
    where clock_days > 0 or gross_per_day <> 0
)

select * from final
