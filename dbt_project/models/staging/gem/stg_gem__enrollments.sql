{{ config(enabled = 'gem' in var('systems')) }}

-- What the export does not say stays null: delivery without a reply, opens, clicks, the end of a sequence. A sender's
-- first message stands for the enrolment itself.

with events as (
    select * from {{ ref('base_gem__outreach_events') }}
),

sequences as (
    select * from {{ live('base_gem__sequences') }}
),

gathered as (
    select
        enrollment_id,
        candidate_id,
        sequence_id,
        max(sequence_name) as sequence_name,
        min_by(user_id, occurred_at) filter (where event_type <> 'reply') as sender_id,
        min(occurred_at) filter (where event_type <> 'reply') as first_sent_at,
        min(occurred_at) filter (where event_type = 'reply') as first_reply_at,
        count(*) filter (where event_type = 'reply' and event_metadata = 'interested') > 0 as is_interested,
        min(occurred_at) as first_event_at,
        min(known_at) as known_at
    from events
    group by enrollment_id, candidate_id, sequence_id
),

final as (
    select
        'gem' as system,
        gathered.enrollment_id,
        'prospect' as record_type,
        gathered.candidate_id as record_id,
        gathered.sequence_id,
        coalesce(gathered.sender_id, sequences.user_id) as sourcer_id,
        cast(null as {{ type_of('string') }}) as job_id,
        coalesce(sequences.sequence_name, gathered.sequence_name) as sequence_name,
        case when gathered.first_reply_at is not null then 'replied' else 'sent' end as status,
        case when gathered.first_reply_at is not null then true end as is_delivered,
        cast(null as boolean) as is_opened,
        cast(null as boolean) as is_clicked,
        gathered.is_interested,
        coalesce(gathered.first_sent_at, gathered.first_event_at) as enrolled_at,
        gathered.first_sent_at,
        gathered.first_reply_at,
        cast(null as {{ type_of('timestamp') }}) as ended_at,
        gathered.known_at
    from gathered
    left join sequences on gathered.sequence_id = sequences.sequence_id
)

select * from final
