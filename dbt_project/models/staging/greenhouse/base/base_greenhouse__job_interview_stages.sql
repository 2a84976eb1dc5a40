{{ config(enabled = 'greenhouse' in var('systems'), **folded_by('stage_id')) }}

with observations as (
    {{ completed_observations(source('raw_greenhouse', 'job_interview_stages')) }}
),

renamed as (
    select
        {{ text_id('id') }} as stage_id,
        {{ text_id('job_id') }} as job_id,
        name as stage_name,
        sort_order as stage_order,
        active as is_active,
        updated_at,
        {{ observation_columns() }}
    from observations
)

{{ latest_observations('renamed', ['stage_id']) }}
