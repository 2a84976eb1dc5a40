with publication as (
    select * from {{ ref('publication') }}
),

summaries as (
    select * from {{ ref('int_forecasts__summarised') }}
),

targets as (
    select * from {{ ref('int_forecasts__targeted') }}
),

seats as (
    select * from {{ ref('int_seats__scoped') }}
),

calls as (
    select * from {{ ref('int_forecast_calls__counted') }}
),

{% set own = ['mean', 'p10', 'p50', 'p90'] -%}
modelled as (
    select
        targets.function,
        targets.method,
        targets.p_target,
        targets.seats_to_fill,
        targets.hires_to_date,
        {%- for column in own %}
        summaries.{{ column }} + targets.hires_to_date as {{ column }},
        {%- endfor %}
        calls.model_commit as commit,
        calls.model_best_case as best_case,
        targets.quarter_start_date
    from targets
    cross join publication
    inner join summaries
        on
            targets.function = summaries.function
            and targets.method = summaries.method
            and targets.quarter_start_date = summaries.quarter_start_date
            and publication.as_of_date = summaries.origin_date
    left join calls
        on targets.function = calls.function and targets.quarter_start_date = calls.quarter_start_date
),

-- M-48: a person's call counts openings, and forecasts no range
final as (
    select * from modelled
    union all
    select
        calls.function,
        'human' as method,
        cast(null as {{ type_of('double') }}) as p_target,
        coalesce(seats.seats_to_fill, 0) as seats_to_fill,
        coalesce(seats.hires_to_date, 0) as hires_to_date,
        {%- for column in own %}
        cast(null as {{ type_of('double' if column == 'mean' else 'bigint') }}) as {{ column }},
        {%- endfor %}
        calls.commit,
        calls.best_case,
        calls.quarter_start_date
    from calls
    left join seats on calls.function = seats.function and calls.quarter_start_date = seats.quarter_start_date
    where calls.is_called
)

select * from final
