with run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

offers as (
    select * from {{ ref('int_offers__latest') }} where status = 'accepted' and not is_derived
),

applications as (
    select * from {{ ref('applications_owned') }}
),

evaluated as (
    select
        {{ subject('offer', 'offer_id', 'offer_key', of='offers', application='applications') }},
        'Offer accepted, no start date' as detail,
        offers.start_date is null
        and {{ elapsed_days('offers.answered_at', 'run_clock.as_of_at') }} > {{ var('hygiene')['off_02_days'] }}
            as is_failed,
        offers.known_at,
        offers.answered_at as since_at
    from offers
    cross join run_clock
    left join applications on offers.application_key = applications.application_key
),

final as (
    {{ judged_rows('OFF-02', judged_by='the day of the answer') }}
)

select * from final
