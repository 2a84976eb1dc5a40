with publication as (
    select * from {{ ref('publication') }}
),

distributions as (
    select distributions.*
    from {{ source('ops', 'forecast_distribution') }} as distributions
    inner join publication
        on
            distributions.origin_date < publication.as_of_date
            and distributions.quarter_start_date > distributions.origin_date
            and {{ add_days(date_trunc_to('quarter', add_days('distributions.quarter_start_date', '95')), '-1') }}
            < publication.as_of_date
),

summaries as (
    select * from {{ ref('int_forecasts__summarised') }}
),

scopes as (
    select true as is_all
    union all
    select false as is_all
),

quarter_hires as (
    select
        case when scopes.is_all then 'all' else hires.function end as function,
        count(*) as hires,
        {{ date_trunc_to('quarter', 'hires.accepted_date') }} as quarter_start_date
    from {{ ref('fct_hire') }} as hires
    cross join scopes
    group by
        case when scopes.is_all then 'all' else hires.function end,
        {{ date_trunc_to('quarter', 'hires.accepted_date') }}
),

graded as (
    select
        distributions.*,
        coalesce(quarter_hires.hires, 0) as actual,
        sum(distributions.probability) over until_here as reached,
        lead(distributions.hires) over in_order as next_hires
    from distributions
    left join quarter_hires
        on
            distributions.function = quarter_hires.function
            and distributions.quarter_start_date = quarter_hires.quarter_start_date
    window
        in_order as (
            partition by
                distributions.origin_date,
                distributions.quarter_start_date,
                distributions.function,
                distributions.method
            order by distributions.hires
        ),
        until_here as (
            partition by
                distributions.origin_date,
                distributions.quarter_start_date,
                distributions.function,
                distributions.method
            order by distributions.hires
            rows between unbounded preceding and current row
        )
),

-- M-49: mean |x - y| less half the mean |x - x'|, which is the sum of F (1 - F) over the steps between numbers
scored as (
    select
        function,
        method,
        actual,
        cast({{ exact_sum('probability * abs(hires - actual)') }} as double)
        - cast({{ exact_sum('coalesce((next_hires - hires) * reached * (1 - reached), 0)') }} as double) as crps,
        least(coalesce(max(case when hires <= actual then reached end), 0e0), 1e0) as reached_by,
        coalesce(max(case when hires < actual then reached end), 0e0) as reached_before,
        origin_date,
        quarter_start_date
    from graded
    group by origin_date, quarter_start_date, function, method, actual
),

final as (
    select
        scored.function,
        scored.method,
        case when scored.quarter_start_date <= {{ add_days('scored.origin_date', '1') }} then 1 else 2 end as horizon,
        scored.actual,
        coalesce(last_quarter.hires, 0) as last_quarter_hires,
        summaries.mean,
        scored.crps,
        {%- for percent in [10, 50, 90] %}
        greatest(
            {{ percent / 100 }} * (scored.actual - summaries.p{{ percent }}),
            {{ (100 - percent) / 100 }} * (summaries.p{{ percent }} - scored.actual)
        ) as pinball_{{ percent }},
        {%- endfor %}
        -- the randomised PIT is uniform between the two: the share of it inside the 80 % range
        case
            when scored.reached_by - scored.reached_before < 1e-9
                then case when scored.reached_by between 0.1 and 0.9 then 1e0 else 0e0 end
            else
                greatest(least(scored.reached_by, 0.9) - greatest(scored.reached_before, 0.1), 0)
                / (scored.reached_by - scored.reached_before)
        end as pit_in_range,
        scored.origin_date,
        scored.quarter_start_date
    from scored
    inner join summaries
        on
            scored.origin_date = summaries.origin_date
            and scored.quarter_start_date = summaries.quarter_start_date
            and scored.function = summaries.function
            and scored.method = summaries.method
    left join quarter_hires as last_quarter
        on
            scored.function = last_quarter.function
            and {{ date_trunc_to('quarter', 'scored.origin_date') }} = last_quarter.quarter_start_date
)

select * from final
