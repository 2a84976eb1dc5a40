with visits as (
    select * from {{ ref('int_visits__joined') }} where exit_type in ('advanced', 'rejected')
),

interviews as (
    select * from {{ ref('fct_interview') }} where status = 'completed'
),

applications as (
    select * from {{ ref('fct_application') }}
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
