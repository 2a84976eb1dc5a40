with publication as (
    select * from {{ ref('publication') }}
),

requisitions as (
    select * from {{ ref('dim_requisition') }} where status = 'open'
),

odds as (
    select * from {{ ref('int_hire_odds__shrunk') }}
),

applications as (
    select * from {{ ref('fct_application') }}
    where status = 'active' and current_stage in ('screen', 'interview', 'onsite', 'offer')
),

silent as (
    select
        applications.*,
        {{ elapsed_days('coalesce(last_activity_at, applied_at)', 'publication.as_of_at') }} as silent_days,
        {{ number_by('applications.current_stage', var('stalled_after_days')) }} as stalled_after_days
    from applications
    cross join publication
),

-- E7, APP-02: the long silent are no pipeline; those on evergreen requisitions only where demand is a plan
final as (
    select
        silent.application_key,
        silent.requisition_key,
        silent.function,
        silent.current_stage,
        coalesce(odds.p_hire, 0e0) as p_hire,
        coalesce(requisitions.is_evergreen, false) as is_evergreen
    from silent
    inner join requisitions on silent.requisition_key = requisitions.requisition_key
    left join odds on silent.function = odds.function and silent.current_stage = odds.canonical_stage
    where
        silent.silent_days
        <= greatest({{ var('zombie_multiple') }} * silent.stalled_after_days, {{ var('zombie_days') }})
)

select * from final
