with offers as (
    select * from {{ ref('int_offers__latest') }} where status = 'accepted' and not is_derived
),

applications as (
    select * from {{ ref('applications_owned') }}
),

evaluated as (
    select
        {{ subject('offer', 'offer_id', 'offer_key', of='offers', application='applications') }},
        case
            when offers.start_date < offers.answered_date then 'The start is before the acceptance'
            else 'The start is more than {{ var("hygiene")["off_07_days"] }} days after the acceptance'
        end as detail,
        coalesce(
            offers.start_date < offers.answered_date
            or {{ days_between('offers.answered_date', 'offers.start_date') }} > {{ var('hygiene')['off_07_days'] }},
            false
        ) as is_failed,
        offers.known_at,
        offers.answered_at as since_at
    from offers
    left join applications on offers.application_key = applications.application_key
),

final as (
    {{ judged_rows('OFF-07') }}
)

select * from final
