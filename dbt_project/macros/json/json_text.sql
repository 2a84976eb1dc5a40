{#- Text of one member of a JSON text: an object's key, keys joined by dots, or an array's position from 0. -#}
{% macro json_text(json_column, key) -%}
    {%- set path = '$[' ~ key ~ ']' if key is number else '$.' ~ key -%}
    {{ adapter.dispatch('json_text', 'hirehouse')(json_column, path) }}
{%- endmacro %}

{% macro default__json_text(json_column, path) -%}
    json_extract_string({{ json_column }}, '{{ path }}')
{%- endmacro %}

{% macro spark__json_text(json_column, path) -%}
    get_json_object({{ json_column }}, '{{ path }}')
{%- endmacro %}
