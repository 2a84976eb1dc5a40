{{ config(enabled = 'gem' in var('systems'), materialized = 'ephemeral') }}

with notes as (
    select * from {{ live('base_gem__input_note') }}
),

final as (
    select
        'gem' as system,
        entity,
        kind,
        place,
        detail,
        noted_rows,
        noted_at
    from notes
)

select * from final
