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
        {{ application_subject('applications') }},
        'Hired without an offer record' as detail,
        coalesce(offers.is_derived, true)
        and {{ elapsed_days('applications.hired_at', 'run_clock.as_of_at') }} > {{ var('hygiene')['off_01_days'] }}
            as is_failed,
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
