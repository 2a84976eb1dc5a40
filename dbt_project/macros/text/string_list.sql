{#- Aggregate: the texts of a group in one, in a given order. -#}
{% macro string_list(expression, separator=',', order_by=none) -%}
    {{ adapter.dispatch('string_list', 'hirehouse')(expression, separator, order_by or expression) }}
{%- endmacro %}

{% macro default__string_list(expression, separator, order_by) -%}
    string_agg({{ expression }}, '{{ separator }}' order by {{ order_by }})
{%- endmacro %}

{% macro spark__string_list(expression, separator, order_by) -%}
    listagg({{ expression }}, '{{ separator }}') within group (order by {{ order_by }})
{%- endmacro %}
