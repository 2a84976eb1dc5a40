{#- The rows of a relation that no rule quarantines. Core reads an entity that can be quarantined through this only. -#}
{% macro released(relation, entity_type, key) -%}
    (
        select records.*
        from {{ relation }} as records
        left join (
            select entity_key from {{ ref('quarantined_keys') }} where entity_type = '{{ entity_type }}'
        ) as quarantined on {{ key }} = quarantined.entity_key
        where quarantined.entity_key is null
    )
{%- endmacro %}
