with run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

applications as (
    select * from {{ ref('applications_owned') }} where is_open_in_source and status <> 'hired'
),

evaluated as (
    select
        {{ application_subject('applications') }},
        concat(
            'Still active, requisition closed ',
            {{ whole_number(elapsed_days('applications.requisition_closed_at', 'run_clock.as_of_at')) }},
            ' days ago'
        ) as detail,
        coalesce(
            applications.requisition_status in ('closed', 'cancelled')
            and {{ elapsed_days('applications.requisition_closed_at', 'run_clock.as_of_at') }}
            > {{ var('hygiene')['app_03_days'] }},
            false
        ) as is_failed,
        applications.known_at,
        applications.requisition_closed_at as since_at
    from applications
    cross join run_clock
),

final as (
    {{ judged_rows('APP-03') }}
)

select * from final
