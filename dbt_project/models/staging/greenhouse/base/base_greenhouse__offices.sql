{{ config(
    enabled = 'greenhouse' in var('systems'),
    materialized = fold_materialization(),
    incremental_strategy = 'delete+insert',
    unique_key = 'office_id',
) }}

with observations as (
    {{ completed_observations(source('raw_greenhouse', 'offices')) }}
),

renamed as (
    select
        {{ text_id('id') }} as office_id,
        name as office_name,
        updated_at,
        {{ observation_columns() }}
    from observations
),

final as (
    {{ latest_observations('renamed', ['office_id']) }}
)

select * from final
