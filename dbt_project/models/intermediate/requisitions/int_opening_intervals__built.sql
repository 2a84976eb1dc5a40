-- Acceptance ends the last open stay of a filled seat (E8). Closed is the gap between two open stays; the end of a seat
-- is its status, not a stay.
with intervals as (
    select * from {{ ref('int_opening_intervals__unioned') }}
),

openings as (
    select * from {{ ref('int_openings__unioned') }}
),

applications as (
    select * from {{ ref('int_applications__keyed') }} where is_hired
),

requisition_versions as (
    select * from {{ ref('int_requisition_versions__keyed') }}
),

requisitions as (
    select * from {{ ref('int_requisitions__keyed') }}
),

placed as (
    select
        {{ surrogate_key(['openings.system', 'openings.opening_id']) }} as opening_key,
        openings.system,
        openings.opening_id,
        openings.opened_at,
        openings.closed_at,
        openings.status,
        coalesce(requisition_versions.timezone, requisitions.timezone) as timezone,
        case when openings.status = 'filled' then applications.hired_at end as accepted_at
    from openings
    left join applications
        on
            openings.system = applications.system
            and openings.filled_application_id = applications.application_id
            and openings.job_id = applications.job_id
    left join requisitions
        on
            openings.system = requisitions.system
            and openings.job_id = requisitions.job_id
    left join requisition_versions
        on
            requisitions.requisition_key = requisition_versions.requisition_key
            and openings.opened_at >= requisition_versions.valid_from
            and openings.opened_at < requisition_versions.valid_to
),

given as (
    select
        placed.opening_key,
        placed.timezone,
        placed.accepted_at,
        intervals.status,
        intervals.started_at,
        intervals.ended_at
    from intervals
    inner join placed
        on
            intervals.system = placed.system
            and intervals.opening_id = placed.opening_id
    where placed.accepted_at is null or intervals.status <> 'open' or intervals.started_at <= placed.accepted_at
),

derived as (
    select
        placed.opening_key,
        placed.timezone,
        placed.accepted_at,
        'open' as status,
        placed.opened_at as started_at,
        placed.closed_at as ended_at
    from placed
    left join given
        on placed.opening_key = given.opening_key
    where given.opening_key is null and placed.opened_at is not null
),

together as (
    select * from given
    union all
    select * from derived
),

marked as (
    select
        *,
        max(case when status = 'open' then started_at end) over (partition by opening_key) as last_open_at,
        max(case when status = 'open' then coalesce(ended_at, accepted_at) end) over (partition by opening_key)
            as last_open_ended_at
    from together
),

final as (
    select
        {{ surrogate_key(['opening_key', 'status', instant_number('started_at')]) }} as opening_interval_key,
        opening_key,
        status,
        timezone,
        {{ local_date('started_at', 'timezone') }} as started_date,
        {{ local_date('ended_at', 'timezone') }} as ended_date,
        started_at,
        ended_at
    from (
        select
            opening_key,
            status,
            timezone,
            case
                when accepted_at is not null and status <> 'open' and started_at = last_open_ended_at then accepted_at
                else started_at
            end as started_at,
            case
                when accepted_at is not null and status = 'open' and started_at = last_open_at then accepted_at
                else ended_at
            end as ended_at
        from marked
        where status <> 'closed' or started_at < last_open_at
    ) as ended
)

select * from final
