with publication as (
    select * from {{ ref('publication') }}
),

distributions as (
    select distributions.*
    from {{ source('ops', 'forecast_distribution') }} as distributions
    inner join publication on distributions.origin_date = publication.as_of_date
),

seats as (
    select * from {{ ref('int_seats__scoped') }}
),

-- M-44: P(hires of the quarter >= hires to date + seats to fill), which is P(hires to come >= seats to fill)
final as (
    select
        distributions.function,
        distributions.method,
        least(
            cast({{ exact_sum(
                'case when distributions.hires >= coalesce(seats.seats_to_fill, 0) then distributions.probability else 0 end'
            ) }} as double),
            1e0
        ) as p_target,
        coalesce(max(seats.seats_to_fill), 0) as seats_to_fill,
        coalesce(max(seats.hires_to_date), 0) as hires_to_date,
        distributions.quarter_start_date
    from distributions
    left join seats
        on
            distributions.function = seats.function
            and distributions.quarter_start_date = seats.quarter_start_date
    group by distributions.function, distributions.method, distributions.quarter_start_date
)

select * from final
