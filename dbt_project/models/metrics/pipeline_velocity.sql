with publication as (
    select * from {{ ref('publication') }}
),

evidence as (
    select * from {{ ref('int_velocity__evidenced') }}
),

scoped as (
    select
        function,
        active,
        hired,
        decided,
        cycle_days
    from evidence where function is not null
    union all
    select
        'all' as function,
        active,
        hired,
        decided,
        cycle_days
    from evidence
),

counts as (
    select
        function,
        cast(sum(active) as bigint) as active,
        cast(sum(hired) as bigint) as hired,
        cast(sum(decided) as bigint) as decided,
        cast({{ exact_sum('cycle_days') }} as double) / nullif(count(cycle_days), 0) as cycle_days
    from scoped
    group by function
),

rates as (
    select
        *,
        {{ share_of('hired', 'decided') }} as win_rate
    from counts
    where active > 0
),

final as (
    select
        publication.as_of_date,
        rates.function,
        rates.active,
        rates.hired,
        rates.decided,
        rates.win_rate,
        {{ wilson_low('rates.hired', 'rates.decided') }} as ci_low,
        {{ wilson_high('rates.hired', 'rates.decided') }} as ci_high,
        rates.cycle_days,
        rates.active * rates.win_rate / nullif(rates.cycle_days, 0) as hires_per_day
    from rates
    cross join publication
)

select * from final
