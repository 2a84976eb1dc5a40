{#- Whether a row's time column was a day without a time of day. -#}
{% macro is_day(column, relation) -%}
    coalesce(',' || {{ relation }}.day_columns || ',' like '%,{{ column }},%', false)
{%- endmacro %}
