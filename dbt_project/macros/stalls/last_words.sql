{#- Whether the last message, call, meeting or reply of a waiting application's person, since the visit began, is ours. -#}
{% macro last_words(clock) -%}
select
    applications.application_key,
    coalesce(
        max(case when touches.direction = 'outbound' then touches.occurred_at end)
        > max(case when touches.direction = 'inbound' then touches.occurred_at end),
        max(case when touches.direction = 'outbound' then touches.occurred_at end) is not null
    ) as is_ours
from applications
cross join {{ clock }}
inner join visits on applications.application_key = visits.application_key
inner join touches
    on applications.person_key = touches.person_key and visits.visit_started_at <= touches.occurred_at
where
    touches.touch_type in ('message', 'call', 'meeting', 'reply')
    and not touches.is_machine
    and touches.occurred_at <= {{ clock }}.as_of_at
group by applications.application_key
{%- endmacro %}
