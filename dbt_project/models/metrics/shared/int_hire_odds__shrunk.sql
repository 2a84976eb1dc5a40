with publication as (
    select * from {{ ref('publication') }}
),

applications as (
    select
        application_key,
        function,
        case when exit_type = 'advanced' then 1 else 0 end as is_hire,
        coalesce(hired_date, exited_date) as exited_date
    from {{ ref('fct_application') }}
    where exit_type in ('advanced', 'rejected', 'withdrew')
),

entries as (
    select
        application_key,
        canonical_stage
    from {{ ref('int_stage_entries__resolved') }}
),

exits as (
    select applications.*
    from applications
    cross join publication
    where
        applications.function is not null
        and applications.exited_date > {{ add_days('publication.as_of_date', '-' ~ var('trailing_days')) }}
        and applications.exited_date <= publication.as_of_date
),

counts as (
    select
        exits.function,
        entries.canonical_stage,
        sum(exits.is_hire) as x,
        count(*) as n
    from exits
    inner join entries on exits.application_key = entries.application_key
    group by exits.function, entries.canonical_stage
),

pools as (
    {{ pooled_rates('counts', ['canonical_stage']) }}
),

-- every function, also one without an exit: it then has the pooled odds, or none where nobody got that far
functions as (
    select distinct function from {{ ref('fct_application') }} where function is not null
),

graded as (
    select
        functions.function,
        stages.canonical_stage,
        coalesce(counts.x, 0) as hired,
        coalesce(counts.n, 0) as exited,
        pools.p0,
        pools.m
    from functions
    cross join {{ canonical_stages() }} as stages
    left join counts on functions.function = counts.function and stages.canonical_stage = counts.canonical_stage
    left join pools on stages.canonical_stage = pools.canonical_stage
),

final as (
    select
        function,
        canonical_stage,
        cast(hired as bigint) as hired,
        cast(exited as bigint) as exited,
        coalesce({{ shrunk_rate('hired', 'exited', 'p0', 'm') }}, 0e0) as p_hire
    from graded
)

select * from final
