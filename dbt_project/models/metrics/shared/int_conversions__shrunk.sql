with applications as (
    select * from {{ ref('fct_application') }}
),

seats as (
    select * from {{ ref('int_seats__targeted') }}
),

counts as (
    select
        function,
        canonical_stage,
        advanced as x,
        decided as n
    from {{ ref('int_conversions__counted') }}
),

function_counts as (
    select * from counts where function is not null
),

pools as (
    {{ pooled_rates('function_counts', ['canonical_stage']) }}
),

scoped as (
    select * from function_counts
    union all
    select
        'all' as function,
        canonical_stage,
        sum(x) as x,
        sum(n) as n
    from counts
    group by canonical_stage
),

-- every function, also one without a decision: it then has the pooled rate
functions as (
    select function from applications where function is not null
    union
    select function from seats
    union
    select 'all' as function
),

graded as (
    select
        functions.function,
        stages.canonical_stage,
        cast(coalesce(scoped.x, 0) as bigint) as advanced,
        cast(coalesce(scoped.n, 0) as bigint) as decided,
        case when pools.n >= {{ var('minimum_denominator') }} then pools.p0 end as p0,
        pools.m
    from functions
    cross join {{ canonical_stages() }} as stages
    left join scoped on functions.function = scoped.function and stages.canonical_stage = scoped.canonical_stage
    left join pools on stages.canonical_stage = pools.canonical_stage
),

final as (
    select
        function,
        canonical_stage,
        advanced,
        decided,
        case when function = 'all' then p0 else {{ shrunk_rate('advanced', 'decided', 'p0', 'm') }} end as rate_shrunk,
        {{ wilson_low('advanced', 'decided') }} as ci_low
    from graded
)

select * from final
