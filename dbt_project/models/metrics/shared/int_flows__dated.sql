with applications as (
    select * from {{ ref('fct_application') }}
),

visits as (
    select
        applications.function,
        visits.canonical_stage,
        {{ elapsed_days('visits.entered_at', 'visits.exited_at') }} as visit_days,
        visits.entered_date,
        visits.exited_date
    from {{ ref('int_visits__joined') }} as visits
    inner join applications on visits.application_key = applications.application_key
    -- what entered before the calendar begins is in none of its periods, nor is its end
    where visits.entered_date >= cast('{{ var("calendar_first_date") }}' as date)
),

-- in the stage from the day it enters to the day before it leaves; a visit left before it was entered never was
events as (
    select
        function,
        canonical_stage,
        1 as entries,
        1 as change,
        0 as exits,
        cast(null as double) as visit_days,
        entered_date as event_date
    from visits
    union all
    select
        function,
        canonical_stage,
        0 as entries,
        -1 as change,
        0 as exits,
        cast(null as double) as visit_days,
        greatest(exited_date, entered_date) as event_date
    from visits
    where exited_date is not null
    union all
    select
        function,
        canonical_stage,
        0 as entries,
        0 as change,
        1 as exits,
        visit_days,
        exited_date as event_date
    from visits
    where visit_days >= 0
),

final as (
    select
        function,
        canonical_stage,
        cast(sum(entries) as bigint) as entries,
        cast(sum(change) as bigint) as change,
        cast(sum(exits) as bigint) as exits,
        {{ exact_sum('visit_days') }} as visit_days,
        event_date
    from events
    group by function, canonical_stage, event_date
)

select * from final
