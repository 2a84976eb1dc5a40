{{ config(
    enabled = 'greenhouse' in var('systems'),
    materialized = fold_materialization(),
    incremental_strategy = 'delete+insert',
    unique_key = 'job_interview_id',
) }}

with observations as (
    {{ completed_observations(source('raw_greenhouse', 'job_interviews')) }}
),

renamed as (
    select
        {{ text_id('id') }} as job_interview_id,
        {{ text_id('job_id') }} as job_id,
        {{ text_id('job_interview_stage_id') }} as stage_id,
        updated_at,
        {{ observation_columns() }}
    from observations
),

final as (
    {{ latest_observations('renamed', ['job_interview_id']) }}
)

select * from final
