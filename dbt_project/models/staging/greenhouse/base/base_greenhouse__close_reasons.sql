{{ config(
    enabled = 'greenhouse' in var('systems'),
    materialized = fold_materialization(),
    incremental_strategy = 'delete+insert',
    unique_key = 'close_reason_id',
) }}

with observations as (
    {{ completed_observations(source('raw_greenhouse', 'close_reasons')) }}
),

renamed as (
    select
        {{ text_id('id') }} as close_reason_id,
        name as close_reason_name,
        updated_at,
        {{ observation_columns() }}
    from observations
),

final as (
    {{ latest_observations('renamed', ['close_reason_id']) }}
)

select * from final
