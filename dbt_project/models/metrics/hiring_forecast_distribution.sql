with publication as (
    select * from {{ ref('publication') }}
),

final as (
    select
        publication.as_of_date,
        distributions.quarter_start_date,
        distributions.function,
        distributions.method,
        distributions.hires + seats.hires_to_date as hires,
        distributions.probability
    from {{ source('ops', 'forecast_distribution') }} as distributions
    inner join publication on distributions.origin_date = publication.as_of_date
    inner join {{ ref('int_forecasts__targeted') }} as seats
        on
            distributions.function = seats.function
            and distributions.method = seats.method
            and distributions.quarter_start_date = seats.quarter_start_date
)

select * from final
