{#- A date n days later (earlier if negative), or with `to='timestamp'` an instant n times 24 hours later. -#}
{% macro add_days(from_value, days, to='date') -%}
    {%- if to == 'timestamp' -%}
        {{ add_minutes(from_value, '(' ~ days ~ ') * 1440') }}
    {%- else -%}
        {{ adapter.dispatch('add_days', 'hirehouse')(from_value, days) }}
    {%- endif -%}
{%- endmacro %}

{% macro default__add_days(from_value, days) -%}
    (cast({{ from_value }} as date) + cast({{ days }} as integer))
{%- endmacro %}

{% macro spark__add_days(from_value, days) -%}
    date_add(cast({{ from_value }} as date), cast({{ days }} as int))
{%- endmacro %}
