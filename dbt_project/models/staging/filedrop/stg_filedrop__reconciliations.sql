{{ config(enabled = 'filedrop' in var('systems')) }}

with rows_of_files as (
    select * from {{ live('base_filedrop__reconciliation') }}
),

final as (
    select
        'filedrop' as system,
        entity,
        source_rows,
        log_rows as warehouse_rows,
        source_newest_at,
        checked_at
    from rows_of_files
)

select * from final
