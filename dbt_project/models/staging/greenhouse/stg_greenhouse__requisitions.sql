{{ config(enabled = 'greenhouse' in var('systems')) }}

-- Templates are no requisitions. Greenhouse knows draft, open and closed; what became of the seats says the rest.

with jobs as (
    select * from {{ live('base_greenhouse__jobs') }}
),

versions as (
    select * from {{ ref('stg_greenhouse__requisition_versions') }}
),

seats as (
    select
        job_id,
        count(*) filter (where status = 'open') as open_seats,
        count(*) filter (where status = 'on_hold') as held_seats,
        count(*) filter (where status = 'filled') as filled_seats,
        count(*) filter (where status = 'cancelled') as cancelled_seats
    from {{ ref('stg_greenhouse__openings') }}
    group by job_id
),

final as (
    select
        jobs.job_id,
        jobs.requisition_id,
        versions.hiring_manager_id,
        versions.recruiter_id,
        jobs.title,
        versions.department,
        versions.office,
        versions.country,
        versions.timezone,
        case
            when jobs.status = 'open' and seats.open_seats = 0 and seats.held_seats > 0 then 'on_hold'
            when jobs.status = 'closed' and seats.filled_seats = 0 and seats.cancelled_seats > 0 then 'cancelled'
            else jobs.status
        end as status,
        jobs.is_evergreen,
        jobs.is_confidential,
        jobs.created_at,
        jobs.opened_at,
        jobs.closed_at,
        jobs.known_at
    from jobs
    left join versions on jobs.job_id = versions.job_id and versions.valid_to is null
    left join seats on jobs.job_id = seats.job_id
    where not jobs.is_template
)

{{ conform('final', lacks={
    'Times are instants.': ['day_columns'],
}) }}
