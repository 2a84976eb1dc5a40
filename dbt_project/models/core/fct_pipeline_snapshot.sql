with snapshots as (
    select * from {{ ref('int_pipeline_snapshots__built') }}
),

applications as (
    select application_key from {{ ref('fct_application') }}
),

-- P(hired in the quarter the day is in) as this run sees its newest day; as earlier runs saw theirs
newest as (
    select max(snapshot_date) as snapshot_date from snapshots
),

forecasts as (
    select
        odds.application_key,
        odds.p_hire as p_hire_quarter,
        newest.snapshot_date
    from {{ source('ops', 'forecast_application') }} as odds
    inner join newest on odds.quarter_start_date = {{ date_trunc_to('quarter', 'newest.snapshot_date') }}
    union all
    select
        forecast_log.application_key,
        forecast_log.p_hire_quarter,
        forecast_log.snapshot_date
    from {{ source('ops', 'forecast_application_log') }} as forecast_log
    cross join newest
    cross join {{ source('ops', 'run_clock') }} as run_clock
    where forecast_log.run_at < run_clock.as_of_at and forecast_log.snapshot_date < newest.snapshot_date
    qualify
        row_number() over (
            partition by forecast_log.application_key, forecast_log.snapshot_date
            order by forecast_log.run_at desc
        ) = 1
),

final as (
    select
        snapshots.application_key,
        snapshots.requisition_key,
        snapshots.function,
        snapshots.canonical_stage,
        cast(null as {{ type_of('string') }}) as dq_flags,
        snapshots.days_in_stage,
        forecasts.p_hire_quarter,
        snapshots.is_reconstructed,
        snapshots.snapshot_date
    from snapshots
    inner join applications
        on snapshots.application_key = applications.application_key
    left join forecasts
        on
            snapshots.application_key = forecasts.application_key
            and snapshots.snapshot_date = forecasts.snapshot_date
)

select * from final
