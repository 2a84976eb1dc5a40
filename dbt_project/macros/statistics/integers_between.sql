{#- One row per whole number from low to high, both included, next to the other columns of the select. -#}
{% macro integers_between(low, high) -%}
    {{ return(adapter.dispatch('integers_between', 'hirehouse')(low, high)) }}
{%- endmacro %}

{% macro default__integers_between(low, high) -%}
unnest(generate_series({{ low }}, {{ high }}))
{%- endmacro %}

{% macro spark__integers_between(low, high) -%}
explode(sequence({{ low }}, {{ high }}))
{%- endmacro %}
