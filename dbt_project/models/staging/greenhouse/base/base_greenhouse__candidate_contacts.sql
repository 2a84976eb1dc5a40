{{ config(enabled = 'greenhouse' in var('systems'), schema = 'pii', **folded_by('candidate_id')) }}

with observations as (
    {{ completed_observations(source('raw_greenhouse', 'candidates')) }}
),

renamed as (
    select
        {{ text_id('id') }} as candidate_id,
        email_addresses,
        phone_numbers,
        website_addresses,
        social_media_addresses,
        updated_at,
        {{ observation_columns() }}
    from observations
)

{{ latest_observations('renamed', ['candidate_id']) }}
