{% set limits = var('scorecard_timely_hours') -%}
with publication as (
    select * from {{ ref('publication') }}
),

applications as (
    select * from {{ ref('fct_application') }}
),

interviews as (
    select * from {{ ref('fct_interview') }} where status = 'completed'
),

scorecards as (
    select * from {{ ref('fct_scorecard') }}
),

-- one that is missing keeps the interview from ever being in time
slowest as (
    select
        interviews.interview_key,
        bool_or(scorecards.submitted_at is null) as is_missing,
        max({{ elapsed_days('interviews.ends_at', 'scorecards.submitted_at') }}) * 24 as hours
    from interviews
    inner join scorecards on interviews.interview_key = scorecards.interview_key
    group by interviews.interview_key
),

judged as (
    select
        applications.function,
        {%- for limit in limits %}
        case when not slowest.is_missing and slowest.hours <= {{ limit }} then 1 else 0 end as within_{{ limit }}h,
        {%- endfor %}
        interviews.ends_date
    from interviews
    cross join publication
    inner join applications on interviews.application_key = applications.application_key
    left join slowest on interviews.interview_key = slowest.interview_key
    where {{ elapsed_days('interviews.ends_at', 'publication.as_of_at') }} * 24 >= {{ limits | max }}
),

cells as (
    {{ in_cells('judged', 'ends_date', ['within_24h', 'within_48h']) }}
),

counts as (
    select
        period_type,
        function,
        count(*) as interviews,
        cast(sum(within_24h) as bigint) as within_24h,
        cast(sum(within_48h) as bigint) as within_48h,
        period_start_date
    from cells
    group by period_type, period_start_date, function
),

final as (
    select
        period_type,
        period_start_date,
        function,
        interviews,
        within_24h,
        within_48h,
        {{ share_of('within_24h', 'interviews') }} as rate_24h,
        {{ share_of('within_48h', 'interviews') }} as rate_48h
    from counts
)

select * from final
