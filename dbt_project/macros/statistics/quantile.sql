{#- Aggregate: the q-quantile with linear interpolation, nulls left out. -#}
{% macro quantile(value, q) -%}
    percentile_cont({{ q }}) within group (order by cast({{ value }} as double))
{%- endmacro %}
