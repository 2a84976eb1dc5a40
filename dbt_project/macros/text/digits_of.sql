{#- Digits of a phone number without the international prefix 00; null if fewer than five are left. -#}
{% macro digits_of(value) -%}
    {{ adapter.dispatch('digits_of', 'hirehouse')(value) }}
{%- endmacro %}

{% macro default__digits_of(value) -%}
    nullif(regexp_extract(regexp_replace({{ value }}, '[^0-9]', '', 'g'), '^(?:00)?([0-9]{5,})$', 1), '')
{%- endmacro %}

{% macro spark__digits_of(value) -%}
    nullif(regexp_extract(regexp_replace({{ value }}, '[^0-9]', ''), '^(?:00)?([0-9]{5,})$', 1), '')
{%- endmacro %}
