{#- What no system delivers: the entity's columns, typed, and no row. -#}
{% macro typed_empty(entity) -%}
select
{%- for column, portable_type in contract(entity).items() %}
    cast(null as {{ type_of(portable_type) }}) as {{ column }}{{ ',' if not loop.last }}
{%- endfor %}
where 1 = 0
{%- endmacro %}
