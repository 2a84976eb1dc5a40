{{ config(enabled = 'journal' in var('systems'), materialized = 'table') }}

-- Rebuilt each time: people do not write enough to fold.

with observations as (
    {{ completed_observations(source('raw_journal', 'reconciliation')) }}
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
