{#- Whether one event comes before another: by instant, or by local day where either is a day without a time. -#}
{% macro is_before(first_at, second_at, is_day, timezone) -%}
    case
        when {{ is_day }} then {{ local_date(first_at, timezone) }} < {{ local_date(second_at, timezone) }}
        else {{ first_at }} < {{ second_at }}
    end
{%- endmacro %}
