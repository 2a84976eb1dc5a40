{#- An instant n minutes later (earlier if negative). -#}
{% macro add_minutes(from_at, minutes) -%}
    {{ adapter.dispatch('add_minutes', 'hirehouse')(from_at, minutes) }}
{%- endmacro %}

{% macro default__add_minutes(from_at, minutes) -%}
    ({{ from_at }} + to_minutes(cast({{ minutes }} as integer)))
{%- endmacro %}

{% macro spark__add_minutes(from_at, minutes) -%}
    timestampadd(minute, cast({{ minutes }} as int), {{ from_at }})
{%- endmacro %}
