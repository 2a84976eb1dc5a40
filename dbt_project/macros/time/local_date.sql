{#- Calendar day of an instant in an IANA time zone; null if either is null. -#}
{% macro local_date(timestamp_at, timezone) -%}
    {{ adapter.dispatch('local_date', 'hirehouse')(timestamp_at, timezone) }}
{%- endmacro %}

{% macro default__local_date(timestamp_at, timezone) -%}
    cast(timezone({{ timezone }}, {{ timestamp_at }}) as date)
{%- endmacro %}

{% macro spark__local_date(timestamp_at, timezone) -%}
    cast(from_utc_timestamp({{ timestamp_at }}, {{ timezone }}) as date)
{%- endmacro %}
