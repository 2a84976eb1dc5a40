{#- A model of the schema quarantine: the quarantined rows of one entity, each behind the rule that quarantines it.
    The model's alias is the entity's name: readers look for quarantine.offer. -#}
{% macro quarantined_rows(entity_type, relation, key) %}
with quarantined_keys as (
    select * from {{ ref('quarantined_keys') }}
    where entity_type = '{{ entity_type }}'
),

rows_of_entity as (
    select * from {{ relation }}
),

final as (
    select
        quarantined_keys.rule_id,
        quarantined_keys.entity_id as quarantined_id,
        quarantined_keys.entity_key as quarantined_key,
        quarantined_keys.detail as quarantine_detail,
        quarantined_keys.first_seen_at as quarantined_at,
        rows_of_entity.*
    from quarantined_keys
    left join rows_of_entity on quarantined_keys.entity_key = rows_of_entity.{{ key }}
)

select * from final
{% endmacro %}
