{{ config(enabled = 'greenhouse' in var('systems')) }}

-- Of the newest observations only: a field that is corrected is none any more. A kind of its own among notes on input:
-- one field of a record that was read is empty, which is no reason to stop.
{% set cells = [
    ('openings', 'opening_id', 'target_fill_date', 'date'), ('offers', 'offer_id', 'base_salary', 'amount'),
    ('offers', 'offer_id', 'expires_on', 'date'),
] -%}
with final as (
    {% for entity, id, field, kind in cells %}
    select
        '{{ entity }}' as entity,
        'unread_field' as kind,
        concat({{ id }}, ', custom field {{ var("greenhouse_fields")[field] }}') as place,
        'it holds no {{ kind }}' as detail,
        observed_at as noted_at
    from {{ live('base_greenhouse__' ~ entity) }}
    where is_{{ field }}_unread
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select * from final
