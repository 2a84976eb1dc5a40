{{ config(enabled = 'gem' in var('systems'), materialized = 'ephemeral') }}

with notes as (
    {{ newest_notes(source('raw_gem', 'input_note'), 'gem') }}
),

unmatched_events as (
    select * from {{ ref('base_gem__unmatched_events') }}
),

final as (
    {% for relation in ('notes', 'unmatched_events') %}
    select
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

{{ conform('final') }}
