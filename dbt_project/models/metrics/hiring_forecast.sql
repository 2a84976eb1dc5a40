with publication as (
    select * from {{ ref('publication') }}
),

forecast_run as (
    select * from {{ source('ops', 'forecast_run') }}
),

called as (
    select * from {{ ref('int_forecasts__called') }}
),

parts as (
    select * from {{ source('ops', 'forecast_part') }}
),

forecast_log as (
    select forecast_log.*
    from {{ source('ops', 'forecast_log') }} as forecast_log
    inner join publication
        on forecast_log.run_at < publication.as_of_at and forecast_log.as_of_date < publication.as_of_date
    qualify
        row_number() over (
            partition by
                forecast_log.as_of_date, forecast_log.quarter_start_date, forecast_log.function, forecast_log.method
            order by forecast_log.run_at desc
        ) = 1
),

logged_days as (
    select distinct as_of_date from forecast_log
),

reconstructed as (
    select summaries.*
    from {{ ref('int_forecasts__summarised') }} as summaries
    left join logged_days on summaries.origin_date = logged_days.as_of_date
    where
        summaries.is_reconstructed
        and logged_days.as_of_date is null
        and summaries.quarter_start_date > summaries.origin_date
),

{% set own = ['mean', 'p10', 'p50', 'p90'] -%}
{% set whole = ['target_hires', 'commit', 'best_case', 'hires_to_date'] -%}
{% set parts = ['expected_pipeline', 'expected_new_applicants', 'expected_new_requisitions', 'lost_to_seats'] -%}
final as (
    select
        publication.as_of_date,
        called.quarter_start_date,
        called.function,
        called.method,
        {%- for column in own + ['p_target'] %}
        called.{{ column }},
        {%- endfor %}
        called.seats_to_fill + called.hires_to_date as target_hires,
        -- the model's categories are the shown method's; only people have others
        case when called.method in ('human', forecast_run.champion) then called.commit end as commit,
        case when called.method in ('human', forecast_run.champion) then called.best_case end as best_case,
        called.hires_to_date,
        {%- for column in parts %}
        parts.{{ column }},
        {%- endfor %}
        called.method = forecast_run.champion as is_champion,
        false as is_reconstructed,
        forecast_run.trained_through_date
    from called
    cross join publication
    cross join forecast_run
    left join parts
        on
            called.function = parts.function
            and called.quarter_start_date = parts.quarter_start_date
            and called.method = 'semi_markov'
    union all
    select
        as_of_date,
        quarter_start_date,
        function,
        method,
        {{ (own + ['p_target'] + whole + parts) | join(', ') }},
        is_champion,
        is_reconstructed,
        trained_through_date
    from forecast_log
    union all
    select
        origin_date as as_of_date,
        quarter_start_date,
        function,
        method,
        {{ own | join(', ') }},
        {%- for column in ['p_target'] + whole + parts %}
        cast(null as {{ type_of('bigint' if column in whole else 'double') }}) as {{ column }},
        {%- endfor %}
        method = 'semi_markov' as is_champion,
        true as is_reconstructed,
        origin_date as trained_through_date
    from reconstructed
)

select * from final
