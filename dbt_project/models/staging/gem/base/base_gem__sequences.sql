{{ config(enabled = 'gem' in var('systems'), **folded_by('sequence_id')) }}

with observations as (
    {{ completed_observations(source('raw_gem', 'sequences')) }}
),

renamed as (
    select
        id as sequence_id,
        user_id,
        name as sequence_name,
        {{ from_unix_seconds('created_at') }} as created_at,
        {{ observation_columns() }}
    from observations
)

{{ latest_observations('renamed', ['sequence_id'], 'created_at') }}
