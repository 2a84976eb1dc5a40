with stays as (
    select * from {{ ref('fct_stage_interval') }}
),

interviews as (
    select * from {{ ref('fct_interview') }} where status = 'completed'
),

applications as (
    select * from {{ ref('fct_application') }}
),

-- a visit is its rows joined; it ends as its last row does
visits as (
    select
        application_key,
        canonical_stage,
        visit_number,
        max(exited_date) as exited_date,
        min(entered_at) as entered_at,
        max(exited_at) as exited_at
    from stays
    group by application_key, canonical_stage, visit_number
    having max(case when exit_type in ('advanced', 'rejected') then 1 else 0 end) = 1
),

last_interviews as (
    select
        visits.application_key,
        visits.exited_date,
        visits.exited_at,
        max(interviews.ends_at) as ends_at
    from visits
    inner join interviews
        on
            visits.application_key = interviews.application_key
            and visits.entered_at <= interviews.ends_at
            and visits.exited_at >= interviews.ends_at
    group by visits.application_key, visits.canonical_stage, visits.visit_number, visits.exited_date, visits.exited_at
),

final as (
    select
        last_interviews.application_key,
        applications.function,
        {{ elapsed_days('last_interviews.ends_at', 'last_interviews.exited_at') }} as decision_days,
        last_interviews.exited_date
    from last_interviews
    inner join applications on last_interviews.application_key = applications.application_key
)

select * from final
