-- A quarantined interview takes its scorecards along.
with scorecards as (
    select * from {{ released_with_flags(ref('int_scorecards__keyed'), 'scorecard', 'scorecard_key') }}
),

applications as (
    select application_key from {{ ref('fct_application') }}
),

interviews as (
    select interview_key from {{ ref('fct_interview') }}
),

final as (
    select
        scorecards.scorecard_key,
        scorecards.application_key,
        scorecards.interview_key,
        scorecards.interviewer_key,
        scorecards.system,
        scorecards.scorecard_id,
        scorecards.dq_flags,
        scorecards.rating,
        scorecards.is_late,
        scorecards.submitted_at,
        scorecards.due_at
    from scorecards
    inner join applications
        on scorecards.application_key = applications.application_key
    left join interviews
        on scorecards.interview_key = interviews.interview_key
    where scorecards.interview_key is null or interviews.interview_key is not null
)

select * from final
