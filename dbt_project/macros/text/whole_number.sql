{#- The whole part of a number that is not negative, as text: engines print fractions differently. -#}
{% macro whole_number(number) -%}
    cast(cast(floor({{ number }}) as bigint) as {{ type_of('string') }})
{%- endmacro %}
