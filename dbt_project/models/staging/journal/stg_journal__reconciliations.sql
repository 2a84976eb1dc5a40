{{ config(enabled = 'journal' in var('systems'), materialized = 'ephemeral') }}

with lines as (
    select * from {{ live('base_journal__reconciliation') }}
),

final as (
    select
        'journal' as system,
        entity,
        source_rows,
        log_rows as warehouse_rows,
        source_newest_at,
        checked_at
    from lines
)

select * from final
