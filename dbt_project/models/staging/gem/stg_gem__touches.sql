{{ config(enabled = 'gem' in var('systems')) }}

-- The export has outreach, follow-ups and replies by people, and no opens or clicks.

with events as (
    select * from {{ ref('base_gem__outreach_events') }}
),

final as (
    select
        event_id as touch_id,
        enrollment_id,
        'prospect' as record_type,
        candidate_id as record_id,
        user_id,
        case
            when event_type = 'reply' then 'reply'
            when event_type not in ('first outreach', 'follow-up') then event_type
            when event_subtype = 'phone call' then 'call'
            when event_subtype = 'meeting' then 'meeting'
            when event_subtype not in ('email', 'inmail', 'text message', 'li connect request', '') then event_subtype
            else 'message'
        end as touch_type,
        case when event_type = 'reply' then 'inbound' else 'outbound' end as direction,
        false as is_machine,
        occurred_at,
        known_at
    from events
)

{{ conform('final') }}
