with durations as (
    select * from {{ ref('int_durations__measured') }}
),

survived as (
    select * from {{ ref('int_durations__survived') }}
),

cells as (
    {{ in_cells('durations', 'event_date', ['measure', 'days']) }}
),

finished as (
    select
        period_type,
        function,
        measure,
        count(*) as n,
        {{ median('days') }} as median_days,
        {{ quantile('days', 0.9) }} as p90_days,
        cast({{ exact_sum('days') }} as double) / count(*) as mean_days,
        period_start_date
    from cells
    group by period_type, period_start_date, function, measure
),

-- a period can have openings and no fill, or fills and no opening
final as (
    select
        coalesce(finished.period_type, survived.period_type) as period_type,
        coalesce(finished.period_start_date, survived.period_start_date) as period_start_date,
        coalesce(finished.function, survived.function) as function,
        coalesce(finished.measure, survived.measure) as measure,
        coalesce(finished.n, 0) as n,
        finished.median_days,
        finished.p90_days,
        finished.mean_days,
        case
            when
                coalesce(finished.measure, survived.measure)
                in ('time_to_fill_gross', 'time_to_fill_net', 'time_to_first_slate')
                then coalesce(survived.km_n, 0)
        end as km_n,
        survived.km_median_days
    from finished
    full outer join survived
        on
            finished.period_type = survived.period_type
            and finished.period_start_date = survived.period_start_date
            and finished.function = survived.function
            and finished.measure = survived.measure
)

select * from final
