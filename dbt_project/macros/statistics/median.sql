{#- Aggregate: the middle value, the mean of the two middle ones for an even count. -#}
{% macro median(value) -%}
    {{ quantile(value, 0.5) }}
{%- endmacro %}
