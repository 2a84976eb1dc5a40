{#- First day of the week (Monday), month, quarter or year of a date. -#}
{% macro date_trunc_to(period, date_day) -%}
    cast(date_trunc('{{ period }}', cast({{ date_day }} as date)) as date)
{%- endmacro %}
