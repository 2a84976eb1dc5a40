{{ config(enabled = 'greenhouse' in var('systems')) }}

with checks as (
    select * from {{ live('base_greenhouse__reconciliation') }}
),

final as (
    select
        'greenhouse' as system,
        entity,
        source_rows,
        log_rows as warehouse_rows,
        source_newest_at,
        checked_at
    from checks
)

select * from final
