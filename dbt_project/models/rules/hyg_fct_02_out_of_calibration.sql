{%- set settings = var('hygiene') -%}
{%- set lowest, highest = settings['fct_02_coverage'] -%}
with run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

-- As the last published run scored them: actual hires are what was known then, corrections included.
scores as (
    select scores.*
    from {{ source('ops', 'forecast_score_log') }} as scores
    inner join run_clock on scores.run_at < run_clock.as_of_at
    qualify dense_rank() over (order by scores.run_at desc) = 1
),

counted as (
    select
        origin_date,
        method,
        horizon,
        count(*) as forecasts
    from scores
    group by origin_date, method, horizon
),

newer as (
    select
        *,
        coalesce(sum(forecasts) over (
            partition by method, horizon
            order by origin_date desc
            rows between unbounded preceding and 1 preceding
        ), 0) as newer_forecasts
    from counted
),

-- Take all functions of a quarter end or none: a cut at exactly N rows would select functions by their name.
last_scores as (
    select scores.*
    from scores
    inner join newer
        on
            scores.origin_date = newer.origin_date
            and scores.method = newer.method
            and scores.horizon = newer.horizon
    where newer.newer_forecasts < {{ settings['fct_02_forecasts'] }}
),

totals as (
    select
        method,
        horizon,
        count(*) as forecasts,
        sum(actual) as hires,
        cast({{ exact_sum('pit_in_range') }} as double) / count(*) as coverage,
        cast({{ exact_sum('mean - actual') }} as double) / nullif(sum(actual), 0) as bias,
        min(run_at) as run_at,
        max(origin_date) as last_origin_date
    from last_scores
    group by method, horizon
),

judged as (
    select
        *,
        coverage < {{ lowest }} or coverage > {{ highest }} as is_off_range,
        hires >= {{ settings['fct_02_hires'] }} and abs(bias) > {{ settings['fct_02_bias'] }} as is_biased
    from totals
    where forecasts >= {{ settings['fct_02_forecasts'] }}
),

evaluated as (
    select
        {{ subject('forecast', "concat(method, ', quarters ahead: ', cast(horizon as string))", has_system=false) }},
        concat(
            'Of the last ', cast(forecasts as string), ' forecasts, up to ', cast(last_origin_date as string),
            ', the 80 % range held ', cast(cast(round(100 * coverage) as bigint) as string), ' %; they forecast ',
            cast(cast(round(100 * (1 + coalesce(bias, 0))) as bigint) as string), ' % of ',
            cast(hires as string), ' hires'
        ) as detail,
        is_off_range or coalesce(is_biased, false) as is_failed,
        run_at as known_at,
        run_at as since_at
    from judged
),

final as (
    {{ judged_rows('FCT-02') }}
)

select * from final
