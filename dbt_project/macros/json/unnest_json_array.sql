{#- A select block: one row per element of a JSON array column, as (key columns, element). Empty arrays give none. -#}
{% macro unnest_json_array(relation, key_columns, json_column) -%}
    {{ adapter.dispatch('unnest_json_array', 'hirehouse')(relation, key_columns, json_column) }}
{%- endmacro %}

{% macro default__unnest_json_array(relation, key_columns, json_column) -%}
select
    {{ key_columns | join(', ') }},
    unnest(json_extract_string({{ json_column }}, '$[*]')) as element
from {{ relation }}
where {{ json_column }} is not null
{%- endmacro %}

{% macro spark__unnest_json_array(relation, key_columns, json_column) -%}
select
    {{ key_columns | join(', ') }},
    explode(from_json({{ json_column }}, 'array<string>')) as element
from {{ relation }}
where {{ json_column }} is not null
{%- endmacro %}
