{{ config(enabled = 'gem' in var('systems'), materialized = 'table') }}

-- Gem has no enrolment: one prospect in one sequence is one. An event without a sequence, such as a phone call, or any
-- of an export older than the sequences' columns, is in none. Whom no key leads to a record of the API keeps the
-- export's own number. A table, because touches and enrolments read it.

with events as (
    select * from {{ live('base_gem__events') }}
),

export_candidates as (
    select * from {{ ref('base_gem__export_candidates') }}
),

users as (
    select
        email_key,
        min(user_id) as user_id
    from {{ live('base_gem__users') }}
    where email_key is not null
    group by email_key
),

final as (
    select
        events.event_id,
        coalesce(export_candidates.candidate_id, 'export:' || events.export_candidate_id) as candidate_id,
        users.user_id,
        nullif(events.sequence_id, '') as sequence_id,
        nullif(events.sequence_name, '') as sequence_name,
        coalesce(export_candidates.candidate_id, 'export:' || events.export_candidate_id)
        || ':' || nullif(events.sequence_id, '') as enrollment_id,
        lower(events.event_type) as event_type,
        replace(lower(events.event_subtype), '_', ' ') as event_subtype,
        lower(events.event_metadata) as event_metadata,
        events.occurred_at,
        events.known_at
    from events
    left join export_candidates on events.export_candidate_id = export_candidates.export_candidate_id
    left join users on events.user_email_key = users.email_key
)

select * from final
