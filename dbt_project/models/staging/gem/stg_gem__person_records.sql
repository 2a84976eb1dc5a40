{{ config(enabled = 'gem' in var('systems')) }}

with candidates as (
    select * from {{ live('base_gem__candidates') }}
),

final as (
    select
        'prospect' as record_type,
        candidate_id as record_id,
        is_anonymised,
        false as is_internal_user,
        false as do_not_contact,
        created_at,
        known_at
    from candidates
)

{{ conform('final', lacks={
    'Times are instants.': ['day_columns'],
    'The API shows neither consent nor a deadline of deletion.': ['consent_until_date', 'retain_until_date'],
}) }}
