{{ config(enabled = 'gem' in var('systems')) }}

-- What the export does not say stays null: delivery without a reply, opens, clicks, the end of a sequence. A sender's
-- first message stands for the enrolment itself; it is the sequence owner's where nobody knows who sent it.

with events as (
    select * from {{ ref('base_gem__outreach_events') }}
),

sequences as (
    select * from {{ live('base_gem__sequences') }}
),

-- no min_by: over unknown senders the engines differ, and one of them would name whoever wrote next
first_messages as (
    select
        enrollment_id,
        user_id as sender_id
    from events
    where event_type <> 'reply'
    qualify row_number() over (partition by enrollment_id order by occurred_at asc nulls last, event_id asc) = 1
),

gathered as (
    select
        enrollment_id,
        candidate_id,
        sequence_id,
        max(sequence_name) as sequence_name,
        min(occurred_at) filter (where event_type <> 'reply') as first_sent_at,
        min(occurred_at) filter (where event_type = 'reply') as first_reply_at,
        count(*) filter (where event_type = 'reply' and event_metadata = 'interested') > 0 as is_interested,
        min(occurred_at) as first_event_at,
        min(known_at) as known_at
    from events
    where enrollment_id is not null
    group by enrollment_id, candidate_id, sequence_id
),

final as (
    select
        gathered.enrollment_id,
        'prospect' as record_type,
        gathered.candidate_id as record_id,
        gathered.sequence_id,
        coalesce(first_messages.sender_id, sequences.user_id) as sourcer_id,
        coalesce(sequences.sequence_name, gathered.sequence_name) as sequence_name,
        case when gathered.first_reply_at is not null then 'replied' else 'sent' end as status,
        case when gathered.first_reply_at is not null then true end as is_delivered,
        gathered.is_interested,
        coalesce(gathered.first_sent_at, gathered.first_event_at) as enrolled_at,
        gathered.first_sent_at,
        gathered.first_reply_at,
        gathered.known_at
    from gathered
    left join first_messages on gathered.enrollment_id = first_messages.enrollment_id
    left join sequences on gathered.sequence_id = sequences.sequence_id
)

{{ conform('final', lacks={
    'A sequence is for no requisition.': ['job_id'],
    'The export has no opens and clicks.': ['is_opened', 'is_clicked'],
    'The export does not say when a sequence ended.': ['ended_at'],
}) }}
