{#- The address of a record in its source: the pattern with its ids filled in; null without a pattern. -#}
{% macro record_link(pattern, candidate_id, application_id, job_id) -%}
replace(replace(replace(
    {{ pattern }},
    '{candidate_id}', coalesce({{ candidate_id }}, '')),
    '{application_id}', coalesce({{ application_id }}, '')),
    '{job_id}', coalesce({{ job_id }}, '')
)
{%- endmacro %}
