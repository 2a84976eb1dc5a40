{{ config(enabled = 'greenhouse' in var('systems'), **folded_by('stay_id')) }}

with observations as (
    {{ completed_observations(source('raw_greenhouse', 'application_stages')) }}
),

renamed as (
    select
        {{ text_id('id') }} as stay_id,
        {{ text_id('application_id') }} as application_id,
        {{ text_id('job_interview_stage_id') }} as stage_id,
        coalesce(current, false) as is_current,
        entered_at,
        exited_at,
        created_at,
        updated_at,
        {{ observation_columns() }}
    from observations
)

{{ latest_observations('renamed', ['stay_id']) }}
