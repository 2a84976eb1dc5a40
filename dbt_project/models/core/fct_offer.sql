-- Of an offer for a quarantined seat only the reference to the seat is nulled.
with offers as (
    select * from {{ released_with_flags(ref('int_offers__latest'), 'offer', 'offer_key') }}
),

applications as (
    select application_key from {{ ref('fct_application') }}
),

openings as (
    select opening_key from {{ ref('fct_opening') }}
),

final as (
    select
        offers.offer_key,
        offers.application_key,
        openings.opening_key,
        offers.system,
        offers.offer_id,
        offers.status,
        offers.currency,
        offers.dq_flags,
        offers.base_pay_amount,
        offers.base_pay_company_amount,
        offers.is_derived,
        offers.sent_date,
        offers.answered_date,
        offers.start_date,
        offers.created_at,
        offers.approved_at,
        offers.sent_at,
        offers.answered_at,
        offers.expires_at
    from offers
    inner join applications
        on offers.application_key = applications.application_key
    left join openings
        on offers.opening_key = openings.opening_key
)

select * from final
