-- Gross runs from the first opening, net over open stays only; both end at acceptance, cancellation or as-of (E8).
with openings as (
    select * from {{ ref('int_openings__unioned') }}
),

intervals as (
    select * from {{ ref('int_opening_intervals__built') }}
),

applications as (
    select * from {{ ref('int_applications__keyed') }}
),

requisitions as (
    select * from {{ ref('int_requisitions__keyed') }}
),

requisition_versions as (
    select * from {{ ref('int_requisition_versions__keyed') }}
),

failed_hires as (
    select
        hire_key,
        opening_key,
        coalesce(reneged_date, left_date) as failed_date
    from {{ ref('int_hires__built') }}
    where is_renege or left_date is not null
),

run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

reopened as (
    select
        opening_key,
        started_date as reopened_date
    from intervals
    where status = 'open'
    qualify row_number() over (partition by opening_key order by started_at) > 1
),

backfills as (
    select
        reopened.opening_key,
        failed_hires.hire_key
    from reopened
    inner join failed_hires
        on
            reopened.opening_key = failed_hires.opening_key
            and reopened.reopened_date >= failed_hires.failed_date
            and {{ days_between('failed_hires.failed_date', 'reopened.reopened_date') }}
            <= {{ var('failed_hire_reopen_days') }}
    qualify row_number() over (
        partition by reopened.opening_key order by failed_hires.failed_date desc, failed_hires.hire_key asc
    ) = 1
),

open_days as (
    select
        intervals.opening_key,
        sum(
            {{ days_between(
                'intervals.started_date',
                'coalesce(intervals.ended_date, ' ~ local_date('run_clock.as_of_at', 'intervals.timezone') ~ ')'
            ) }}
        ) as net_open_days
    from intervals
    cross join run_clock
    where intervals.status = 'open'
    group by intervals.opening_key
),

keyed as (
    select
        {{ surrogate_key(['openings.system', 'openings.opening_id']) }} as opening_key,
        openings.system,
        openings.opening_id,
        requisitions.requisition_key,
        applications.application_key as filled_application_key,
        openings.job_id,
        coalesce(requisition_versions.function, requisitions.function, 'Unassigned') as function,
        coalesce(requisition_versions.timezone, requisitions.timezone, run_clock.company_timezone) as timezone,
        case openings.status when 'closed' then 'cancelled' else openings.status end as status,
        openings.target_fill_date,
        openings.target_start_date,
        openings.opened_at,
        case when openings.status not in ('open', 'on_hold') then openings.closed_at end as closed_at,
        case when openings.status = 'filled' then applications.hired_at end as filled_at,
        openings.known_at,
        run_clock.as_of_at
    from openings
    cross join run_clock
    left join requisitions
        on
            openings.system = requisitions.system
            and openings.job_id = requisitions.job_id
    left join requisition_versions
        on
            requisitions.requisition_key = requisition_versions.requisition_key
            and openings.opened_at >= requisition_versions.valid_from
            and openings.opened_at < requisition_versions.valid_to
    left join applications
        on
            openings.system = applications.system
            and openings.filled_application_id = applications.application_id
            and openings.job_id = applications.job_id
),

final as (
    select
        keyed.opening_key,
        keyed.system,
        keyed.opening_id,
        keyed.requisition_key,
        keyed.filled_application_key,
        backfills.hire_key as failed_hire_key,
        keyed.job_id,
        keyed.function,
        keyed.timezone,
        keyed.status,
        {{ days_between(
            local_date('keyed.opened_at', 'keyed.timezone'),
            local_date('coalesce(keyed.filled_at, keyed.closed_at, keyed.as_of_at)', 'keyed.timezone')
        ) }} as gross_open_days,
        cast(open_days.net_open_days as bigint) as net_open_days,
        backfills.hire_key is not null as is_backfill_of_failed_hire,
        {{ local_date('keyed.opened_at', 'keyed.timezone') }} as opened_date,
        {{ local_date('keyed.closed_at', 'keyed.timezone') }} as closed_date,
        {{ local_date('keyed.filled_at', 'keyed.timezone') }} as filled_date,
        keyed.target_fill_date,
        keyed.target_start_date,
        keyed.opened_at,
        keyed.closed_at,
        keyed.filled_at,
        keyed.known_at
    from keyed
    left join backfills
        on keyed.opening_key = backfills.opening_key
    left join open_days
        on keyed.opening_key = open_days.opening_key
)

select * from final
