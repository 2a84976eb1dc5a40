{{ config(enabled = 'greenhouse' in var('systems')) }}

-- sent_on is a day without a time. Noon UTC is that same day in every zone from -12 to +11; what happened on that UTC
-- day before sending (made, approved) moves it later, the answer of that day bounds it.
-- Rejected says neither side: the type of the application's rejection reason does. Deprecated is a version withdrawn.

with offers as (
    select * from {{ live('base_greenhouse__offers') }}
),

applications as (
    select * from {{ live('base_greenhouse__applications') }}
),

reasons as (
    select * from {{ live('base_greenhouse__rejection_reasons') }}
),

approvals as (
    select * from {{ ref('base_greenhouse__offer_approvals') }}
),

judged as (
    select
        offers.*,
        case
            when offers.status = 'Created' then 'pending'
            when offers.status = 'Accepted' then 'accepted'
            when offers.status = 'Deprecated' then 'rescinded'
            when applications.status = 'rejected' and reasons.reason_type_key = 'WE_REJECTED_THEM' then 'rescinded'
            else 'declined'
        end as offer_status,
        approvals.approved_at,
        cast(offers.sent_on as {{ type_of('timestamp') }}) as sent_day_at
    from offers
    inner join applications on offers.application_id = applications.application_id
    left join reasons on applications.reason_id = reasons.reason_id
    left join approvals on offers.offer_id = approvals.offer_id
    where not applications.is_prospect
),

timed as (
    select
        judged.*,
        case when offer_status <> 'pending' then coalesce(resolved_at, updated_at) end as answered_at,
        greatest(
            {{ add_minutes('sent_day_at', 720) }},
            case when cast(created_at as date) = sent_on then created_at else sent_day_at end,
            case when cast(approved_at as date) = sent_on then approved_at else sent_day_at end
        ) as sent_noon_at
    from judged
),

final as (
    select
        'greenhouse' as system,
        offer_id,
        application_id,
        job_id,
        opening_id,
        offer_status as status,
        currency,
        version,
        base_pay_amount,
        true as is_approval_supported,
        start_date,
        created_at,
        approved_at,
        case
            when sent_on is not null
                then least(
                    sent_noon_at, case when cast(answered_at as date) = sent_on then answered_at else sent_noon_at end
                )
        end as sent_at,
        answered_at,
        {{ add_minutes("cast(expires_on as " ~ type_of('timestamp') ~ ")", 720) }} as expires_at,
        known_at
    from timed
)

select * from final
