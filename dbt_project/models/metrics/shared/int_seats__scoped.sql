with seats as (
    select * from {{ ref('int_seats__targeted') }}
),

final as (
    select
        function,
        seats_to_fill,
        hires_to_date,
        quarter_start_date
    from seats
    union all
    select
        'all' as function,
        cast(sum(seats_to_fill) as bigint) as seats_to_fill,
        cast(sum(hires_to_date) as bigint) as hires_to_date,
        quarter_start_date
    from seats
    group by quarter_start_date
)

select * from final
