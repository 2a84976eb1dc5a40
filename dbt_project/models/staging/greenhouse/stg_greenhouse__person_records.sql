{{ config(enabled = 'greenhouse' in var('systems')) }}

-- A prospect is an application that is no application yet; its candidate record has a row of its own.

with candidates as (
    select * from {{ live('base_greenhouse__candidates') }}
),

applications as (
    select * from {{ live('base_greenhouse__applications') }}
),

records as (
    select
        'candidate' as record_type,
        candidate_id as record_id,
        candidate_id,
        created_at,
        known_at
    from candidates
    union all
    select
        'prospect' as record_type,
        application_id as record_id,
        candidate_id,
        created_at,
        known_at
    from applications
    where is_prospect
),

final as (
    select
        records.record_type,
        records.record_id,
        coalesce(candidates.is_anonymised, false) as is_anonymised,
        coalesce(candidates.is_internal_user, false) as is_internal_user,
        coalesce(candidates.do_not_contact, false) as do_not_contact,
        records.created_at,
        records.known_at
    from records
    left join candidates on records.candidate_id = candidates.candidate_id
)

{{ conform('final', lacks={
    'Times are instants.': ['day_columns'],
    'The API shows neither consent nor a deadline of deletion.': ['consent_until_date', 'retain_until_date'],
}) }}
