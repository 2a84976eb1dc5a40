with publication as (
    select * from {{ ref('publication') }}
),

starters as (
    select
        function,
        channel_of_record as channel,
        left_date,
        start_date
    from {{ ref('fct_hire') }}
    where has_employee_record and not coalesce(is_renege, false) and not coalesce(is_internal, false)
),

horizons as (
    {% for days in var('attrition_horizons_days') -%}
    select {{ days }} as horizon_days{{ ' union all' if not loop.last }}
    {% endfor %}
),

cells as (
    {{ in_cells('starters', 'start_date', ['channel', 'left_date', 'start_date']) }}
),

-- a cohort is counted once its last starter has been there for the whole horizon
cohorts as (
    select
        cells.function,
        cells.channel,
        horizons.horizon_days,
        coalesce({{ days_between('cells.start_date', 'cells.left_date') }} <= horizons.horizon_days, false) as is_left,
        cells.period_start_date as cohort_quarter_start_date
    from cells
    cross join horizons
    cross join publication
    where
        cells.period_type = 'quarter'
        and {{ days_between(
            date_trunc_to('quarter', add_days('cells.period_start_date', 100)), 'publication.as_of_date'
        ) }} >= horizons.horizon_days - 1
),

counts as (
    select
        function,
        channel,
        horizon_days,
        count(*) as started,
        count(*) filter (where is_left) as departed,
        cohort_quarter_start_date
    from cohorts
    group by cohort_quarter_start_date, function, channel, horizon_days
),

final as (
    select
        cohort_quarter_start_date,
        function,
        channel,
        cast(horizon_days as bigint) as horizon_days,
        started,
        departed as {{ adapter.quote('left') }},
        {{ share_of('departed', 'started') }} as rate
    from counts
)

select * from final
