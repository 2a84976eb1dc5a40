{{ config(enabled = 'gem' in var('systems'), materialized = 'ephemeral') }}

with notes as (
    select * from {{ live('base_gem__input_note') }}
),

unmatched_events as (
    select * from {{ ref('base_gem__unmatched_events') }}
),

final as (
    {% for relation in ('notes', 'unmatched_events') %}
    select
        'gem' as system,
        entity,
        kind,
        place,
        detail,
        noted_rows,
        noted_at
    from {{ relation }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select * from final
