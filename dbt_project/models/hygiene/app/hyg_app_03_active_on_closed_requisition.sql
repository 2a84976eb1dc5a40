with run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

applications as (
    select * from {{ ref('applications_owned') }} where is_open_in_source and status <> 'hired'
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
            'Still active, requisition closed ',
            cast(
                cast(floor({{ elapsed_days('applications.requisition_closed_at', 'run_clock.as_of_at') }}) as bigint)
                as string
            ),
            ' days ago'
        ) as detail,
        coalesce(
            applications.requisition_status in ('closed', 'cancelled')
            and {{ elapsed_days('applications.requisition_closed_at', 'run_clock.as_of_at') }}
            > {{ var('hygiene')['app_03_days'] }},
            false
        ) as is_failed,
        false as is_escalated,
        applications.known_at,
        applications.requisition_closed_at as since_at
    from applications
    cross join run_clock
),

final as (
    {{ judged_rows('APP-03') }}
)

select * from final
