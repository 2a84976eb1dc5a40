with publication as (
    select * from {{ ref('publication') }}
),

seats as (
    select * from {{ ref('int_seats__targeted') }}
),

pipeline as (
    select * from {{ ref('int_pipeline__weighted') }}
),

capped as (
    select * from {{ ref('int_seats__capped') }}
),

odds as (
    select * from {{ source('ops', 'forecast_application') }}
),

forecasts as (
    select * from {{ ref('hiring_forecast') }} where is_champion and not is_reconstructed
),

gaps as (
    select * from {{ source('ops', 'forecast_gap') }}
),

{% set stages = ['screen', 'interview', 'onsite', 'offer'] -%}
-- E7: applications on evergreen requisitions count where demand is a plan
functions as (
    select
        seats.function,
        seats.seats_basis,
        seats.seats_to_fill,
        seats.hires_to_date,
        {%- for stage in stages %}
        count(*) filter (where pipeline.current_stage = '{{ stage }}') as active_{{ stage }},
        {%- endfor %}
        coalesce({{ exact_sum('pipeline.p_hire') }}, 0) as weighted,
        coalesce({{ exact_sum('odds.p_hire') }}, 0) as within_quarter,
        seats.quarter_start_date
    from seats
    left join pipeline
        on
            seats.function = pipeline.function
            and (seats.seats_basis = 'plan' or not pipeline.is_evergreen)
    left join odds
        on
            pipeline.application_key = odds.application_key
            and seats.quarter_start_date = odds.quarter_start_date
    group by seats.function, seats.seats_basis, seats.seats_to_fill, seats.hires_to_date, seats.quarter_start_date
),

counted as (
    select * from functions
    where
        seats_to_fill + hires_to_date
        {%- for stage in stages %}
        + active_{{ stage }}
        {%- endfor %} > 0
),

scoped as (
    select * from counted
    union all
    select
        'all' as function,
        case when min(seats_basis) = max(seats_basis) then min(seats_basis) else 'mixed' end as seats_basis,
        cast(sum(seats_to_fill) as bigint) as seats_to_fill,
        cast(sum(hires_to_date) as bigint) as hires_to_date,
        {%- for stage in stages %}
        cast(sum(active_{{ stage }}) as bigint) as active_{{ stage }},
        {%- endfor %}
        sum(weighted) as weighted,
        sum(within_quarter) as within_quarter,
        quarter_start_date
    from counted
    group by quarter_start_date
),

missing as (
    select
        scoped.function,
        {%- for stage in ['applied'] + stages %}
        max(case when gaps.canonical_stage = '{{ stage }}' then gaps.entries end) as gap_{{ stage }},
        {%- endfor %}
        scoped.quarter_start_date
    from scoped
    inner join gaps
        on
            scoped.function = gaps.function
            and scoped.quarter_start_date = gaps.quarter_start_date
            and scoped.seats_to_fill = gaps.seats
    group by scoped.function, scoped.quarter_start_date
),

-- M-42, M-44, M-45 are the forecast's: null where there is none, a gap also where no number of entries would do
final as (
    select
        publication.as_of_date,
        scoped.quarter_start_date,
        scoped.function,
        scoped.seats_basis,
        scoped.seats_to_fill,
        scoped.hires_to_date,
        {%- for stage in stages %}
        scoped.active_{{ stage }},
        {%- endfor %}
        cast(scoped.active_screen + scoped.active_interview + scoped.active_onsite + scoped.active_offer as double)
        / nullif(scoped.seats_to_fill, 0) as coverage_unweighted,
        cast(scoped.weighted as double) / nullif(scoped.seats_to_fill, 0) as coverage_weighted,
        (
            cast(scoped.within_quarter as double)
            + forecasts.expected_new_applicants
            + forecasts.expected_new_requisitions
        ) / nullif(scoped.seats_to_fill, 0) as coverage_horizon,
        capped.coverage_seat_capped,
        forecasts.mean - forecasts.hires_to_date as expected_hires,
        forecasts.p_target,
        {%- for stage in ['applied'] + stages %}
        missing.gap_{{ stage }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from scoped
    cross join publication
    left join capped on scoped.function = capped.function and scoped.quarter_start_date = capped.quarter_start_date
    left join missing on scoped.function = missing.function and scoped.quarter_start_date = missing.quarter_start_date
    left join forecasts
        on
            scoped.function = forecasts.function
            and scoped.quarter_start_date = forecasts.quarter_start_date
            and publication.as_of_date = forecasts.as_of_date
)

select * from final
