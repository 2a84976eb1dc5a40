{# A sum of doubles depends on the order of its rows, so on threads; in fixed point it does not. #}
{% macro exact_sum(value) -%}
sum(cast({{ value }} as decimal(38, 15)))
{%- endmacro %}
