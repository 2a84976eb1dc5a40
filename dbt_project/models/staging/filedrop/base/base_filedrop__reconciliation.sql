{{ config(enabled = 'filedrop' in var('systems'), materialized = 'table') }}

-- Rebuilt each time: files are small, and parts of their keys may be empty.

with observations as (
    {{ completed_observations(source('raw_filedrop', 'reconciliation')) }}
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
