{{ config(enabled = 'greenhouse' in var('systems'), **folded_by('reason_id')) }}

with observations as (
    {{ completed_observations(source('raw_greenhouse', 'rejection_reasons')) }}
),

renamed as (
    select
        {{ text_id('id') }} as reason_id,
        name as reason_name,
        {{ json_text('type', 'key') }} as reason_type_key,
        updated_at,
        {{ observation_columns() }}
    from observations
)

{{ latest_observations('renamed', ['reason_id']) }}
