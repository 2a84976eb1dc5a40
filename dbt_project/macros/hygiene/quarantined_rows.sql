{#- A model of the schema quarantine: what is held back of one entity, each row behind the rule that holds it back.
    The model's alias is the entity's name: readers look for quarantine.offer. -#}
{% macro quarantined_rows(entity_type, relation, key) %}
with quarantined_keys as (
    select * from {{ ref('quarantined_keys') }}
    where entity_type = '{{ entity_type }}'
),

held_back as (
    select * from {{ relation }}
),

final as (
    select
        quarantined_keys.rule_id,
        quarantined_keys.entity_id as quarantined_id,
        quarantined_keys.entity_key as quarantined_key,
        quarantined_keys.detail as quarantine_detail,
        quarantined_keys.first_seen_at as quarantined_at,
        held_back.*
    from quarantined_keys
    left join held_back on quarantined_keys.entity_key = held_back.{{ key }}
)

select * from final
{% endmacro %}
