{{ config(enabled = 'gem' in var('systems'), schema = 'pii', **folded_by('event_id')) }}

with observations as (
    {{ completed_observations(source('raw_gem', 'event_log')) }}
),

renamed as (
    select
        event_id,
        candidate_id as export_candidate_id,
        nullif(candidate_greenhouse_id, '') as ats_candidate_id,
        nullif({{ name_key('candidate_email') }}, '') as email,
        {{ observation_columns() }}
    from observations
)

{{ latest_observations('renamed', ['event_id'], tie_breaker=none) }}
