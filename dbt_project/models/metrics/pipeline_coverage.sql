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
        seats.quarter_start_date
    from seats
    left join pipeline
        on
            seats.function = pipeline.function
            and (seats.seats_basis = 'plan' or not pipeline.is_evergreen)
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
        quarter_start_date
    from counted
    group by quarter_start_date
),

-- what a forecast alone can say is null until there is one
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
        cast(null as {{ type_of('double') }}) as coverage_horizon,
        capped.coverage_seat_capped,
        cast(null as {{ type_of('double') }}) as expected_hires,
        cast(null as {{ type_of('double') }}) as p_target,
        {%- for stage in ['applied'] + stages %}
        cast(null as {{ type_of('bigint') }}) as gap_{{ stage }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from scoped
    cross join publication
    left join capped on scoped.function = capped.function and scoped.quarter_start_date = capped.quarter_start_date
)

select * from final
