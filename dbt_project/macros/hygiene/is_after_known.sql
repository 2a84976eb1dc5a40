{#- TIM-01: an event that makes its record is after the moment the record became known, or one of those that came
    later is after the run. Never null; expects a step `run_clock`. -#}
{% macro is_after_known(made_at, last_at, known_at) -%}
    {%- set slack_minutes = var('hygiene')['tim_01_minutes'] -%}
    coalesce({{ made_at }} > {{ add_minutes(known_at, slack_minutes) }}, false)
    or coalesce({{ last_at }} > {{ add_minutes('run_clock.as_of_at', slack_minutes) }}, false)
{%- endmacro %}
