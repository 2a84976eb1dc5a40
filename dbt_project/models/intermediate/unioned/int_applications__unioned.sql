-- An end of which only the day is known comes with the last stage entered on that day.
with applications as (
    {{ union_contract('applications') }}
),

zones as (
    select * from {{ ref('int_applications__zoned') }}
),

stays as (
    select * from {{ ref('int_stage_stays__unioned') }}
),

run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

days as (
    select * from applications
    where day_columns is not null
),

entered as (
    select
        days.system,
        days.application_id,
        days.job_id,
        min(zones.timezone) as timezone,
        max(
            case
                when {{ local_date('stays.entered_at', 'zones.timezone') }} = cast(days.hired_at as date)
                    then stays.entered_at
            end
        ) as hire_day_entered_at,
        max(
            case
                when {{ local_date('stays.entered_at', 'zones.timezone') }} = cast(days.ended_at as date)
                    then stays.entered_at
            end
        ) as end_day_entered_at
    from days
    inner join zones
        on
            days.system = zones.system
            and days.application_id = zones.application_id
            and days.job_id = zones.job_id
    left join stays
        on
            days.system = stays.system
            and days.application_id = stays.application_id
            and days.job_id = stays.job_id
    group by days.system, days.application_id, days.job_id
),

final as (
    select
        {{ placed_columns(
            'applications', 'applications', 'coalesce(entered.timezone, run_clock.company_timezone)',
            events=['applied_at', 'hired_at', 'ended_at', 'last_activity_at'],
            follows={'hired_at': ['entered.hire_day_entered_at'], 'ended_at': ['entered.end_day_entered_at']}
        ) }}
    from applications
    cross join run_clock
    left join entered
        on
            applications.system = entered.system
            and applications.application_id = entered.application_id
            and applications.job_id = entered.job_id
)

select * from final
