{#- Microseconds since 1970-01-01 UTC: an instant as a number, and in keys the same text on every engine. -#}
{% macro instant_number(timestamp_at) -%}
    {{ adapter.dispatch('instant_number', 'hirehouse')(timestamp_at) }}
{%- endmacro %}

{% macro default__instant_number(timestamp_at) -%}
    epoch_us({{ timestamp_at }})
{%- endmacro %}

{% macro spark__instant_number(timestamp_at) -%}
    unix_micros({{ timestamp_at }})
{%- endmacro %}
