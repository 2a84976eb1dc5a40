{{ config(enabled = 'gem' in var('systems'), **folded_by('candidate_id')) }}

with observations as (
    {{ completed_observations(source('raw_gem', 'candidates')) }}
),

renamed as (
    select
        id as candidate_id,
        created_by as owner_id,
        nullif(candidate_greenhouse_id, '') as ats_candidate_id,
        (
            coalesce(first_name, '') = '' and coalesce(last_name, '') = '' and coalesce(emails, '[]') = '[]'
        ) as is_anonymised,
        {{ from_unix_seconds('created_at') }} as created_at,
        {{ from_unix_seconds('coalesce(last_updated_at, created_at)') }} as updated_at,
        {{ observation_columns() }}
    from observations
)

{{ latest_observations('renamed', ['candidate_id']) }}
