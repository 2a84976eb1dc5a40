{#- An instant after everything, for open ends of intervals in comparisons; never stored. -#}
{% macro end_of_time() -%}
    cast('9999-01-01 00:00:00' as {{ type_of('timestamp') }})
{%- endmacro %}
