{{ config(enabled = 'greenhouse' in var('systems'), **folded_by('interview_id')) }}

with observations as (
    {{ completed_observations(source('raw_greenhouse', 'interviews')) }}
),

renamed as (
    select
        {{ text_id('id') }} as interview_id,
        {{ text_id('application_id') }} as application_id,
        {{ text_id('job_id') }} as job_id,
        {{ text_id('job_interview_id') }} as job_interview_id,
        {{ text_id('organizer_id') }} as organizer_id,
        status,
        all_day_start_on,
        all_day_end_on,
        scheduled_at,
        starts_at,
        ends_at,
        updated_at,
        {{ observation_columns() }}
    from observations
)

{{ latest_observations('renamed', ['interview_id']) }}
