{#- What rules about order ask: whether an event is before another one by more than some minutes or days. False where
    either is unknown. Days without a time are no case of their own: they were placed in order with what happened on them
    (placed_columns), and an instant of exact midnight is an instant. -#}
{% macro is_earlier(first_at, second_at, minutes=0, days=0) -%}
    {%- set allowed_at = add_days(first_at, days, to='timestamp') if days else add_minutes(first_at, minutes) -%}
    coalesce({{ allowed_at if days or minutes else first_at }} < {{ second_at }}, false)
{%- endmacro %}
