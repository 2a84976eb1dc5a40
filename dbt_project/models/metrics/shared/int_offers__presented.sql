with offers as (
    select * from {{ ref('fct_offer') }}
),

applications as (
    select * from {{ ref('fct_application') }}
),

hires as (
    select
        application_key,
        bool_or(is_renege) as is_renege
    from {{ ref('fct_hire') }}
    group by application_key
),

-- a draft (pending, never sent) is no offer yet
final as (
    select
        offers.offer_key,
        offers.application_key,
        applications.function,
        applications.channel_of_record,
        offers.status,
        applications.is_internal,
        offers.status = 'accepted' and coalesce(hires.is_renege, false) as is_reneged,
        applications.original_applied_date,
        offers.sent_date,
        offers.answered_date,
        offers.sent_at,
        offers.answered_at
    from offers
    inner join applications on offers.application_key = applications.application_key
    left join hires on offers.application_key = hires.application_key
    where not (offers.status = 'pending' and offers.sent_at is null)
)

select * from final
