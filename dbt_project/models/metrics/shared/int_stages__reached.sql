with entries as (
    select application_key, stage_rank, entered_date, entered_at from {{ ref('int_stage_entries__resolved') }}
),

applications as (
    select * from {{ ref('fct_application') }}
),

-- hired is an end, not a stay, but whoever got there has been past every stage
arrivals as (
    select * from entries
    union all
    select
        application_key,
        {{ stage_rank("'hired'") }} as stage_rank,
        hired_date as entered_date,
        hired_at as entered_at
    from applications
    where hired_at is not null
),

firsts as (
    select
        arrivals.application_key,
        stages.canonical_stage,
        stages.stage_rank,
        min(arrivals.entered_date) as reached_date,
        min(arrivals.entered_at) as reached_at
    from arrivals
    inner join {{ canonical_stages() }} as stages on arrivals.stage_rank >= stages.stage_rank
    group by arrivals.application_key, stages.canonical_stage, stages.stage_rank
),

final as (
    select
        firsts.application_key,
        applications.requisition_key,
        applications.person_key,
        applications.function,
        firsts.canonical_stage,
        firsts.stage_rank,
        firsts.reached_date,
        firsts.reached_at
    from firsts
    inner join applications on firsts.application_key = applications.application_key
)

select * from final
