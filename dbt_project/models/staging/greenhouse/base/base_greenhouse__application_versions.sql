{{ config(enabled = 'greenhouse' in var('systems'), **folded_by('application_id')) }}

with observations as (
    {{ completed_observations(source('raw_greenhouse', 'applications')) }}
),

renamed as (
    select
        {{ text_id('id') }} as application_id,
        {{ text_id('job_id') }} as job_id,
        {{ text_id('coalesce(stage_id, job_interview_stage_id)') }} as stage_id,
        status,
        coalesce(prospect, job_id is null) as is_prospect,
        rejected_at,
        updated_at,
        {{ observation_columns() }}
    from observations
),

hashed as (
    select
        renamed.*,
        {{ surrogate_key([
            'job_id', 'stage_id', 'status', 'is_prospect', 'rejected_at',
            'is_deleted'
        ]) }} as version_hash
    from renamed
)

{{ observed_versions('hashed', ['application_id']) }}
