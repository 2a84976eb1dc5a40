-- An interview of which only the day is known may be at any time of it: it begins with the day or, where the
-- application is of that day, with it, and ends with the last minute of its day.
with interviews as (
    {{ union_contract('interviews') }}
),

applications as (
    select * from {{ ref('int_applications__zoned') }}
),

run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

-- one that names no job is of one of the application's, in whose zone it hardly matters
of_days as (
    select
        interviews.system,
        interviews.interview_id,
        min(applications.timezone) as timezone,
        min(applications.applied_at) as applied_at
    from interviews
    inner join applications
        on
            interviews.system = applications.system
            and interviews.application_id = applications.application_id
            and coalesce(interviews.job_id, applications.job_id) = applications.job_id
    where interviews.day_columns is not null
    group by interviews.system, interviews.interview_id
),

placed as (
    select
        {{ placed_columns(
            'interviews', 'interviews', 'coalesce(of_days.timezone, run_clock.company_timezone)',
            events=['scheduled_at', 'starts_at'], follows={'starts_at': ['of_days.applied_at']}
        ) }},
        coalesce(of_days.timezone, run_clock.company_timezone) as timezone
    from interviews
    cross join run_clock
    left join of_days
        on
            interviews.system = of_days.system
            and interviews.interview_id = of_days.interview_id
),

final as (
    select
        system,
        interview_id,
        application_id,
        job_id,
        stage_id,
        organizer_id,
        status,
        day_columns,
        scheduled_at,
        starts_at,
        case
            when {{ is_day('ends_at', 'placed') }}
                then {{ add_minutes(local_midnight(add_days('placed.ends_at', 1), 'placed.timezone'), -1) }}
            else placed.ends_at
        end as ends_at,
        known_at
    from placed
)

select * from final
