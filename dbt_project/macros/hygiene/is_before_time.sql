{#- TIM-03: an instant is before the calendar's first day. Never null. -#}
{% macro is_before_time(instant) -%}
    coalesce({{ instant }} < cast('{{ var("calendar_first_date") }}' as {{ type_of('timestamp') }}), false)
{%- endmacro %}
