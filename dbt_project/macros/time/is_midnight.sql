{#- Whether an instant is the first of a day, in UTC or in a zone. Most are no whole minute, and are asked no further. -#}
{% macro is_midnight(timestamp_at, timezone) -%}
    case
        when date_trunc('minute', {{ timestamp_at }}) <> {{ timestamp_at }} then false
        when cast({{ timestamp_at }} as date) = {{ timestamp_at }} then true
        else {{ local_date(timestamp_at, timezone) }} <> {{ local_date(add_minutes(timestamp_at, -1), timezone) }}
    end
{%- endmacro %}
