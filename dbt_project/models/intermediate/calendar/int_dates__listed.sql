-- Days from the earliest date any event may have (TIM-03) to some years past the clock: starts and targets lie ahead.
with numbers as (
    {{ dbt.generate_series(var('calendar_days')) }}
),

run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

holidays as (
    select distinct holiday_date
    from {{ ref('int_holidays__unioned') }}
    where office is null
),

days as (
    select {{ add_days("date '" ~ var('calendar_first_date') ~ "'", 'generated_number - 1') }} as date_day
    from numbers
),

dated as (
    select
        days.date_day,
        {{ date_trunc_to('week', 'days.date_day') }} as week_start_date,
        {{ date_trunc_to('month', 'days.date_day') }} as month_start_date,
        {{ date_trunc_to('quarter', 'days.date_day') }} as quarter_start_date,
        {{ local_midnight(add_days('days.date_day', 1), 'run_clock.company_timezone') }} as day_end_at,
        run_clock.as_of_at
    from days
    cross join run_clock
    where days.date_day <= {{ add_days('run_clock.as_of_date', var('calendar_days_ahead')) }}
),

final as (
    select
        dated.date_day,
        {{ days_between('dated.week_start_date', 'dated.date_day') }} < 5 and holidays.holiday_date is null
            as is_business_day,
        dated.day_end_at <= dated.as_of_at as is_over,
        dated.week_start_date,
        dated.month_start_date,
        dated.quarter_start_date,
        dated.day_end_at
    from dated
    left join holidays
        on dated.date_day = holidays.holiday_date
)

select * from final
