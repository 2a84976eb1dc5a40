{#- The canonical stage of a rank: the inverse of stage_rank, applied 1 to hired 6. -#}
{% macro canonical_stage_of(rank) -%}
case {{ rank }}
    when 0 then 'prospect'
    when 1 then 'applied'
    when 2 then 'screen'
    when 3 then 'interview'
    when 4 then 'onsite'
    when 5 then 'offer'
    when 6 then 'hired'
end
{%- endmacro %}
