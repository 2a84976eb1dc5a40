{{ config(enabled = 'greenhouse' in var('systems')) }}

-- Sending is a day without a time, an answer may be one: they are placed when all systems are put together. An offer is
-- good on the day it expires: noon UTC is that day in every zone from -12 to +11.
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

answers as (
    select * from {{ ref('base_greenhouse__offer_answers') }}
),

judged as (
    select
        offers.*,
        answers.is_day as is_answer_day,
        case
            when offers.status = 'Created' then 'pending'
            when offers.status = 'Accepted' then 'accepted'
            when offers.status = 'Deprecated' then 'rescinded'
            when offers.status <> 'Rejected' then offers.status
            when applications.status = 'rejected' and reasons.reason_type_key = 'WE_REJECTED_THEM' then 'rescinded'
            else 'declined'
        end as offer_status,
        approvals.approved_at,
        answers.answered_at
    from offers
    inner join answers on offers.offer_id = answers.offer_id
    inner join applications on offers.application_id = applications.application_id
    left join reasons on applications.reason_id = reasons.reason_id
    left join approvals on offers.offer_id = approvals.offer_id
    where not applications.is_prospect
),

final as (
    select
        offer_id,
        application_id,
        job_id,
        opening_id,
        offer_status as status,
        currency,
        case
            when sent_on is not null and offer_status <> 'pending' and is_answer_day then 'sent_at,answered_at'
            when sent_on is not null then 'sent_at'
            when offer_status <> 'pending' and is_answer_day then 'answered_at'
        end as day_columns,
        version,
        base_pay_amount,
        true as is_approval_supported,
        start_date,
        created_at,
        approved_at,
        cast(sent_on as {{ type_of('timestamp') }}) as sent_at,
        case when offer_status <> 'pending' then answered_at end as answered_at,
        {{ add_minutes("cast(expires_on as " ~ type_of('timestamp') ~ ")", 720) }} as expires_at,
        known_at
    from judged
)

{{ conform('final') }}
