with publication as (
    select * from {{ ref('publication') }}
),

-- one day more than company time has seen: east of it an office may already be in the next period
dates as (
    select
        dates.date_day,
        dates.date_day <= publication.as_of_date as is_elapsed
    from {{ ref('dim_date') }} as dates
    cross join publication
    where dates.date_day <= {{ add_days('publication.as_of_date', 1) }}
),

dates_by_period as (
    {{ period_rows('dates', 'date_day') }}
),

final as (
    select
        period_type,
        count(*) filter (where is_elapsed) as days,
        period_start_date,
        max(case when is_elapsed then date_day end) as last_date
    from dates_by_period
    group by period_type, period_start_date
)

select * from final
