with run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

applications as (
    select * from {{ ref('applications_owned') }} where status = 'active'
),

stage_intervals as (
    select * from {{ ref('int_stage_intervals__built') }}
),

interviews as (
    select * from {{ ref('int_interviews__keyed') }}
),

scorecards as (
    select * from {{ ref('int_scorecards__keyed') }}
),

offers as (
    select * from {{ ref('int_offers__latest') }}
),

touches as (
    select * from {{ ref('int_touches__keyed') }}
),

visits as (
    {{ visit_starts() }}
),

visit_interviews as (
    {{ visit_interviews('run_clock') }}
),

interviews_by_application as (
    {{ interviews_by_application() }}
),

answerable_users as (
    {{ answerable_users() }}
),

last_words as (
    {{ last_words('run_clock') }}
),

final as (
    select
        applications.application_key,
        applications.requisition_key,
        applications.application_id,
        applications.system,
        applications.function,
        applications.current_stage,
        applications.coordinator_key,
        applications.recruiter_key,
        answerable_users.answerable_key,
        {{ stall_reason() }} as stall_reason,
        {{ number_by('applications.current_stage', var('stalled_after_days')) }} as limit_days,
        {{ elapsed_days('applications.last_activity_at', 'run_clock.as_of_at') }} as inactive_days,
        coalesce(interviews_by_application.has_interview_to_come, false) as has_interview_to_come,
        applications.last_activity_at,
        applications.known_at
    from applications
    cross join run_clock
    left join interviews_by_application
        on applications.application_key = interviews_by_application.application_key
    left join answerable_users on applications.application_key = answerable_users.application_key
    left join last_words on applications.application_key = last_words.application_key
    left join offers
        on applications.application_key = offers.application_key and offers.sent_at is not null
)

select * from final
