{# A share of counts, null where its denominator is too small to publish (ruling 0.6). #}
{% macro share_of(part, whole) -%}
case
    when {{ whole }} >= {{ var('minimum_denominator') }} then cast({{ part }} as double) / cast({{ whole }} as double)
end
{%- endmacro %}
