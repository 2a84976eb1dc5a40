with dates as (
    select * from {{ ref('int_dates__listed') }}
),

final as (
    select
        is_business_day,
        date_day,
        week_start_date,
        month_start_date,
        quarter_start_date
    from dates
)

select * from final
