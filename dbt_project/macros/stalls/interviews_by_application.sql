{#- What the interviews of a waiting application amount to. -#}
{% macro interviews_by_application() -%}
select
    application_key,
    bool_or(is_to_come) as has_interview_to_come,
    bool_or(is_of_visit) as has_interview,
    bool_or(is_of_visit and is_unscored) as has_unscored_interview,
    bool_or(is_of_visit and is_completed) as has_completed_interview
from visit_interviews
group by application_key
{%- endmacro %}
