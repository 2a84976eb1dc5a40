{#- The rows of a relation that no rule holds back. Core reads an entity that can be held back through this only. -#}
{% macro released(relation, entity_type, key) -%}
    (
        select records.*
        from {{ relation }} as records
        left join (
            select entity_key from {{ ref('quarantined_keys') }} where entity_type = '{{ entity_type }}'
        ) as held on {{ key }} = held.entity_key
        where held.entity_key is null
    )
{%- endmacro %}
