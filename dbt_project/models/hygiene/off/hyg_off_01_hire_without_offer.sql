with run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

applications as (
    select * from {{ ref('applications_owned') }} where status = 'hired'
),

offers as (
    select * from {{ ref('int_offers__latest') }}
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
        'Hired without an offer record' as detail,
        coalesce(offers.is_derived, true)
        and {{ elapsed_days('applications.hired_at', 'run_clock.as_of_at') }} > {{ var('hygiene')['off_01_days'] }}
            as is_failed,
        false as is_escalated,
        applications.known_at,
        applications.hired_at as since_at
    from applications
    cross join run_clock
    left join offers on applications.application_key = offers.application_key
),

final as (
    {{ judged_rows('OFF-01', judged_by='the day of the hire') }}
)

select * from final
