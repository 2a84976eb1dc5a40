{#- Days between two instants, unrounded: seconds / 86 400 (ruling 0.3). -#}
{% macro elapsed_days(from_at, to_at) -%}
    (cast({{ instant_number(to_at) }} - {{ instant_number(from_at) }} as double) / 86400000000)
{%- endmacro %}
