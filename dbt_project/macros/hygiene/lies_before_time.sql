{#- TIM-03: an instant lies before the calendar's first day. Never null. -#}
{% macro lies_before_time(instant) -%}
    coalesce({{ instant }} < cast('{{ var("calendar_first_date") }}' as {{ type_of('timestamp') }}), false)
{%- endmacro %}
