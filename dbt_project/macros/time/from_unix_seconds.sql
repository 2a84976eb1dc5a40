{#- An instant from whole seconds since 1970-01-01 UTC. -#}
{% macro from_unix_seconds(seconds) -%}
    {{ adapter.dispatch('from_unix_seconds', 'hirehouse')(seconds) }}
{%- endmacro %}

{% macro default__from_unix_seconds(seconds) -%}
    to_timestamp({{ seconds }})
{%- endmacro %}

{% macro spark__from_unix_seconds(seconds) -%}
    timestamp_seconds({{ seconds }})
{%- endmacro %}
