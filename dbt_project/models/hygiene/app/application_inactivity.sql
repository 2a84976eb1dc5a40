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
    select * from {{ ref('int_touches__keyed') }} where touch_type in ('message', 'call', 'meeting', 'reply')
),

visits as (
    select
        current_intervals.application_key,
        min(stage_intervals.entered_at) as visit_started_at
    from stage_intervals as current_intervals
    inner join stage_intervals
        on
            current_intervals.application_key = stage_intervals.application_key
            and current_intervals.canonical_stage = stage_intervals.canonical_stage
            and current_intervals.visit_number = stage_intervals.visit_number
    where current_intervals.is_current
    group by current_intervals.application_key
),

scorecards_by_interview as (
    select
        interview_key,
        min(case when submitted_at is null then interviewer_key end) as late_interviewer_key,
        max(case when submitted_at is null then 0 else 1 end) as is_submitted
    from scorecards
    group by interview_key
),

interviews_judged as (
    select
        interviews.application_key,
        interviews.ends_at,
        coalesce(scorecards_by_interview.late_interviewer_key, interviews.organizer_key) as answerable_key,
        interviews.status = 'scheduled' and interviews.starts_at > run_clock.as_of_at as is_to_come,
        interviews.status <> 'cancelled'
        and coalesce(interviews.ends_at >= visits.visit_started_at, true) as is_of_visit,
        interviews.status = 'completed' and coalesce(scorecards_by_interview.is_submitted, 0) = 0 as is_unscored,
        interviews.status = 'completed' as is_completed
    from interviews
    cross join run_clock
    inner join applications on interviews.application_key = applications.application_key
    left join visits on interviews.application_key = visits.application_key
    left join scorecards_by_interview on interviews.interview_key = scorecards_by_interview.interview_key
),

interviews_by_application as (
    select
        application_key,
        min_by(answerable_key, ends_at) filter (where is_of_visit and is_unscored) as answerable_key,
        bool_or(is_to_come) as has_interview_to_come,
        bool_or(is_of_visit) as has_interview,
        bool_or(is_of_visit and is_unscored) as has_unscored_interview,
        bool_or(is_of_visit and is_completed) as has_completed_interview
    from interviews_judged
    group by application_key
),

last_touches as (
    select
        applications.application_key,
        max_by(touches.direction, touches.occurred_at) as last_direction
    from applications
    inner join touches on applications.person_key = touches.person_key and not touches.is_machine
    inner join visits
        on
            applications.application_key = visits.application_key
            and touches.occurred_at >= visits.visit_started_at
    group by applications.application_key
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
        interviews_by_application.answerable_key,
        case
            when
                applications.current_stage in ('interview', 'onsite')
                and not coalesce(interviews_by_application.has_interview, false) then 'no_interview_scheduled'
            when interviews_by_application.has_unscored_interview then 'scorecard_missing'
            when interviews_by_application.has_completed_interview then 'decision_due'
            when offers.status = 'pending' or last_touches.last_direction = 'outbound' then 'candidate_not_replied'
            else 'no_owner_action'
        end as stall_reason,
        {{ number_by('applications.current_stage', var('stalled_after_days')) }} as limit_days,
        {{ elapsed_days('applications.last_activity_at', 'run_clock.as_of_at') }} as inactive_days,
        coalesce(interviews_by_application.has_interview_to_come, false) as has_interview_to_come,
        applications.last_activity_at,
        applications.known_at
    from applications
    cross join run_clock
    left join interviews_by_application
        on applications.application_key = interviews_by_application.application_key
    left join last_touches on applications.application_key = last_touches.application_key
    left join offers
        on applications.application_key = offers.application_key and offers.sent_at is not null
)

select * from final
