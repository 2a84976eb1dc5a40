{{ config(enabled = 'greenhouse' in var('systems'), **folded_by('application_id')) }}

with observations as (
    {{ completed_observations(source('raw_greenhouse', 'applications')) }}
),

renamed as (
    select
        {{ text_id('id') }} as application_id,
        {{ text_id('candidate_id') }} as candidate_id,
        {{ text_id('job_id') }} as job_id,
        {{ text_id('coalesce(stage_id, job_interview_stage_id)') }} as stage_id,
        {{ text_id('source_id') }} as source_id,
        {{ text_id('rejection_reason_id') }} as reason_id,
        {{ text_id('recruiter_id') }} as recruiter_id,
        {{ text_id('coordinator_id') }} as coordinator_id,
        status,
        coalesce(prospect, job_id is null) as is_prospect,
        agency_note_id is not null as is_agency,
        rejected_at,
        last_activity_at,
        created_at,
        updated_at,
        {{ observation_columns() }}
    from observations
)

{{ latest_observations('renamed', ['application_id']) }}
