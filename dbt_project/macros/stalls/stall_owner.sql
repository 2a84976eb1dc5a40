{#- The user who can end the wait (M-05): the recruiter where no other is named. -#}
{% macro stall_owner() -%}
case stall_reason
    when 'no_interview_scheduled' then coalesce(coordinator_key, recruiter_key)
    when 'scorecard_missing' then coalesce(answerable_key, recruiter_key)
    else recruiter_key
end
{%- endmacro %}
