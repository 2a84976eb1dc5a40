{{ config(enabled = 'greenhouse' in var('systems'), materialized = 'ephemeral') }}

with notes as (
    select * from {{ live('base_greenhouse__input_note') }}
),

unread_fields as (
    select * from {{ ref('base_greenhouse__unread_fields') }}
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
    union all
    select
        'greenhouse' as system,
        entity,
        kind,
        place,
        detail,
        1 as noted_rows,
        noted_at
    from unread_fields
)

select * from final
