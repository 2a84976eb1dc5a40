{{ config(
    enabled = 'greenhouse' in var('systems'),
    materialized = fold_materialization(),
    incremental_strategy = 'delete+insert',
    unique_key = 'interview_kit_id',
) }}

with observations as (
    {{ completed_observations(source('raw_greenhouse', 'interview_kits')) }}
),

renamed as (
    select
        {{ text_id('id') }} as interview_kit_id,
        {{ text_id('job_id') }} as job_id,
        {{ text_id('job_interview_id') }} as job_interview_id,
        updated_at,
        {{ observation_columns() }}
    from observations
),

final as (
    {{ latest_observations('renamed', ['interview_kit_id']) }}
)

select * from final
