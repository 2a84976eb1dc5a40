with publication as (
    select * from {{ ref('publication') }}
),

requisitions as (
    select * from {{ ref('dim_requisition') }} where not coalesce(is_evergreen, false)
),

pipeline as (
    select * from {{ ref('int_pipeline__weighted') }} where not is_evergreen
),

applications as (
    select applications.*
    from {{ ref('fct_application') }} as applications
    inner join requisitions on applications.requisition_key = requisitions.requisition_key
),

hires as (
    select * from {{ ref('fct_hire') }}
),

reached as (
    select * from {{ ref('int_stages__reached') }} where canonical_stage = 'screen'
),

decisions as (
    select
        applications.function,
        applications.exit_type,
        coalesce(applications.hired_date, applications.exited_date) as event_date
    from applications
    where
        applications.exit_type in ('advanced', 'rejected', 'withdrew')
        and {{ stage_rank('applications.furthest_stage') }} >= {{ stage_rank("'screen'") }}
),

cycles as (
    select
        hires.function,
        {{ elapsed_days('reached.reached_at', 'hires.accepted_at') }} as cycle_days,
        hires.accepted_date as event_date
    from hires
    inner join applications on hires.application_key = applications.application_key
    inner join reached on hires.application_key = reached.application_key
),

events as (
    select
        function,
        1 as active,
        0 as hired,
        0 as decided,
        cast(null as double) as cycle_days,
        publication.as_of_date as event_date
    from pipeline
    cross join publication
    union all
    select
        function,
        0 as active,
        case when exit_type = 'advanced' then 1 else 0 end as hired,
        1 as decided,
        cast(null as double) as cycle_days,
        event_date
    from decisions
    union all
    select
        function,
        0 as active,
        0 as hired,
        0 as decided,
        cycle_days,
        event_date
    from cycles
    where cycle_days >= 0
),

final as (
    select events.*
    from events
    cross join publication
    where
        events.event_date > {{ add_days('publication.as_of_date', '-' ~ var('trailing_days')) }}
        and events.event_date <= publication.as_of_date
)

select * from final
