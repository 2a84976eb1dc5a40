{#- The engine's name of a portable type of the contract. -#}
{% macro type_of(portable_type) %}
    {%- do return(adapter.dispatch('type_of', 'hirehouse')(portable_type)) -%}
{% endmacro %}

{% macro default__type_of(portable_type) %}
    {%- set types = {
        'string': 'varchar', 'bigint': 'bigint', 'double': 'double', 'boolean': 'boolean', 'date': 'date',
        'timestamp': 'timestamp with time zone', 'money': 'decimal(18, 4)',
    } -%}
    {%- do return(types[portable_type]) -%}
{% endmacro %}

{% macro spark__type_of(portable_type) %}
    {%- set types = {
        'string': 'string', 'bigint': 'bigint', 'double': 'double', 'boolean': 'boolean', 'date': 'date',
        'timestamp': 'timestamp', 'money': 'decimal(18, 4)',
    } -%}
    {%- do return(types[portable_type]) -%}
{% endmacro %}
