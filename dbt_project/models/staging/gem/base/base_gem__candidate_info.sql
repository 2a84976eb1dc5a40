{{ config(enabled = 'gem' in var('systems'), schema = 'pii', **folded_by('export_candidate_id')) }}

with observations as (
    {{ completed_observations(source('raw_gem', 'candidate_info')) }}
),

renamed as (
    select
        candidate_id as export_candidate_id,
        nullif(coalesce(candidate_greenhouse_id, candidate_ats_id), '') as ats_candidate_id,
        all_candidate_emails,
        linkedin_url,
        sourced_timestamp,
        {{ observation_columns() }}
    from observations
)

{{ latest_observations('renamed', ['export_candidate_id'], 'sourced_timestamp') }}
