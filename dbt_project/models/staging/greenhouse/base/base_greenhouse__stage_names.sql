{{ config(enabled = 'greenhouse' in var('systems'), **folded_by(['stage_id', 'stage_name'])) }}

with observations as (
    {{ completed_observations(source('raw_greenhouse', 'job_interview_stages')) }}
),

renamed as (
    select
        {{ text_id('id') }} as stage_id,
        name as stage_name,
        updated_at,
        {{ observation_columns() }}
    from observations
    where name is not null and not coalesce(_is_deleted, false)
)

{{ latest_observations('renamed', ['stage_id', 'stage_name']) }}
