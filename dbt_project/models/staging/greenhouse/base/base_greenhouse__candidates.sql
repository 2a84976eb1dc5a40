{{ config(enabled = 'greenhouse' in var('systems'), **folded_by('candidate_id')) }}

with observations as (
    {{ completed_observations(source('raw_greenhouse', 'candidates')) }}
),

renamed as (
    select
        {{ text_id('id') }} as candidate_id,
        (
            coalesce(first_name, '') = '' and coalesce(last_name, '') = '' and coalesce(email_addresses, '[]') = '[]'
        ) as is_anonymised,
        linked_user_ids,
        coalesce(linked_user_ids, '[]') <> '[]' as is_internal_user,
        not coalesce(can_email, true) as do_not_contact,
        last_activity_at,
        created_at,
        updated_at,
        {{ observation_columns() }}
    from observations
)

{{ latest_observations('renamed', ['candidate_id']) }}
