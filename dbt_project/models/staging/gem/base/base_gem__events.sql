{{ config(enabled = 'gem' in var('systems'), **folded_by('event_id')) }}

with observations as (
    {{ completed_observations(source('raw_gem', 'event_log')) }}
),

renamed as (
    select
        event_id,
        candidate_id as export_candidate_id,
        sequence_id,
        sequence_name,
        event_type,
        event_subtype,
        event_metadata,
        md5(nullif({{ name_key('user_email') }}, '')) as user_email_key,
        timestamp as occurred_at,
        {{ observation_columns() }}
    from observations
)

{{ latest_observations('renamed', ['event_id'], 'occurred_at') }}
