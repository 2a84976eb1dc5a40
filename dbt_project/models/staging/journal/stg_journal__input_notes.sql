{{ config(enabled = 'journal' in var('systems'), materialized = 'ephemeral') }}

with notes as (
    select * from {{ live('base_journal__input_note') }}
),

final as (
    select
        'journal' as system,
        entity,
        kind,
        place,
        detail,
        noted_rows,
        noted_at
    from notes
)

select * from final
