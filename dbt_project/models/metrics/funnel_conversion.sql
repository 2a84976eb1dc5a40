with counts as (
    select * from {{ ref('int_stage_counts__totalled') }}
),

adjusted as (
    select * from {{ ref('int_advances__adjusted') }}
),

function_counts as (
    select
        period_type,
        period_start_date,
        canonical_stage,
        advanced as x,
        resolved as n
    from counts
    where function <> 'all'
),

pools as (
    {{ pooled_rates('function_counts', ['period_type', 'period_start_date', 'canonical_stage']) }}
),

final as (
    select
        counts.period_type,
        counts.period_start_date,
        counts.function,
        counts.canonical_stage,
        counts.entered,
        counts.reached,
        counts.advanced,
        counts.rejected,
        counts.withdrew,
        counts.req_closed,
        counts.transferred_out,
        counts.active,
        counts.advanced_in_period,
        {{ share_of('counts.advanced_in_period', 'counts.entered') }} as rate_period,
        {{ share_of('counts.advanced', 'counts.resolved') }} as rate_resolved,
        case
            when counts.entered >= {{ var('minimum_denominator') }} then adjusted.rate_adjusted
        end as rate_adjusted_90d,
        case
            when pools.n < {{ var('minimum_denominator') }} then null
            when counts.function = 'all' then pools.p0
            else
                {{ shrunk_rate('counts.advanced', 'counts.resolved', 'pools.p0', 'pools.m') }}
        end as rate_shrunk,
        {{ wilson_low('counts.advanced', 'counts.resolved') }} as ci_low,
        {{ wilson_high('counts.advanced', 'counts.resolved') }} as ci_high
    from counts
    left join adjusted
        on
            counts.period_type = adjusted.period_type
            and counts.period_start_date = adjusted.period_start_date
            and counts.function = adjusted.function
            and counts.canonical_stage = adjusted.canonical_stage
    left join pools
        on
            counts.period_type = pools.period_type
            and counts.period_start_date = pools.period_start_date
            and counts.canonical_stage = pools.canonical_stage
)

select * from final
