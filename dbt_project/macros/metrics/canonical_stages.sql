{# The five stages an application can stay in, as a subquery of canonical_stage and stage_rank. #}
{% macro canonical_stages() -%}
(
{%- for stage in ['applied', 'screen', 'interview', 'onsite', 'offer'] %}
    select '{{ stage }}' as canonical_stage, {{ loop.index }} as stage_rank
    {%- if not loop.last %} union all{% endif %}
{%- endfor %}
)
{%- endmacro %}
