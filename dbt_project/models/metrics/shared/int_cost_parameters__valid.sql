with publication as (
    select * from {{ ref('publication') }}
),

parameters as (
    select * from {{ ref('dim_cost_parameter') }}
),

-- the set Finance last gave for the function by as-of; its name decides between two of one day
ranked as (
    select
        parameters.*,
        row_number() over (
            partition by parameters.function order by parameters.valid_from_date desc, parameters.parameter_set desc
        ) as sets_back
    from parameters
    cross join publication
    where parameters.valid_from_date <= publication.as_of_date
),

final as (
    select
        function,
        parameter_set,
        vacancy_multiplier,
        pay_load,
        value_multiplier,
        working_days,
        annual_pay_amount,
        valid_from_date
    from ranked
    where sets_back = 1
)

select * from final
