{# The order of the canonical stages: prospect 0, applied 1 ... hired 6; null for anything else. #}
{% macro stage_rank(stage) -%}
case {{ stage }}
    when 'prospect' then 0
    when 'applied' then 1
    when 'screen' then 2
    when 'interview' then 3
    when 'onsite' then 4
    when 'offer' then 5
    when 'hired' then 6
end
{%- endmacro %}
