{#- The rows that no rule quarantines, with `dq_flags`: the rules that warn on each. -#}
{% macro released_with_flags(relation, entity_type, key) -%}
    (
        select
            released.*,
            flags.dq_flags
        from {{ released(relation, entity_type, key) }} as released
        left join (
            select
                entity_key,
                dq_flags
            from {{ ref('dq_flags') }}
            where entity_type = '{{ entity_type }}'
        ) as flags on {{ key }} = flags.entity_key
    )
{%- endmacro %}
