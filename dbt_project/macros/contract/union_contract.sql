{#- All systems' rows of an entity, cast to the contract; typed and none where no system delivers it. A new system joins
    by its staging folder alone. -#}
{% macro union_contract(entity) -%}
{%- for system in var('systems') if entity in var('delivered')[system] %}
{%- if not loop.first %}

union all
{% endif %}
select
{%- for column, portable_type in contract(entity).items() %}
    cast({{ column }} as {{ type_of(portable_type) }}) as {{ column }}{{ ',' if not loop.last }}
{%- endfor %}
from {{ ref('stg_' ~ system ~ '__' ~ entity) }}
{%- else %}
{{ typed_empty(entity) }}
{%- endfor %}
{%- endmacro %}
