{# The first time at which at most half are left, over rows of survival_steps; null if that is never reached. #}
{% macro survival_median() -%}
min(case when is_event and survival <= 0.5e0 + 1e-9 then clock_days end)
{%- endmacro %}
