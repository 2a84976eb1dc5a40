with run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

interviews as (
    select * from {{ ref('int_interviews__keyed') }} where status = 'completed' and ends_at is not null
),

scorecards as (
    select * from {{ ref('int_scorecards__keyed') }}
),

stages as (
    select * from {{ ref('int_stages__mapped') }}
),

applications as (
    select * from {{ ref('applications_owned') }}
),

expected as (
    select
        interviews.interview_id,
        interviews.interview_key,
        interviews.application_key,
        interviews.system,
        interviews.organizer_key,
        scorecards.scorecard_id,
        scorecards.scorecard_key,
        scorecards.interviewer_key,
        scorecards.submitted_at,
        case
            when stages.canonical_stage = 'onsite' then {{ var('scorecard_due_hours_onsite') }}
            else {{ var('scorecard_due_hours') }}
        end as limit_hours,
        {{ elapsed_days('interviews.ends_at', 'run_clock.as_of_at') }} * 24 as waiting_hours,
        interviews.ends_at,
        interviews.known_at
    from interviews
    cross join run_clock
    left join scorecards on interviews.interview_key = scorecards.interview_key
    left join stages on interviews.stage_key = stages.stage_key
),

evaluated as (
    select
        case when expected.scorecard_id is null then 'interview' else 'scorecard' end as entity_type,
        coalesce(expected.scorecard_id, expected.interview_id) as entity_id,
        coalesce(expected.scorecard_key, expected.interview_key) as entity_key,
        expected.application_key,
        applications.requisition_key,
        expected.system,
        applications.function,
        coalesce(expected.interviewer_key, expected.organizer_key, applications.recruiter_key) as owner_key,
        applications.recruiter_key,
        concat(
            'No scorecard ', {{ whole_number('expected.waiting_hours') }},
            ' hours after the interview (limit ', cast(expected.limit_hours as string), ')'
        ) as detail,
        expected.submitted_at is null and expected.waiting_hours > expected.limit_hours as is_failed,
        expected.known_at,
        expected.ends_at as since_at
    from expected
    left join applications on expected.application_key = applications.application_key
),

final as (
    {{ judged_rows('SCO-01') }}
)

select * from final
