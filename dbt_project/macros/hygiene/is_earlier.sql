{#- What rules about order ask: whether an event lies before another one by more than some minutes or days. False where
    either is unknown. Where either is a day without a time (an instant of exact midnight), days are compared. -#}
{% macro is_earlier(first_at, second_at, minutes=0, days=0) -%}
    {%- set is_day = 'cast(' ~ first_at ~ ' as date) = ' ~ first_at ~ ' or cast(' ~ second_at ~ ' as date) = ' ~ second_at -%}
    {%- set allowed_at = add_days(first_at, days, to='timestamp') if days else add_minutes(first_at, minutes) -%}
    coalesce({{ is_before(allowed_at if days or minutes else first_at, second_at, is_day, "'UTC'") }}, false)
{%- endmacro %}
