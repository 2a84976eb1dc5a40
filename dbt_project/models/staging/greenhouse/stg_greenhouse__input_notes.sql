{{ config(enabled = 'greenhouse' in var('systems'), materialized = 'ephemeral') }}

with notes as (
    select * from {{ live('base_greenhouse__input_note') }}
),

final as (
    select
        'greenhouse' as system,
        entity,
        kind,
        place,
        detail,
        noted_rows,
        noted_at
    from notes
)

select * from final
