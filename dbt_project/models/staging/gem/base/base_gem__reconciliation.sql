{{ config(
    enabled = 'gem' in var('systems'),
    materialized = fold_materialization(),
    incremental_strategy = 'delete+insert',
    unique_key = 'entity',
) }}

with observations as (
    {{ completed_observations(source('raw_gem', 'reconciliation')) }}
),

renamed as (
    select
        entity,
        source_rows,
        log_rows,
        source_newest_at,
        checked_at,
        {{ observation_columns() }}
    from observations
),

final as (
    {{ latest_observations('renamed', ['entity'], 'checked_at') }}
)

select * from final
