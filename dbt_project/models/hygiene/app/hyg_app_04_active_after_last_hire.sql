with run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

applications as (
    select * from {{ ref('applications_owned') }}
),

openings as (
    select * from {{ ref('int_openings__keyed') }}
),

seats as (
    select
        openings.requisition_key,
        count(*) filter (where openings.status in ('open', 'on_hold')) as open_seats,
        count(*) filter (where openings.status = 'filled') as filled_seats,
        max(coalesce(openings.closed_at, hired.hired_at)) filter (where openings.status = 'filled') as last_filled_at
    from openings
    left join applications as hired on openings.filled_application_key = hired.application_key
    group by openings.requisition_key
),

evaluated as (
    select
        'application' as entity_type,
        applications.application_id as entity_id,
        applications.application_key as entity_key,
        applications.application_key,
        applications.requisition_key,
        applications.system,
        applications.function,
        applications.recruiter_key as owner_key,
        applications.recruiter_key,
        concat(
            'Still active, the last open seat was filled ',
            cast(cast(floor({{ elapsed_days('seats.last_filled_at', 'run_clock.as_of_at') }}) as bigint) as string),
            ' days ago'
        ) as detail,
        coalesce(
            seats.open_seats = 0 and seats.filled_seats > 0
            and {{ elapsed_days('seats.last_filled_at', 'run_clock.as_of_at') }} > {{ var('hygiene')['app_04_days'] }},
            false
        ) as is_failed,
        false as is_escalated,
        applications.known_at,
        seats.last_filled_at as since_at
    from applications
    cross join run_clock
    inner join seats on applications.requisition_key = seats.requisition_key
    where applications.status = 'active'
),

final as (
    {{ judged_rows('APP-04') }}
)

select * from final
