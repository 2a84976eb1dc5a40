-- What outreach gave to each original application in the days before it: first contact, reply, sourcer (M-32, M-71).
-- One row per chain of transfers; the credit travels with the chain (E5).
with chains as (
    select
        chain_key,
        min(person_key) as person_key,
        min(original_applied_at) as original_applied_at
    from {{ ref('int_applications__keyed') }}
    group by chain_key
),

touches as (
    select
        person_key,
        occurred_at
    from {{ ref('int_touches__keyed') }}
    where direction = 'outbound' and touch_type in ('message', 'call', 'meeting', 'event')
),

replies as (
    select * from {{ ref('int_replies__human') }}
),

contacts as (
    select
        chains.chain_key,
        min(touches.occurred_at) as first_contact_at
    from chains
    inner join touches
        on
            chains.person_key = touches.person_key
            and chains.original_applied_at >= touches.occurred_at
            and touches.occurred_at
            >= {{ add_days('chains.original_applied_at', '-' ~ var('attribution_window_days'), to='timestamp') }}
    group by chains.chain_key
),

answers as (
    select
        chains.chain_key,
        replies.sourcer_key,
        row_number() over (
            partition by chains.chain_key
            order by
                case when replies.sourcer_key is null then 1 else 0 end,
                replies.replied_at desc,
                replies.enrollment_key asc nulls last,
                replies.sourcer_key asc
        ) as recency
    from chains
    inner join replies
        on
            chains.person_key = replies.person_key
            and chains.original_applied_at >= replies.replied_at
            and replies.replied_at
            >= {{ add_days('chains.original_applied_at', '-' ~ var('attribution_window_days'), to='timestamp') }}
),

earlier as (
    select
        person_key,
        chain_key,
        applied_at,
        least(entered_4_at, entered_5_at, hired_at) as reached_onsite_at
    from {{ ref('int_applications__ended') }}
    where coalesce(entered_4_at, entered_5_at, hired_at) is not null
),

rediscovered as (
    select distinct chains.chain_key
    from chains
    inner join earlier
        on
            chains.person_key = earlier.person_key
            and chains.chain_key <> earlier.chain_key
            and chains.original_applied_at > earlier.applied_at
            and chains.original_applied_at >= earlier.reached_onsite_at
),

final as (
    select
        chains.chain_key,
        answers.sourcer_key,
        answers.chain_key is not null as has_reply,
        rediscovered.chain_key is not null as was_finalist,
        contacts.first_contact_at
    from chains
    left join contacts
        on chains.chain_key = contacts.chain_key
    left join answers
        on
            chains.chain_key = answers.chain_key
            and answers.recency = 1
    left join rediscovered
        on chains.chain_key = rediscovered.chain_key
)

select * from final
