{#- All systems' rows of an entity, cast to the contract: their models', or what follows from the others; typed and none
    where no enabled system has any. A new system joins by its staging folder alone. -#}
{% macro union_contract(entity) -%}
{%- set columns, relations = contract(entity), [] -%}
{%- for system in var('systems') -%}
    {%- set is_delivered = entity in var('delivered').get(system, []) -%}
    {%- do relations.append(ref('stg_' ~ system ~ '__' ~ entity) if is_delivered else contract_default(entity, system)) -%}
{%- endfor -%}
{%- for relation in relations if relation %}
{%- if not loop.first %}

union all
{% endif %}
select
{%- for column, portable_type in columns.items() %}
    cast({{ column }} as {{ type_of(portable_type) }}) as {{ column }}{{ ',' if not loop.last }}
{%- endfor %}
from {{ relation }}
{%- else %}
{{ typed_empty(entity) }}
{%- endfor %}
{%- endmacro %}
