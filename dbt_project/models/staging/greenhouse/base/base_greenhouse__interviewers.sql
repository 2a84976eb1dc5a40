{{ config(enabled = 'greenhouse' in var('systems'), **folded_by('interviewer_row_id')) }}

with observations as (
    {{ completed_observations(source('raw_greenhouse', 'interviewers')) }}
),

renamed as (
    select
        {{ text_id('id') }} as interviewer_row_id,
        {{ text_id('interview_id') }} as interview_id,
        {{ text_id('user_id') }} as user_id,
        {{ text_id('scorecard_id') }} as scorecard_id,
        updated_at,
        {{ observation_columns() }}
    from observations
)

{{ latest_observations('renamed', ['interviewer_row_id']) }}
