-- A rate holds until the next month that has one: the running month is rarely there on its first day.
with rates as (
    select
        currency,
        month_start_date,
        max(company_rate) as company_rate
    from {{ ref('int_currency_rates__unioned') }}
    group by currency, month_start_date
),

run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

ranged as (
    select
        rates.currency,
        rates.company_rate,
        rates.month_start_date as valid_from_date,
        coalesce(
            lead(rates.month_start_date) over (partition by rates.currency order by rates.month_start_date),
            cast('9999-01-01' as date)
        ) as valid_to_date
    from rates
    cross join run_clock
    where rates.currency <> run_clock.company_currency
),

final as (
    select * from ranged
    union all
    select
        company_currency as currency,
        cast(1 as double) as company_rate,
        cast('0001-01-02' as date) as valid_from_date,
        cast('9999-01-01' as date) as valid_to_date
    from run_clock
)

select * from final
