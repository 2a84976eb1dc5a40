{{ config(enabled = 'greenhouse' in var('systems')) }}

-- Interviews still to be scheduled have no time and are left out. Greenhouse has one word, skipped, for cancelled and
-- for nobody came. All-day interviews are days without a time: they are placed when all systems are put together.

with interviews as (
    select * from {{ live('base_greenhouse__interviews') }}
),

plans as (
    select
        {{ text_id('id') }} as job_interview_id,
        {{ text_id('job_interview_stage_id') }} as stage_id
    from {{ observed(source('raw_greenhouse', 'job_interviews'), ['id'], 'updated_at') }}
),

final as (
    select
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
        case
            when interviews.starts_at is null and interviews.ends_at is null then 'starts_at,ends_at'
            when interviews.starts_at is null then 'starts_at'
            when interviews.ends_at is null and interviews.all_day_end_on is not null then 'ends_at'
        end as day_columns,
        interviews.scheduled_at,
        coalesce(interviews.starts_at, cast(interviews.all_day_start_on as {{ type_of('timestamp') }})) as starts_at,
        coalesce(
            interviews.ends_at,
            cast(coalesce(interviews.all_day_end_on, interviews.all_day_start_on) as {{ type_of('timestamp') }})
        ) as ends_at,
        interviews.known_at
    from interviews
    left join plans on interviews.job_interview_id = plans.job_interview_id
    where interviews.starts_at is not null or interviews.all_day_start_on is not null
)

{{ conform('final') }}
