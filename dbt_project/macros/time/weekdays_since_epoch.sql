{#- Weekdays from Monday 1900-01-01 up to, not with, a date. Differences of two are weekdays between them. -#}
{% macro weekdays_since_epoch(date_day) -%}
    {%- set days = days_between("date '1900-01-01'", date_day) -%}
    (
        cast(floor({{ days }} / cast(7 as double)) as bigint) * 5
        + least({{ days }} - cast(floor({{ days }} / cast(7 as double)) as bigint) * 7, 5)
    )
{%- endmacro %}
