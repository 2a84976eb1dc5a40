{#- Whether the last human touch of a waiting application's person since the visit began is ours; a reply at the same
    instant wins. -#}
{% macro last_words(applications, visits, touches, clock) -%}
select
    applications.application_key,
    coalesce(
        max(case when touches.direction = 'outbound' then touches.occurred_at end)
        > max(case when touches.direction = 'inbound' then touches.occurred_at end),
        max(case when touches.direction = 'outbound' then touches.occurred_at end) is not null
    ) as is_ours
from {{ applications }} as applications
cross join {{ clock }} as clock
inner join {{ visits }} as visits on applications.application_key = visits.application_key
inner join {{ touches }} as touches
    on applications.person_key = touches.person_key and visits.visit_started_at <= touches.occurred_at
where
    touches.touch_type in ('message', 'call', 'meeting', 'reply')
    and not touches.is_machine
    and touches.occurred_at <= clock.as_of_at
group by applications.application_key
{%- endmacro %}
