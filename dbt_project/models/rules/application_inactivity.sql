with run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

applications as (
    select * from {{ ref('applications_owned') }} where status = 'active'
),

{{ stall_steps(
    applications='applications',
    stage_intervals=ref('int_stage_intervals__built'),
    interviews=ref('int_interviews__keyed'),
    scorecards=ref('int_scorecards__keyed'),
    offers=ref('int_offers__latest'),
    touches=ref('int_touches__keyed'),
    clock='run_clock'
) }},

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
        stalls.answerable_key,
        stalls.stall_reason,
        {{ number_by('applications.current_stage', var('stalled_after_days')) }} as limit_days,
        {{ elapsed_days('applications.last_activity_at', 'run_clock.as_of_at') }} as inactive_days,
        stalls.has_interview_to_come,
        applications.last_activity_at,
        applications.known_at
    from applications
    cross join run_clock
    inner join stalls on applications.application_key = stalls.application_key
)

select * from final
