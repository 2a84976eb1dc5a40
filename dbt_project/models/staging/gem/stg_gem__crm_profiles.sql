{{ config(enabled = 'gem' in var('systems')) }}

-- Gem's API names the ATS record, not its status; the owner is who made the record.

with candidates as (
    select * from {{ live('base_gem__candidates') }}
),

users as (
    select * from {{ live('base_gem__users') }}
),

emails as (
    select * from {{ ref('base_gem__primary_emails') }}
),

final as (
    select
        'prospect' as record_type,
        candidates.candidate_id as record_id,
        case when candidates.ats_candidate_id is not null then 'greenhouse' end as ats_system,
        candidates.ats_candidate_id as ats_record_id,
        candidates.owner_id,
        users.email_key as owner_email_key,
        emails.email_key,
        candidates.updated_at
    from candidates
    left join users on candidates.owner_id = users.user_id
    left join emails on candidates.candidate_id = emails.candidate_id
)

{{ conform('final', lacks={
    'The API names the record of the ATS, not its status.': ['mapped_status'],
}) }}
