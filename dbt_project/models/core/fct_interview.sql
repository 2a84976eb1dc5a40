with interviews as (
    select * from {{ released_with_flags(ref('int_interviews__keyed'), 'interview', 'interview_key') }}
),

applications as (
    select application_key from {{ ref('fct_application') }}
),

final as (
    select
        interviews.interview_key,
        interviews.application_key,
        interviews.stage_key,
        interviews.organizer_key,
        interviews.system,
        interviews.interview_id,
        interviews.status,
        interviews.dq_flags,
        interviews.ends_date,
        interviews.scheduled_at,
        interviews.starts_at,
        interviews.ends_at
    from interviews
    inner join applications
        on interviews.application_key = applications.application_key
)

select * from final
