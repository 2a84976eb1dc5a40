with holidays as (
    select * from {{ ref('int_holidays__unioned') }}
),

final as (
    select distinct
        office,
        holiday_date
    from holidays
)

select * from final
