{# The strengths m tried by the shrinkage, as a subquery of one column. #}
{% macro strength_grid() -%}
(
{%- for strength in var('shrinkage_strengths') %}
    select {{ strength }}e0 as m{{ ' union all' if not loop.last }}
{%- endfor %}
)
{%- endmacro %}
