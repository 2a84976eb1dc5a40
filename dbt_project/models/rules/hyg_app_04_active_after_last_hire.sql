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
        {{ application_subject('applications') }},
        concat(
            'Still active, the last open seat was filled ',
            {{ whole_number(elapsed_days('seats.last_filled_at', 'run_clock.as_of_at')) }},
            ' days ago'
        ) as detail,
        coalesce(
            seats.open_seats = 0 and seats.filled_seats > 0
            and {{ elapsed_days('seats.last_filled_at', 'run_clock.as_of_at') }} > {{ var('hygiene')['app_04_days'] }},
            false
        ) as is_failed,
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
