{#- When the visit an application is in now began: the first of the joined rows its current stay belongs to. -#}
{% macro visit_starts() -%}
select
    current_intervals.application_key,
    min(stage_intervals.entered_at) as visit_started_at
from stage_intervals as current_intervals
inner join stage_intervals
    on
        current_intervals.application_key = stage_intervals.application_key
        and current_intervals.canonical_stage = stage_intervals.canonical_stage
        and current_intervals.visit_number = stage_intervals.visit_number
where current_intervals.is_current
group by current_intervals.application_key
{%- endmacro %}
