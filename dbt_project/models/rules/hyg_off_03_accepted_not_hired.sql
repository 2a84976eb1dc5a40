with run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

offers as (
    select * from {{ ref('int_offers__latest') }} where status = 'accepted' and not is_derived
),

applications as (
    select * from {{ ref('applications_owned') }}
),

-- An accepted offer on an application rejected later is a renege (E11), not a forgotten click.
evaluated as (
    select
        {{ subject('offer', 'offer_id', 'offer_key', of='offers', application='applications') }},
        'Offer accepted, application not marked as hired' as detail,
        applications.source_status = 'active'
        and {{ elapsed_days('offers.answered_at', 'run_clock.as_of_at') }} > {{ var('hygiene')['off_03_days'] }}
            as is_failed,
        offers.known_at,
        offers.answered_at as since_at
    from offers
    cross join run_clock
    inner join applications on offers.application_key = applications.application_key
),

final as (
    {{ judged_rows('OFF-03', judged_by='the day of the answer') }}
)

select * from final
