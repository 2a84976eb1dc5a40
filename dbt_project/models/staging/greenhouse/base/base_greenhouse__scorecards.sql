{{ config(enabled = 'greenhouse' in var('systems'), **folded_by('scorecard_id')) }}

with observations as (
    {{ completed_observations(source('raw_greenhouse', 'scorecards')) }}
),

renamed as (
    select
        {{ text_id('id') }} as scorecard_id,
        {{ text_id('application_id') }} as application_id,
        {{ text_id('interview_kit_id') }} as interview_kit_id,
        {{ text_id('interviewer_id') }} as interviewer_id,
        status,
        candidate_rating,
        submitted_at,
        created_at,
        updated_at,
        {{ observation_columns() }}
    from observations
)

{{ latest_observations('renamed', ['scorecard_id']) }}
