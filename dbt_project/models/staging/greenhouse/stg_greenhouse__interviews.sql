{{ config(enabled = 'greenhouse' in var('systems')) }}

-- Interviews still to be scheduled have no time and are left out. Greenhouse has one word, skipped, for cancelled and
-- for nobody came. All-day interviews get the bounds of their days in UTC: no clock time is known.

with interviews as (
    select * from {{ live('base_greenhouse__interviews') }}
),

plans as (
    select * from {{ live('base_greenhouse__job_interviews') }}
),

final as (
    select
        'greenhouse' as system,
        interviews.interview_id,
        interviews.application_id,
        interviews.job_id,
        plans.stage_id,
        interviews.organizer_id,
        case
            when interviews.status in ('awaiting_feedback', 'complete', 'collect_feedback', 'received') then 'completed'
            when interviews.status = 'skipped' then 'cancelled'
            when interviews.status in ('to_be_scheduled', 'scheduled', 'to_be_sent', 'sent') then 'scheduled'
            else interviews.status
        end as status,
        interviews.scheduled_at,
        coalesce(interviews.starts_at, cast(interviews.all_day_start_on as {{ type_of('timestamp') }})) as starts_at,
        coalesce(
            interviews.ends_at, cast({{ add_days('interviews.all_day_end_on', 1) }} as {{ type_of('timestamp') }})
        ) as ends_at,
        interviews.known_at
    from interviews
    left join plans on interviews.job_interview_id = plans.job_interview_id
    where interviews.starts_at is not null or interviews.all_day_start_on is not null
)

select * from final
