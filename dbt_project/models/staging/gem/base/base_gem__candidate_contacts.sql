{{ config(enabled = 'gem' in var('systems'), schema = 'pii', **folded_by('candidate_id')) }}

with observations as (
    {{ completed_observations(source('raw_gem', 'candidates')) }}
),

renamed as (
    select
        id as candidate_id,
        emails,
        phone_number,
        linked_in_handle,
        profiles,
        {{ from_unix_seconds('coalesce(last_updated_at, created_at)') }} as updated_at,
        {{ observation_columns() }}
    from observations
)

{{ latest_observations('renamed', ['candidate_id']) }}
