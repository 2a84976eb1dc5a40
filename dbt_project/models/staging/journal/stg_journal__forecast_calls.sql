{{ config(enabled = 'journal' in var('systems'), materialized = 'ephemeral') }}

with lines as (
    select * from {{ live('base_journal__forecast_calls') }}
),

final as (
    select
        'journal' as system,
        call_id,
        opening_system,
        opening_id,
        caller_id,
        category,
        reason,
        day_columns,
        quarter_start_date,
        called_at,
        known_at
    from lines
)

select * from final
