{#- The instant at which a calendar day begins in an IANA time zone; null if either is null. -#}
{% macro local_midnight(date_day, timezone) -%}
    {{ adapter.dispatch('local_midnight', 'hirehouse')(date_day, timezone) }}
{%- endmacro %}

{% macro default__local_midnight(date_day, timezone) -%}
    timezone({{ timezone }}, cast({{ date_day }} as timestamp))
{%- endmacro %}

{% macro spark__local_midnight(date_day, timezone) -%}
    to_utc_timestamp(cast({{ date_day }} as timestamp), {{ timezone }})
{%- endmacro %}
