{#- Who can end the wait (M-05). Where nobody is named for it, the recruiter is. -#}
{% macro stall_owner() -%}
case stall_reason
    when 'no_interview_scheduled' then coalesce(coordinator_key, recruiter_key)
    when 'scorecard_missing' then coalesce(answerable_key, recruiter_key)
    else recruiter_key
end
{%- endmacro %}
