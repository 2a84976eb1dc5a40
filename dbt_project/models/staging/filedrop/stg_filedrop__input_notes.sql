{{ config(enabled = 'filedrop' in var('systems'), materialized = 'ephemeral') }}

with notes as (
    select * from {{ live('base_filedrop__input_note') }}
),

final as (
    select
        'filedrop' as system,
        entity,
        kind,
        place,
        detail,
        noted_rows,
        noted_at
    from notes
)

select * from final
