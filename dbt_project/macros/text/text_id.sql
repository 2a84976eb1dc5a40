{#- A vendor's id as text, whatever type the vendor gives it. -#}
{% macro text_id(column) -%}
    cast({{ column }} as {{ type_of('string') }})
{%- endmacro %}
