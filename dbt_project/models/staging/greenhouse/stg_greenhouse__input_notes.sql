{{ config(enabled = 'greenhouse' in var('systems'), materialized = 'ephemeral') }}

with notes as (
    {{ newest_notes(source('raw_greenhouse', 'input_note'), 'greenhouse') }}
),

unread_fields as (
    select * from {{ ref('base_greenhouse__unread_fields') }}
),

final as (
    select
        entity,
        kind,
        place,
        detail,
        noted_rows,
        noted_at
    from notes
    union all
    select
        entity,
        kind,
        place,
        detail,
        1 as noted_rows,
        noted_at
    from unread_fields
)

{{ conform('final') }}
