{#- Steps that end in `stalls`: why each of the applications waits (M-05). Each argument is a relation, by ref() or by
    the name of a step of the model; `clock` is one with `as_of_at`. -#}
{% macro stall_steps(applications, stage_intervals, interviews, scorecards, offers, touches, clock) -%}
-- When the visit an application is in began: the first of the joined stays that its current one belongs to.
visits as (
    select
        current_intervals.application_key,
        min(stage_intervals.entered_at) as visit_started_at
    from {{ stage_intervals }} as current_intervals
    inner join {{ stage_intervals }} as stage_intervals
        on
            current_intervals.application_key = stage_intervals.application_key
            and current_intervals.canonical_stage = stage_intervals.canonical_stage
            and current_intervals.visit_number = stage_intervals.visit_number
    where current_intervals.is_current
    group by current_intervals.application_key
),

visit_interviews as (
    select
        interviews.application_key,
        interviews.interview_key,
        interviews.organizer_key,
        interviews.status = 'completed' as is_completed,
        interviews.status = 'completed' and submitted.interview_key is null as is_unscored,
        interviews.status <> 'cancelled'
        and coalesce(interviews.ends_at > visits.visit_started_at, true) as is_of_visit,
        interviews.status = 'scheduled' and interviews.starts_at > clock.as_of_at as is_to_come,
        interviews.ends_at
    from {{ interviews }} as interviews
    cross join {{ clock }} as clock
    inner join {{ applications }} as applications on interviews.application_key = applications.application_key
    left join visits on interviews.application_key = visits.application_key
    left join (
        select distinct interview_key from {{ scorecards }} where submitted_at is not null
    ) as submitted on interviews.interview_key = submitted.interview_key
),

interviews_by_application as (
    select
        application_key,
        bool_or(is_to_come) as has_interview_to_come,
        bool_or(is_of_visit) as has_interview,
        bool_or(is_of_visit and is_unscored) as has_unscored_interview,
        bool_or(is_of_visit and is_completed) as has_completed_interview
    from visit_interviews
    group by application_key
),

-- Whose scorecard has been overdue longest: the interviewer, else the organizer of that interview answers for it.
answerable_users as (
    select
        visit_interviews.application_key,
        coalesce(scorecards.interviewer_key, visit_interviews.organizer_key) as answerable_key,
        row_number() over (
            partition by visit_interviews.application_key
            order by
                visit_interviews.ends_at asc nulls last, scorecards.due_at asc nulls last,
                scorecards.interviewer_key asc nulls last, visit_interviews.organizer_key asc nulls last
        ) as place
    from visit_interviews
    left join {{ scorecards }} as scorecards on visit_interviews.interview_key = scorecards.interview_key
    where visit_interviews.is_of_visit and visit_interviews.is_unscored
),

last_words as (
    {{ last_words(applications, 'visits', touches, clock) }}
),

stalls as (
    select
        applications.application_key,
        answerable_users.answerable_key,
        coalesce(interviews_by_application.has_interview_to_come, false) as has_interview_to_come,
        case
            when
                applications.current_stage in ('interview', 'onsite')
                and not coalesce(interviews_by_application.has_interview, false) then 'no_interview_scheduled'
            when interviews_by_application.has_unscored_interview then 'scorecard_missing'
            when interviews_by_application.has_completed_interview then 'decision_due'
            when offers.status = 'pending' or last_words.is_ours then 'candidate_not_replied'
            else 'no_owner_action'
        end as stall_reason
    from {{ applications }} as applications
    left join interviews_by_application
        on applications.application_key = interviews_by_application.application_key
    left join answerable_users
        on applications.application_key = answerable_users.application_key and answerable_users.place = 1
    left join last_words on applications.application_key = last_words.application_key
    left join {{ offers }} as offers
        on applications.application_key = offers.application_key and offers.sent_at is not null
)
{%- endmacro %}
