-- A quarantined interview takes its scorecards along.
with scorecards as (
    select * from {{ released(ref('int_scorecards__keyed'), 'scorecard', 'scorecard_key') }}
),

applications as (
    select application_key from {{ ref('fct_application') }}
),

interviews as (
    select interview_key from {{ ref('fct_interview') }}
),

flags as (
    select * from {{ ref('dq_flags') }} where entity_type = 'scorecard'
),

final as (
    select
        scorecards.scorecard_key,
        scorecards.application_key,
        scorecards.interview_key,
        scorecards.interviewer_key,
        scorecards.system,
        scorecards.scorecard_id,
        flags.dq_flags,
        scorecards.rating,
        scorecards.is_late,
        scorecards.submitted_at,
        scorecards.due_at
    from scorecards
    inner join applications
        on scorecards.application_key = applications.application_key
    left join interviews
        on scorecards.interview_key = interviews.interview_key
    left join flags
        on scorecards.scorecard_key = flags.entity_key
    where scorecards.interview_key is null or interviews.interview_key is not null
)

select * from final
