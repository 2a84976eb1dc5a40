{{ config(
    enabled = 'greenhouse' in var('systems'),
    materialized = fold_materialization(),
    incremental_strategy = 'delete+insert',
    unique_key = 'source_id',
) }}

with observations as (
    {{ completed_observations(source('raw_greenhouse', 'sources')) }}
),

renamed as (
    select
        {{ text_id('id') }} as source_id,
        name as source_name,
        {{ json_text('type', 'name') }} as source_type,
        updated_at,
        {{ observation_columns() }}
    from observations
),

final as (
    {{ latest_observations('renamed', ['source_id']) }}
)

select * from final
