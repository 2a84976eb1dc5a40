{#- The interviews of waiting applications, with what M-05 asks of each. -#}
{% macro visit_interviews(clock) -%}
select
    interviews.application_key,
    interviews.interview_key,
    interviews.organizer_key,
    interviews.status = 'completed' as is_completed,
    interviews.status = 'completed' and submitted.interview_key is null as is_unscored,
    interviews.status <> 'cancelled' and coalesce(interviews.ends_at > visits.visit_started_at, true) as is_of_visit,
    interviews.status = 'scheduled' and interviews.starts_at > {{ clock }}.as_of_at as is_to_come,
    interviews.ends_at
from interviews
cross join {{ clock }}
inner join applications on interviews.application_key = applications.application_key
left join visits on interviews.application_key = visits.application_key
left join (select distinct interview_key from scorecards where submitted_at is not null) as submitted
    on interviews.interview_key = submitted.interview_key
{%- endmacro %}
