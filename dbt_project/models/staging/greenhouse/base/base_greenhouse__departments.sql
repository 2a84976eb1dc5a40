{{ config(
    enabled = 'greenhouse' in var('systems'),
    materialized = fold_materialization(),
    incremental_strategy = 'delete+insert',
    unique_key = 'department_id',
) }}

with observations as (
    {{ completed_observations(source('raw_greenhouse', 'departments')) }}
),

renamed as (
    select
        {{ text_id('id') }} as department_id,
        name as department_name,
        updated_at,
        {{ observation_columns() }}
    from observations
),

final as (
    {{ latest_observations('renamed', ['department_id']) }}
)

select * from final
