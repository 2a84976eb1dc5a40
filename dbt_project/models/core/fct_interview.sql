with interviews as (
    select * from {{ released(ref('int_interviews__keyed'), 'interview', 'interview_key') }}
),

applications as (
    select application_key from {{ ref('fct_application') }}
),

flags as (
    select * from {{ ref('dq_flags') }} where entity_type = 'interview'
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
        flags.dq_flags,
        interviews.ends_date,
        interviews.scheduled_at,
        interviews.starts_at,
        interviews.ends_at
    from interviews
    inner join applications
        on interviews.application_key = applications.application_key
    left join flags
        on interviews.interview_key = flags.entity_key
)

select * from final
