{#- Why an application waits: the first of the reasons of M-05 that holds. -#}
{% macro stall_reason() -%}
case
    when
        applications.current_stage in ('interview', 'onsite')
        and not coalesce(interviews_by_application.has_interview, false) then 'no_interview_scheduled'
    when interviews_by_application.has_unscored_interview then 'scorecard_missing'
    when interviews_by_application.has_completed_interview then 'decision_due'
    when offers.status = 'pending' or last_words.is_ours then 'candidate_not_replied'
    else 'no_owner_action'
end
{%- endmacro %}
