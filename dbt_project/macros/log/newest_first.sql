{#- Newest observation of a record first: instant, load, a deletion after what its load still saw, tie breaker. -#}
{% macro newest_first(relation, tie_breaker=none) -%}
    {{ relation }}.observed_at desc, {{ relation }}.load_id desc, {{ relation }}.is_deleted desc
    {%- if tie_breaker %}, {{ relation }}.{{ tie_breaker }} desc nulls last{% endif %}
{%- endmacro %}
